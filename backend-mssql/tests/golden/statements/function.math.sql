-- function.math.absolute
SELECT ABS(@P1) AS [value]
GO
-- function.math.power
SELECT (POWER(CAST(@P1 AS float), CAST(@P2 AS float)) / CASE WHEN CAST(@P3 AS float) <> 0 AND POWER(CAST(@P4 AS float), CAST(@P5 AS float)) = 0 THEN 0 ELSE 1 END) AS [value]
GO
-- function.math.out_of_range
SELECT (EXP(CAST(@P1 AS float)) / CASE WHEN EXP(CAST(@P2 AS float)) = 0 THEN 0 ELSE 1 END) AS [value]
GO
-- function.math.angles
SELECT SIN(CAST(@P1 AS float)) AS [value]
GO
SELECT COS(CAST(@P1 AS float)) AS [value]
GO
SELECT TAN(CAST(@P1 AS float)) AS [value]
GO
SELECT COT(CAST(@P1 AS float)) AS [value]
GO
-- function.math.inverse_angles
SELECT ACOS(CAST(@P1 AS float)) AS [value]
GO
SELECT ASIN(CAST(@P1 AS float)) AS [value]
GO
SELECT ATAN(CAST(@P1 AS float)) AS [value]
GO
-- function.math.angle_of_a_point
SELECT (CASE WHEN CAST(@P1 AS float) = 0 AND CAST(@P2 AS float) = 0 THEN 0e0 ELSE ATN2(CAST(@P3 AS float), CAST(@P4 AS float)) END) AS [value]
GO
-- function.math.degrees_and_radians
SELECT DEGREES(CAST(@P1 AS float)) AS [value]
GO
SELECT RADIANS(CAST(@P1 AS float)) AS [value]
GO
-- function.math.exponential_and_logarithm
SELECT LOG(CAST(@P1 AS float)) AS [value]
GO
SELECT LOG(CAST((EXP(CAST(@P1 AS float)) / CASE WHEN EXP(CAST(@P2 AS float)) = 0 THEN 0 ELSE 1 END) AS float)) AS [value]
GO
-- function.math.logarithm_to_a_base
SELECT (CASE WHEN ABS(LOG(CAST(@P1 AS float)) / LOG(CAST(@P2 AS float)) - ROUND(LOG(CAST(@P3 AS float)) / LOG(CAST(@P4 AS float)), 0)) < 1e-9 AND POWER(CAST(@P5 AS float), CASE WHEN ABS(LOG(CAST(@P6 AS float)) / LOG(CAST(@P7 AS float)) - ROUND(LOG(CAST(@P8 AS float)) / LOG(CAST(@P9 AS float)), 0)) < 1e-9 THEN ROUND(LOG(CAST(@P10 AS float)) / LOG(CAST(@P11 AS float)), 0) ELSE 0 END) = CAST(@P12 AS float) THEN ROUND(LOG(CAST(@P13 AS float)) / LOG(CAST(@P14 AS float)), 0) ELSE LOG(CAST(@P15 AS float)) / LOG(CAST(@P16 AS float)) END) AS [value]
GO
-- function.math.square_root
SELECT SQRT(CAST(@P1 AS float)) AS [value]
GO
-- function.math.pi
SELECT PI() AS [value]
GO
-- function.math.random
SELECT (CAST(CAST(CAST(CAST(NEWID() AS binary(16)) AS binary(7)) AS bigint) & 9007199254740991 AS float) / 9007199254740992e0) AS [value] FROM [item]
GO
-- function.math.exclusive_or
SELECT (CAST(@P1 AS bigint) ^ CAST(@P2 AS bigint)) AS [value]
GO
-- function.math.null
SELECT CEILING(@P1) AS [value]
GO
SELECT (SELECT CASE WHEN b = 0 THEN 1 / b WHEN a = 0 OR ABS(a) < ABS(b) THEN a WHEN a IS NOT NULL AND b IS NOT NULL THEN CAST(CONCAT(CASE WHEN a < 0 THEN '-' END, (CASE WHEN ap > bp THEN am * POWER(CAST(10 AS decimal(38,0)), ap - bp) ELSE am END) % (CASE WHEN bp > ap THEN bm * POWER(CAST(10 AS decimal(38,0)), bp - ap) ELSE bm END), 'e', CASE WHEN ap < bp THEN ap ELSE bp END) AS float) END FROM (SELECT CAST(@P1 AS float) AS a, CAST(@P2 AS float) AS b) AS backend_numbers OUTER APPLY (SELECT m AS am, p AS ap FROM (SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS(backend_numbers.a), 3))) AS t) AS backend_text) AS backend_seventeen CROSS JOIN (VALUES (-16), (-15), (-14) /* and 14 more */) AS backend_places(k) WHERE TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) = ABS(backend_numbers.a) ORDER BY backend_places.k) AS backend_digits) AS backend_dividend OUTER APPLY (SELECT m AS bm, p AS bp FROM (SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS(backend_numbers.b), 3))) AS t) AS backend_text) AS backend_seventeen CROSS JOIN (VALUES (-16), (-15), (-14) /* and 14 more */) AS backend_places(k) WHERE TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) = ABS(backend_numbers.b) ORDER BY backend_places.k) AS backend_digits) AS backend_divisor) AS [value]
GO
SELECT CAST((SELECT CASE WHEN v = 0 THEN '0' WHEN v IS NOT NULL AND n IS NOT NULL THEN CONCAT(CASE WHEN v < 0 THEN '-' END, CASE WHEN n + p >= 0 THEN m WHEN n + p < -18 THEN 0 ELSE ROUND(m + 100000000000000000000, n + p) - 100000000000000000000 END, 'e', p) END FROM (SELECT CAST(@P1 AS float) AS v, CAST(CAST(@P2 AS int) AS int) AS n) AS backend_number OUTER APPLY (SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS(backend_number.v), 3))) AS t) AS backend_text) AS backend_seventeen CROSS JOIN (VALUES (-16), (-15), (-14) /* and 14 more */) AS backend_places(k) WHERE TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) = ABS(backend_number.v) ORDER BY backend_places.k) AS backend_digits) AS float) AS [value]
GO
SELECT CAST(SIGN(@P1) AS int) AS [value]
GO
-- function.math.of_columns
SELECT [id] FROM [artist] WHERE SQRT(CAST(ABS([born] - @P1) AS float)) < @P2 ORDER BY ABS([born] - @P3) DESC
GO
-- function.math.of_sea_query
SELECT CAST((SELECT CASE WHEN v = 0 THEN '0' WHEN v IS NOT NULL AND n IS NOT NULL THEN CONCAT(CASE WHEN v < 0 THEN '-' END, CASE WHEN n + p >= 0 THEN m WHEN n + p < -18 THEN 0 ELSE ROUND(m + 100000000000000000000, n + p) - 100000000000000000000 END, 'e', p) END FROM (SELECT CAST(@P1 AS float) AS v, CAST(0 AS int) AS n) AS backend_number OUTER APPLY (SELECT TOP (1) ROUND(backend_seventeen.m, backend_places.k) AS m, backend_seventeen.p FROM (SELECT CAST(STUFF(LEFT(t, 18), 2, 1, '') AS decimal(38,0)) AS m, CAST(SUBSTRING(t, 20, 5) AS int) - 16 AS p FROM (SELECT LTRIM(RTRIM(CONVERT(varchar(40), ABS(backend_number.v), 3))) AS t) AS backend_text) AS backend_seventeen CROSS JOIN (VALUES (-16), (-15), (-14) /* and 14 more */) AS backend_places(k) WHERE TRY_CAST(CONCAT(ROUND(backend_seventeen.m, backend_places.k), 'e', backend_seventeen.p) AS float) = ABS(backend_number.v) ORDER BY backend_places.k) AS backend_digits) AS float) AS [value]
GO
SELECT (CAST(CAST(CAST(CAST(NEWID() AS binary(16)) AS binary(7)) AS bigint) & 9007199254740991 AS float) / 9007199254740992e0) AS [value]
GO
