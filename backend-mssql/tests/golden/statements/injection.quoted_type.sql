-- injection.quoted_type.brackets
SELECT CAST([id] AS [[canary]]; DROP TABLE canary; --]) AS [x] FROM [canary]
GO
