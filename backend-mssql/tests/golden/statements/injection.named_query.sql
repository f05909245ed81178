-- injection.named_query.brackets
WITH [[canary]]; DROP TABLE canary; --] AS (SELECT [id] FROM [canary]) SELECT [id] FROM [[canary]]; DROP TABLE canary; --]
GO
