-- schema.diff.retyped_key
CREATE TABLE [parent] ([id] int NOT NULL, CONSTRAINT [PK_parent] PRIMARY KEY ([id]))
GO
