-- function.matches.common_syntax
SELECT CASE WHEN REGEXP_LIKE(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 'cs') THEN CAST(1 AS bit) WHEN NOT (REGEXP_LIKE(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 'cs')) THEN CAST(0 AS bit) END AS [value]
GO
-- function.matches.of_an_expression
SELECT CASE WHEN REGEXP_LIKE(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST((CONCAT(CAST(@P2 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, CAST(@P3 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, N'') COLLATE DATABASE_DEFAULT) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 'cs') THEN CAST(1 AS bit) WHEN NOT (REGEXP_LIKE(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST((CONCAT(CAST(@P5 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, CAST(@P6 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, N'') COLLATE DATABASE_DEFAULT) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 'cs')) THEN CAST(0 AS bit) END AS [value]
GO
