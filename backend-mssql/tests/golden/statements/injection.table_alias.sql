-- injection.table_alias.django_filtered_relation
SELECT [jocker"; DROP TABLE canary; --].[id] FROM [canary] AS [jocker"; DROP TABLE canary; --] WHERE [jocker"; DROP TABLE canary; --].[id] > @P1
GO
