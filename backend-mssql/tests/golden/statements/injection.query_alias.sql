-- injection.query_alias.statement_in_a_name
SELECT [x"; DROP TABLE canary; --].[id] FROM (SELECT [id] FROM [canary]) AS [x"; DROP TABLE canary; --]
GO
