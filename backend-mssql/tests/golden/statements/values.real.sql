-- values.real.round_trip
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] real NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
-- values.real.literal
CREATE TABLE [defaults] ([id] bigint NOT NULL, [c00] real CONSTRAINT [DF_defaults$c00] DEFAULT CAST(0E0 AS real) NULL, [c01] real CONSTRAINT [DF_defaults$c01] DEFAULT CAST(1E0 AS real) NULL, [c02] real CONSTRAINT [DF_defaults$c02] DEFAULT CAST(-1.5E0 AS real) NULL, [c03] real CONSTRAINT [DF_defaults$c03] DEFAULT CAST(1E-1 AS real) NULL, [c04] real CONSTRAINT [DF_defaults$c04] DEFAULT CAST(2.7182817E0 AS real) NULL, [c05] real CONSTRAINT [DF_defaults$c05] DEFAULT CAST(1.6777215E7 AS real) NULL, [c06] real CONSTRAINT [DF_defaults$c06] DEFAULT CAST(3.4028235E38 AS real) NULL, [c07] real CONSTRAINT [DF_defaults$c07] DEFAULT CAST(-3.4028235E38 AS real) NULL, [c08] real CONSTRAINT [DF_defaults$c08] DEFAULT CAST(1.1754944E-38 AS real) NULL, [c09] real CONSTRAINT [DF_defaults$c09] DEFAULT CAST(1.1920929E-7 AS real) NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
