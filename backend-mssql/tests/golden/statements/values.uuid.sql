-- values.uuid.round_trip
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] uniqueidentifier NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
-- values.uuid.literal
CREATE TABLE [defaults] ([id] bigint NOT NULL, [c00] uniqueidentifier CONSTRAINT [DF_defaults$c00] DEFAULT CAST('00000000-0000-0000-0000-000000000000' AS uniqueidentifier) NULL, [c01] uniqueidentifier CONSTRAINT [DF_defaults$c01] DEFAULT CAST('ffffffff-ffff-ffff-ffff-ffffffffffff' AS uniqueidentifier) NULL, [c02] uniqueidentifier CONSTRAINT [DF_defaults$c02] DEFAULT CAST('00112233-4455-6677-8899-aabbccddeeff' AS uniqueidentifier) NULL, [c03] uniqueidentifier CONSTRAINT [DF_defaults$c03] DEFAULT CAST('ffeeddcc-bbaa-4988-b766-554433221100' AS uniqueidentifier) NULL, [c04] uniqueidentifier CONSTRAINT [DF_defaults$c04] DEFAULT CAST('00000000-0000-0000-0000-000000000001' AS uniqueidentifier) NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
