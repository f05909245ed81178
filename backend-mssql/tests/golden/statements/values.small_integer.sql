-- values.small_integer.literal
CREATE TABLE [defaults] ([id] bigint NOT NULL, [c00] smallint CONSTRAINT [DF_defaults$c00] DEFAULT -32768 NULL, [c01] smallint CONSTRAINT [DF_defaults$c01] DEFAULT -1 NULL, [c02] smallint CONSTRAINT [DF_defaults$c02] DEFAULT 0 NULL, [c03] smallint CONSTRAINT [DF_defaults$c03] DEFAULT 1 NULL, [c04] smallint CONSTRAINT [DF_defaults$c04] DEFAULT 32767 NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
