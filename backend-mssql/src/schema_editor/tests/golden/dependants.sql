-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- a column that a view is bound to
DROP VIEW [named]
GO
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
CREATE VIEW [named] WITH SCHEMABINDING AS SELECT [id], [name] FROM [dbo].[artist]
GO
CREATE UNIQUE CLUSTERED INDEX [named_id] ON [named] ([id])
GO

-- columns of a new key, and an index of one
DROP INDEX [i] ON [t]
GO
ALTER TABLE [t] ALTER COLUMN [a] nvarchar(20) NOT NULL
GO
ALTER TABLE [t] ADD CONSTRAINT [PK_t] PRIMARY KEY ([a], [b])
GO
CREATE INDEX [i] ON [t] ([a])
GO

-- statistics that somebody asked for
DROP STATISTICS [t].[of_a]
GO
DROP STATISTICS [t].[of_some]
GO
ALTER TABLE [t] ALTER COLUMN [a] nvarchar(40) NULL
GO
CREATE STATISTICS [of_some] ON [t] ([c]) WHERE [a] IS NOT NULL
GO
CREATE STATISTICS [of_a] ON [t] ([a], [b])
GO

-- statistics by a condition that says a column's name
DROP STATISTICS [t].[of_some]
GO
EXEC sp_rename @objname = N'[t].[a]', @newname = N'd', @objtype = N'COLUMN'
GO
CREATE STATISTICS [of_some] ON [t] ([c]) WHERE [d] IS NOT NULL
GO
