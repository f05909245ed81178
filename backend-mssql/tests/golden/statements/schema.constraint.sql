-- schema.constraint.added_and_dropped
ALTER TABLE [child] DROP CONSTRAINT [child_of]
GO
-- schema.constraint.unique_added_and_dropped
DROP INDEX [one_number] ON [artist]
GO
-- schema.constraint.twice
CREATE TABLE [artist] ([id] bigint NOT NULL, [number] bigint NULL, CONSTRAINT [PK_artist] PRIMARY KEY ([id]), CONSTRAINT [one_id] UNIQUE ([id]))
GO
-- schema.constraint.renamed
ALTER TABLE [parent] ADD CONSTRAINT [positive] CHECK ("code" > 0)
GO
ALTER TABLE [parent] ADD CONSTRAINT [one_code] UNIQUE ([code])
GO
EXEC sp_rename @objname = N'[parent_key]', @newname = N'k2', @objtype = N'OBJECT'
GO
-- schema.constraint.unnamed_dropped
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] bigint NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [CK_thing$8edac60723d18617] CHECK ("n" > 0))
GO
