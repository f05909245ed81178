-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- with its default
ALTER TABLE [artist] DROP CONSTRAINT [DF_artist$born], COLUMN [born]
GO

-- without one
ALTER TABLE [artist] DROP COLUMN [id]
GO

-- the table
DROP TABLE [artist]
GO
