-- schema.drop_column.rows
ALTER TABLE [artist] DROP COLUMN [name]
GO
-- schema.drop_column.added_before
ALTER TABLE [artist] DROP CONSTRAINT [DF_artist$died], COLUMN [died]
GO
