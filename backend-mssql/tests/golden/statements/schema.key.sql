-- schema.key.added
CREATE TABLE [thing] ([a] bigint NULL, [b] bigint NULL)
GO
ALTER TABLE [thing] ALTER COLUMN [a] bigint NOT NULL
GO
ALTER TABLE [thing] ADD CONSTRAINT [thing_key] PRIMARY KEY ([a])
GO
