-- function.like.whole_text
SELECT CASE WHEN (CAST((CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) LIKE CAST((@P2 COLLATE Latin1_General_100_BIN2) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) ESCAPE '\') THEN CAST(1 AS bit) WHEN NOT ((CAST((CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) LIKE CAST((@P4 COLLATE Latin1_General_100_BIN2) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) ESCAPE '\')) THEN CAST(0 AS bit) END AS [value]
GO
-- function.like.any_case
SELECT CASE WHEN (CAST((UPPER(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) LIKE CAST((UPPER(@P2 COLLATE Latin1_General_100_BIN2)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) ESCAPE '\') THEN CAST(1 AS bit) WHEN NOT ((CAST((UPPER(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) LIKE CAST((UPPER(@P4 COLLATE Latin1_General_100_BIN2)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max)) ESCAPE '\')) THEN CAST(0 AS bit) END AS [value]
GO
-- function.like.of_sea_query
SELECT CASE WHEN @P1 LIKE @P2 ESCAPE N'\' THEN CAST(1 AS bit) WHEN NOT (@P3 LIKE @P4 ESCAPE N'\') THEN CAST(0 AS bit) END AS [value]
GO
SELECT CASE WHEN @P1 NOT LIKE @P2 ESCAPE N'\' THEN CAST(1 AS bit) WHEN NOT (@P3 NOT LIKE @P4 ESCAPE N'\') THEN CAST(0 AS bit) END AS [value]
GO
