-- function.text.lower_and_upper
SELECT CASE WHEN (UPPER(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) = UPPER(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) AND DATALENGTH(UPPER(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2)) = DATALENGTH(UPPER(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2))) THEN CAST(1 AS bit) WHEN NOT ((UPPER(CAST(@P5 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) = UPPER(CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) AND DATALENGTH(UPPER(CAST(@P7 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2)) = DATALENGTH(UPPER(CAST(@P8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2)))) THEN CAST(0 AS bit) END AS [value]
GO
SELECT (LOWER(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (UPPER(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.length_in_characters
SELECT (LEN(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) AS [value]
GO
-- function.text.length_in_bytes
SELECT DATALENGTH(CAST(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))) AS [value]
GO
-- function.text.left_and_right
SELECT (LEFT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P2 AS int)) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (LEFT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CASE WHEN CAST(@P2 AS int) >= 0 THEN CAST(@P3 AS int) WHEN (LEN(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) + CAST(@P5 AS int) > 0 THEN (LEN(CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) + CAST(@P7 AS int) WHEN CAST(@P8 AS int) < 0 THEN 0 END) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (RIGHT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P2 AS int)) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (RIGHT(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CASE WHEN CAST(@P2 AS int) >= 0 THEN CAST(@P3 AS int) WHEN (LEN(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) + CAST(@P5 AS int) > 0 THEN (LEN(CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) + CAST(@P7 AS int) WHEN CAST(@P8 AS int) < 0 THEN 0 END) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.substring
SELECT (SUBSTRING(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P2 AS int), CAST(@P3 AS int)) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.substring_to_the_end
SELECT (SUBSTRING(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P2 AS int), 2147483647) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.pad
SELECT ((CASE WHEN CAST(@P1 AS nvarchar(max)) IS NULL OR CAST(@P2 AS int) IS NULL OR CAST(@P3 AS nvarchar(max)) IS NULL THEN NULL WHEN CAST(@P4 AS int) < 1 THEN N'' WHEN (LEN(CAST(@P5 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) >= CAST(@P6 AS int) OR DATALENGTH(CAST(@P7 AS nvarchar(max))) = 0 THEN LEFT(CAST(@P8 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P9 AS int)) WHEN CAST(@P10 AS int) > 1073741823 THEN CAST(CAST(CONCAT(N'a text too long', NULLIF(CAST(@P11 AS int), CAST(@P12 AS int))) AS int) AS nvarchar(max)) ELSE LEFT(REPLICATE(CAST(@P13 AS nvarchar(max)), (CAST(@P14 AS int) - (LEN(CAST(@P15 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1)) / (LEN(CAST(@P16 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) + 1) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P17 AS int) - (LEN(CAST(@P18 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1)) + CAST(@P19 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC END) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT ((CASE WHEN CAST(@P1 AS nvarchar(max)) IS NULL OR CAST(@P2 AS int) IS NULL OR CAST(@P3 AS nvarchar(max)) IS NULL THEN NULL WHEN CAST(@P4 AS int) < 1 THEN N'' WHEN (LEN(CAST(@P5 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) >= CAST(@P6 AS int) OR DATALENGTH(CAST(@P7 AS nvarchar(max))) = 0 THEN LEFT(CAST(@P8 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P9 AS int)) WHEN CAST(@P10 AS int) > 1073741823 THEN CAST(CAST(CONCAT(N'a text too long', NULLIF(CAST(@P11 AS int), CAST(@P12 AS int))) AS int) AS nvarchar(max)) ELSE CAST(@P13 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + LEFT(REPLICATE(CAST(@P14 AS nvarchar(max)), (CAST(@P15 AS int) - (LEN(CAST(@P16 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1)) / (LEN(CAST(@P17 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) + 1) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P18 AS int) - (LEN(CAST(@P19 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1)) END) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.trim
SELECT (LTRIM(RTRIM(CAST(@P1 AS nvarchar(max)))) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (LTRIM(CAST(@P1 AS nvarchar(max))) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (RTRIM(CAST(@P1 AS nvarchar(max))) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.trim_characters
SELECT (CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max))) = 0 THEN CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 ELSE TRIM(CAST(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS nvarchar(4000)) COLLATE Latin1_General_100_BIN2 FROM CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) END COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (REPLACE(CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max))) = 0 THEN CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + NCHAR(65535) ELSE TRIM(CAST(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS nvarchar(4000)) COLLATE Latin1_General_100_BIN2 FROM CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 + NCHAR(65535)) END COLLATE Latin1_General_100_BIN2, NCHAR(65535), N'') COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (REPLACE(CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max))) = 0 THEN NCHAR(65535) + CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 ELSE TRIM(CAST(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 AS nvarchar(4000)) COLLATE Latin1_General_100_BIN2 FROM NCHAR(65535) + CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) END COLLATE Latin1_General_100_BIN2, NCHAR(65535), N'') COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (REPLACE(CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max))) = 0 THEN REPLACE(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, N'😀', NCHAR(64976)) ELSE TRIM(CAST(REPLACE(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, N'😀', NCHAR(64976)) AS nvarchar(4000)) COLLATE Latin1_General_100_BIN2 FROM REPLACE(CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, N'😀', NCHAR(64976))) END COLLATE Latin1_General_100_BIN2, NCHAR(64976), N'😀') COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.position
SELECT (CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max))) = 0 THEN LEN(LEFT(CAST(@P2 AS nvarchar(max)), 0) + N'x') WHEN CHARINDEX(CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P4 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) > 0 THEN LEN(LEFT(CAST(@P5 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CHARINDEX(CAST(@P6 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P7 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) - 1) COLLATE Latin1_General_100_CI_AS_SC + N'x') WHEN CAST(@P8 AS nvarchar(max)) IS NOT NULL AND CAST(@P9 AS nvarchar(max)) IS NOT NULL THEN 0 END) AS [value]
GO
-- function.text.replace
SELECT (REPLACE(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P3 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.repeat
SELECT ((CASE WHEN CAST(@P1 AS int) < 1 THEN LEFT(CAST(@P2 AS nvarchar(max)), 0) WHEN DATALENGTH(CAST(@P3 AS nvarchar(max))) / 2 * CAST(CAST(@P4 AS int) AS bigint) > 1073741823 THEN CAST(CAST(CONCAT(N'a text too long', NULLIF(CAST(@P5 AS int), CAST(@P6 AS int))) AS int) AS nvarchar(max)) ELSE REPLICATE(CAST(@P7 AS nvarchar(max)), CAST(@P8 AS int)) END) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.reverse
SELECT (REVERSE(CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.character_and_ordinal
SELECT ((CASE WHEN CAST(@P1 AS int) BETWEEN 1 AND 55295 OR CAST(@P2 AS int) BETWEEN 57344 AND 65535 THEN NCHAR(CAST(@P3 AS int)) WHEN CAST(@P4 AS int) BETWEEN 65536 AND 1114111 THEN NCHAR(55296 + (CAST(@P5 AS int) - 65536) / 1024) + NCHAR(56320 + (CAST(@P6 AS int) - 65536) % 1024) WHEN CAST(@P7 AS int) IS NOT NULL THEN CAST(CAST(CONCAT(N'no character', NULLIF(CAST(@P8 AS int), CAST(@P9 AS int))) AS int) AS nvarchar(2)) END) COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (CASE WHEN DATALENGTH(CAST(@P1 AS nvarchar(max))) = 0 THEN 0 ELSE UNICODE(CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC) END) AS [value]
GO
-- function.text.concatenate
SELECT (CONCAT(CAST(@P1 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, CAST(@P2 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, N'') COLLATE DATABASE_DEFAULT) AS [value]
GO
SELECT (CONCAT(CAST(@P1 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, CAST(@P2 AS nvarchar(max)) COLLATE DATABASE_DEFAULT, (SELECT CASE WHEN v = 0 THEN N'0' WHEN v IS NOT NULL THEN CONCAT(CASE WHEN v < 0 THEN N'-' END, CASE WHEN x < -4 OR x >= 15 THEN CONCAT(LEFT(d, 1), CASE WHEN LEN(d) > 1 THEN N'.' + SUBSTRING(d, 2, 17) END, N'e', CASE WHEN x < 0 THEN N'-' ELSE N'+' END, CASE WHEN ABS(x) < 10 THEN N'0' END, ABS(x)) WHEN x < 0 THEN CONCAT(N'0.', REPLICATE(N'0', -1 - x), d) WHEN LEN(d) <= x + 1 THEN CONCAT(d, REPLICATE(N'0', x + 1 - LEN(d))) ELSE STUFF(d, x + 2, 0, N'.') END) END FROM (SELECT CAST(@P3 AS float) AS v) AS backend_number OUTER APPLY (SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS(backend_number.v), 3))) AS t) AS backend_text) AS backend_seventeen CROSS JOIN (VALUES (-16), (-15), (-14) /* and 14 more */) AS backend_places(k) WHERE TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) = ABS(backend_number.v) ORDER BY backend_places.k) AS backend_digits OUTER APPLY (SELECT REPLACE(RTRIM(REPLACE(CAST(backend_digits.m AS nvarchar(40)), N'0', N' ')), N' ', N'0') AS d, backend_digits.p + LEN(CAST(backend_digits.m AS nvarchar(40))) - 1 AS x) AS backend_form) COLLATE DATABASE_DEFAULT, N'') COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.split_part
SELECT (CASE WHEN CAST(@P1 AS int) < 1 THEN CAST(CAST(CONCAT(N'no place among parts', NULLIF(CAST(@P2 AS int), CAST(@P3 AS int))) AS int) AS nvarchar(max)) WHEN CAST(@P4 AS nvarchar(max)) IS NOT NULL AND CAST(@P5 AS nvarchar(max)) IS NOT NULL AND CAST(@P6 AS int) IS NOT NULL THEN COALESCE((SELECT backend_part.[value] FROM OPENJSON(CONCAT(N'["', REPLACE(STRING_ESCAPE(REPLACE(CAST(@P7 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P8 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, NCHAR(65535)), 'json') COLLATE Latin1_General_100_BIN2, NCHAR(65535), N'","'), N'"]')) AS backend_part WHERE backend_part.[key] = CAST(CAST(@P9 AS int) - 1 AS nvarchar(12))), N'') END COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.in_a_query
SELECT (UPPER(CAST((LEFT(CAST([name] AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P1 AS int)) COLLATE DATABASE_DEFAULT) AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT) AS [head] FROM [artist] WHERE (LEN(CAST([name] AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) > @P2 ORDER BY (REVERSE(CAST([name] AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC) COLLATE DATABASE_DEFAULT) ASC
GO
-- function.text.in_an_update
UPDATE [artist] SET [name] = (REPLACE(CAST([name] AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P1 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(@P2 AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT) WHERE [id] < @P3
GO
-- function.text.numbers_as_text
SELECT (LTRIM(RTRIM((SELECT CASE WHEN v = 0 THEN N'0' WHEN v IS NOT NULL THEN CONCAT(CASE WHEN v < 0 THEN N'-' END, CASE WHEN x < -4 OR x >= 15 THEN CONCAT(LEFT(d, 1), CASE WHEN LEN(d) > 1 THEN N'.' + SUBSTRING(d, 2, 17) END, N'e', CASE WHEN x < 0 THEN N'-' ELSE N'+' END, CASE WHEN ABS(x) < 10 THEN N'0' END, ABS(x)) WHEN x < 0 THEN CONCAT(N'0.', REPLICATE(N'0', -1 - x), d) WHEN LEN(d) <= x + 1 THEN CONCAT(d, REPLICATE(N'0', x + 1 - LEN(d))) ELSE STUFF(d, x + 2, 0, N'.') END) END FROM (SELECT CAST(@P1 AS float) AS v) AS backend_number OUTER APPLY (SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS(backend_number.v), 3))) AS t) AS backend_text) AS backend_seventeen CROSS JOIN (VALUES (-16), (-15), (-14) /* and 14 more */) AS backend_places(k) WHERE TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) = ABS(backend_number.v) ORDER BY backend_places.k) AS backend_digits OUTER APPLY (SELECT REPLACE(RTRIM(REPLACE(CAST(backend_digits.m AS nvarchar(40)), N'0', N' ')), N' ', N'0') AS d, backend_digits.p + LEN(CAST(backend_digits.m AS nvarchar(40))) - 1 AS x) AS backend_form))) COLLATE DATABASE_DEFAULT) AS [value]
GO
-- function.text.long_texts
SELECT (LEN(CAST(((CASE WHEN CAST(@P1 AS int) < 1 THEN LEFT(CAST(@P2 AS nvarchar(max)), 0) WHEN DATALENGTH(CAST(@P3 AS nvarchar(max))) / 2 * CAST(CAST(@P4 AS int) AS bigint) > 1073741823 THEN CAST(CAST(CONCAT(N'a text too long', NULLIF(CAST(@P5 AS int), CAST(@P6 AS int))) AS int) AS nvarchar(max)) ELSE REPLICATE(CAST(@P7 AS nvarchar(max)), CAST(@P8 AS int)) END) COLLATE DATABASE_DEFAULT) AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1) AS [value]
GO
SELECT (RIGHT(CAST((REVERSE(CAST(((CASE WHEN CAST(@P1 AS int) < 1 THEN LEFT(CAST(@P2 AS nvarchar(max)), 0) WHEN DATALENGTH(CAST(@P3 AS nvarchar(max))) / 2 * CAST(CAST(@P4 AS int) AS bigint) > 1073741823 THEN CAST(CAST(CONCAT(N'a text too long', NULLIF(CAST(@P5 AS int), CAST(@P6 AS int))) AS int) AS nvarchar(max)) ELSE REPLICATE(CAST(@P7 AS nvarchar(max)), CAST(@P8 AS int)) END) COLLATE DATABASE_DEFAULT) AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC) COLLATE DATABASE_DEFAULT) AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@P9 AS int)) COLLATE DATABASE_DEFAULT) AS [value]
GO
