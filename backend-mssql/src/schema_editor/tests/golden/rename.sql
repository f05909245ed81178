-- https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-rename-transact-sql

-- a table, and the names that were made of its name
EXEC sp_rename @objname = N'[artist]', @newname = N'musician', @objtype = N'OBJECT'
GO
EXEC sp_rename @objname = N'[DF_artist$born]', @newname = N'DF_musician$born', @objtype = N'OBJECT'
GO
EXEC sp_rename @objname = N'[PK_artist]', @newname = N'PK_musician', @objtype = N'OBJECT'
GO

-- a column that a check and conditions of indexes name
DROP INDEX [of_label] ON [artist]
GO
DROP INDEX [one_label] ON [artist]
GO
EXEC sp_rename @objname = N'[artist].[label]', @newname = N'company', @objtype = N'COLUMN'
GO
CREATE UNIQUE INDEX [one_label] ON [artist] ([company]) WHERE [company] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'one_label'
GO
CREATE INDEX [of_label] ON [artist] ([id]) WHERE [company] IS NOT NULL
GO

-- a column with a default
ALTER TABLE [artist] DROP CONSTRAINT [was_born]
GO
EXEC sp_rename @objname = N'[artist].[born]', @newname = N'year', @objtype = N'COLUMN'
GO
EXEC sp_rename @objname = N'[DF_artist$born]', @newname = N'DF_artist$year', @objtype = N'OBJECT'
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([year] > 0)
GO

-- a column that others refer to
EXEC sp_rename @objname = N'[artist].[id]', @newname = N'number', @objtype = N'COLUMN'
GO

-- an index
EXEC sp_rename @objname = N'[artist].[by_born]', @newname = N'by year', @objtype = N'INDEX'
GO

-- a constraint
EXEC sp_rename @objname = N'[was_born]', @newname = N'is born', @objtype = N'OBJECT'
GO

-- a constraint that an index stands for
EXEC sp_rename @objname = N'[artist].[one_label]', @newname = N'only_label', @objtype = N'INDEX'
GO

-- names with brackets and quotes
EXEC sp_rename @objname = N'[other].[it''s [a]]]', @newname = N'[x]''y', @objtype = N'OBJECT'
GO
EXEC sp_rename @objname = N'[other].[DF_it''s [a]]$b]]c]', @newname = N'DF_[x]''y$b]c', @objtype = N'OBJECT'
GO
EXEC sp_rename @objname = N'[other].[PK_it''s [a]]]', @newname = N'PK_[x]''y', @objtype = N'OBJECT'
GO
EXEC sp_rename @objname = N'[other].[UQ_it''s [a]]$b]]c]', @newname = N'UQ_[x]''y$b]c', @objtype = N'OBJECT'
GO

-- a column of such names
DROP INDEX [UQ_it's [a]]$b]]c] ON [other].[it's [a]]]
GO
EXEC sp_rename @objname = N'[other].[it''s [a]]].[b]]c]', @newname = N'''', @objtype = N'COLUMN'
GO
EXEC sp_rename @objname = N'[other].[DF_it''s [a]]$b]]c]', @newname = N'DF_it''s [a]$''', @objtype = N'OBJECT'
GO
CREATE UNIQUE INDEX [UQ_it's [a]]$'] ON [other].[it's [a]]] ([']) WHERE ['] IS NOT NULL
GO
EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = N'other', @level1type = N'TABLE', @level1name = N'it''s [a]', @level2type = N'INDEX', @level2name = N'UQ_it''s [a]$'''
GO
