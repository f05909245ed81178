-- query.function.of_one_argument
SELECT [id] AS [v] FROM [artist] ORDER BY [id] ASC
GO
