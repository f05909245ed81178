-- injection.lookup.percent
SELECT [song] FROM [canary] WHERE (CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 LIKE @P1 ESCAPE N'\')
GO
SELECT [song] FROM [canary] WHERE (CASE WHEN DATALENGTH(CAST(COALESCE(@P1, @P2) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) = 0 THEN LEN(LEFT(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 0) + N'x') ELSE CHARINDEX(CAST(COALESCE(@P3, @P4) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) END > 0)
GO
SELECT [song] FROM [canary] WHERE (LEFT(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(COALESCE(@P1, @P2) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(COALESCE(@P3, @P4) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(COALESCE(@P5, @P6) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
SELECT [song] FROM [canary] WHERE (RIGHT(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
SELECT [song] FROM [canary] WHERE (RIGHT(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(COALESCE(@P1, @P2) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(COALESCE(@P3, @P4) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(COALESCE(@P5, @P6) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
SELECT [song] FROM [canary] WHERE (CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 LIKE @P2 ESCAPE N'\')
GO
SELECT [song] FROM [canary] WHERE (CASE WHEN DATALENGTH(CAST(COALESCE(@P1, @P2) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) = 0 THEN LEN(LEFT(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 0) + N'x') ELSE CHARINDEX(CAST(COALESCE(@P4, @P5) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) END > 0)
GO
SELECT [song] FROM [canary] WHERE (LEFT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(COALESCE(@P2, @P3) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(COALESCE(@P4, @P5) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(COALESCE(@P7, @P8) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
SELECT [song] FROM [canary] WHERE (RIGHT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(@P5 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
SELECT [song] FROM [canary] WHERE (RIGHT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(COALESCE(@P2, @P3) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(COALESCE(@P4, @P5) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(COALESCE(@P7, @P8) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
-- injection.lookup.long_pattern
SELECT [song] FROM [canary] WHERE (CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) = 0 THEN LEN(LEFT(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 0) + N'x') ELSE CHARINDEX(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) END > 0)
GO
SELECT [song] FROM [canary] WHERE (LEFT(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST([song] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
SELECT [song] FROM [canary] WHERE (CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) = 0 THEN LEN(LEFT(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 0) + N'x') ELSE CHARINDEX(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) END > 0)
GO
SELECT [song] FROM [canary] WHERE (LEFT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, LEN(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + N'x') - 1) = CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AND DATALENGTH(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) >= DATALENGTH(CAST(@P5 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))
GO
