-- function.hash.md5
SELECT LOWER(CONVERT(varchar(128), HASHBYTES('MD5', CAST(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))), 2)) AS [value]
GO
SELECT LOWER(CONVERT(varchar(128), HASHBYTES('MD5', CAST(@P1 AS varbinary(max))), 2)) AS [value]
GO
-- function.hash.in_an_order
SELECT [id] FROM [artist] ORDER BY LOWER(CONVERT(varchar(128), HASHBYTES('SHA2_256', CAST(CAST([name] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))), 2)) ASC
GO
