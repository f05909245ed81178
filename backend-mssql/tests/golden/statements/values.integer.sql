-- values.integer.literal
CREATE TABLE [defaults] ([id] bigint NOT NULL, [c00] int CONSTRAINT [DF_defaults$c00] DEFAULT -2147483648 NULL, [c01] int CONSTRAINT [DF_defaults$c01] DEFAULT -1 NULL, [c02] int CONSTRAINT [DF_defaults$c02] DEFAULT 0 NULL, [c03] int CONSTRAINT [DF_defaults$c03] DEFAULT 1 NULL, [c04] int CONSTRAINT [DF_defaults$c04] DEFAULT 2147483647 NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
-- values.integer.above_the_signed_range
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] decimal(20,0) NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
