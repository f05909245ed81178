-- injection.alias.django_json_key
SELECT [id] AS [test' = 'a') OR 1 = 1 OR ('d] FROM [canary]
GO
