-- injection.join_alias.django_filtered_relation
SELECT [alias" ON 1=1; DROP TABLE canary; --].[id] FROM [canary] INNER JOIN [canary] AS [alias" ON 1=1; DROP TABLE canary; --] ON [alias" ON 1=1; DROP TABLE canary; --].[id] = [canary].[id]
GO
