-- injection.enum_type.statement_in_a_name
SELECT CAST(@P1 AS [x"; DROP TABLE canary; --]) AS [x] FROM [canary]
GO
