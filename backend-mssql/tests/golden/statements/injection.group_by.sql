-- injection.group_by.sqlalchemy_group
SELECT COUNT_BIG([id]) FROM [canary] GROUP BY [id UNION SELECT 1; --]
GO
