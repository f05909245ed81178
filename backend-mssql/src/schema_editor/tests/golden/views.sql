-- https://learn.microsoft.com/sql/t-sql/statements/create-view-transact-sql

-- plain
CREATE VIEW [named] AS SELECT [id], [name] FROM [dbo].[artist]
GO

-- bound to its tables, with an index
CREATE VIEW [dbo].[bound] ([number], [its name]) WITH SCHEMABINDING, VIEW_METADATA AS SELECT [id], [name] FROM [dbo].[artist]
GO
CREATE UNIQUE CLUSTERED INDEX [first] ON [dbo].[bound] ([number])
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'bound', @level0type = N'SCHEMA', @level0name = N'dbo', @level1type = N'VIEW', @level1name = N'bound'
GO

-- with a check option
CREATE VIEW [named] AS SELECT [id], [name] FROM [dbo].[artist] WITH CHECK OPTION
GO

-- it becomes another
CREATE OR ALTER VIEW [named] AS SELECT 1 AS [one]
GO

-- it goes
DROP VIEW [named]
GO
