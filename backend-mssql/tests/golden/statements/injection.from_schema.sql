-- injection.from_schema.active_record_nested
SELECT [id] FROM [main"."canary"; --].[canary]
GO
