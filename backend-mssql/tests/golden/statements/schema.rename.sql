-- schema.rename.column
CREATE TABLE [thing] ([id] bigint NOT NULL, [label] nvarchar(50) NULL, [size] int CONSTRAINT [DF_thing$size] DEFAULT 7 NOT NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [one_size] UNIQUE ([size]))
GO
-- schema.rename.identity
CREATE TABLE [numbered] ([label] nvarchar(max) NULL, [id] bigint NOT NULL IDENTITY(1, 1), CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
