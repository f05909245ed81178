-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- NOT NULL, with the default in the place of NULL
DROP INDEX [by_born] ON [artist]
GO
ALTER TABLE [artist] DROP CONSTRAINT [was_born]
GO
UPDATE [artist] SET [born] = 1900 WHERE [born] IS NULL
GO
ALTER TABLE [artist] ALTER COLUMN [born] int NOT NULL
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([born] > 0)
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO

-- NULL
ALTER TABLE [artist] DROP CONSTRAINT [one_name]
GO
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(20) NULL
GO
CREATE UNIQUE INDEX [one_name] ON [artist] ([name]) WHERE [name] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'one_name'
GO

-- another type, under a check, an index and a default
DROP INDEX [by_born] ON [artist]
GO
ALTER TABLE [artist] DROP CONSTRAINT [was_born]
GO
ALTER TABLE [artist] DROP CONSTRAINT [DF_artist$born]
GO
ALTER TABLE [artist] ALTER COLUMN [born] bigint NULL
GO
ALTER TABLE [artist] ADD CONSTRAINT [DF_artist$born] DEFAULT 1900 FOR [born]
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([born] > 0)
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO

-- more room
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(40) NOT NULL
GO

-- less room
DROP INDEX [by_born] ON [artist]
GO
ALTER TABLE [artist] DROP CONSTRAINT [one_name]
GO
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(10) NOT NULL
GO
ALTER TABLE [artist] ADD CONSTRAINT [one_name] UNIQUE ([name])
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO

-- another collation
DROP INDEX [by_born] ON [artist]
GO
ALTER TABLE [artist] DROP CONSTRAINT [one_name]
GO
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(20) COLLATE Latin1_General_BIN2 NOT NULL
GO
ALTER TABLE [artist] ADD CONSTRAINT [one_name] UNIQUE ([name])
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO

-- another default
ALTER TABLE [artist] DROP CONSTRAINT [DF_artist$born]
GO
ALTER TABLE [artist] ADD CONSTRAINT [DF_artist$born] DEFAULT 1 FOR [born]
GO

-- no default
ALTER TABLE [artist] DROP CONSTRAINT [DF_artist$born]
GO

-- a first default
ALTER TABLE [artist] ADD CONSTRAINT [DF_artist$label] DEFAULT 1 FOR [label]
GO

-- type, default and NOT NULL
DROP INDEX [by_born] ON [artist]
GO
ALTER TABLE [artist] DROP CONSTRAINT [was_born]
GO
ALTER TABLE [artist] DROP CONSTRAINT [DF_artist$born]
GO
ALTER TABLE [artist] ALTER COLUMN [born] bigint NULL
GO
ALTER TABLE [artist] ADD CONSTRAINT [DF_artist$born] DEFAULT 1 FOR [born]
GO
UPDATE [artist] SET [born] = 1 WHERE [born] IS NULL
GO
ALTER TABLE [artist] ALTER COLUMN [born] bigint NOT NULL
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([born] > 0)
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO

-- a number of texts, of which none may be empty
SELECT 1 FROM [artist] WHERE LTRIM([note]) = N''
GO
ALTER TABLE [artist] ALTER COLUMN [note] int NULL
GO

-- a document of texts
SELECT 1 FROM [artist] WHERE [note] IS NOT NULL AND CASE WHEN ISJSON(N'[' + [note] + N']') = 1 THEN (SELECT COUNT(*) FROM OPENJSON(N'[' + [note] + N']')) ELSE 0 END <> 1
GO
ALTER TABLE [artist] ALTER COLUMN [note] nvarchar(max) NULL
GO
