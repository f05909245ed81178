-- values.boolean.round_trip
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] bit NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
-- values.boolean.literal
CREATE TABLE [defaults] ([id] bigint NOT NULL, [c00] bit CONSTRAINT [DF_defaults$c00] DEFAULT 1 NULL, [c01] bit CONSTRAINT [DF_defaults$c01] DEFAULT 0 NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
