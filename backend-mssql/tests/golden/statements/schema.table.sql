-- schema.table.composite_primary_key
CREATE TABLE [track] ([side] int NOT NULL, [title] nvarchar(max) NULL, [album] bigint NOT NULL, [position] int NOT NULL, CONSTRAINT [PK_track] PRIMARY KEY ([album], [side], [position]))
GO
-- schema.table.recreated
CREATE TABLE [thing] ([id] bigint NOT NULL, [label] bigint NULL, [more] nvarchar(max) NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
