-- values.date.round_trip
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] date NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
-- values.date.literal
CREATE TABLE [defaults] ([id] bigint NOT NULL, [c00] date CONSTRAINT [DF_defaults$c00] DEFAULT CAST('0001-01-01' AS date) NULL, [c01] date CONSTRAINT [DF_defaults$c01] DEFAULT CAST('1582-10-10' AS date) NULL, [c02] date CONSTRAINT [DF_defaults$c02] DEFAULT CAST('1752-09-05' AS date) NULL, [c03] date CONSTRAINT [DF_defaults$c03] DEFAULT CAST('1899-12-31' AS date) NULL, [c04] date CONSTRAINT [DF_defaults$c04] DEFAULT CAST('1900-02-28' AS date) NULL, [c05] date CONSTRAINT [DF_defaults$c05] DEFAULT CAST('1969-12-31' AS date) NULL, [c06] date CONSTRAINT [DF_defaults$c06] DEFAULT CAST('1970-01-01' AS date) NULL, [c07] date CONSTRAINT [DF_defaults$c07] DEFAULT CAST('2000-02-29' AS date) NULL, [c08] date CONSTRAINT [DF_defaults$c08] DEFAULT CAST('2024-02-29' AS date) NULL, [c09] date CONSTRAINT [DF_defaults$c09] DEFAULT CAST('2100-02-28' AS date) NULL, [c10] date CONSTRAINT [DF_defaults$c10] DEFAULT CAST('9999-12-31' AS date) NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
