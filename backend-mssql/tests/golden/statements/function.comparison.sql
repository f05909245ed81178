-- function.comparison.greatest_and_least
SELECT (SELECT MAX(backend_value) FROM (VALUES (@P1), (@P2), (@P3), (@P4)) AS backend_values(backend_value)) AS [value]
GO
SELECT (SELECT MIN(backend_value) FROM (VALUES (@P1), (@P2), (@P3), (@P4)) AS backend_values(backend_value)) AS [value]
GO
-- function.comparison.of_columns
UPDATE [artist] SET [born] = (SELECT MAX(backend_value) FROM (VALUES ([born]), (@P1)) AS backend_values(backend_value))
GO
-- function.comparison.null_if
SELECT NULLIF(@P1, @P2) AS [value]
GO
-- function.comparison.of_sea_query
SELECT COALESCE(@P1, @P2, @P3) AS [value]
GO
-- function.comparison.equality_with_null
SELECT [id] FROM [artist] WHERE EXISTS (SELECT [born] INTERSECT SELECT @P1) ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE NOT EXISTS (SELECT [born] INTERSECT SELECT @P1) ORDER BY [id] ASC
GO
