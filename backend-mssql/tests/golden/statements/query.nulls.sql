-- query.nulls.first_and_last
SELECT [id] FROM [artist] ORDER BY CASE WHEN [born] IS NULL THEN 1 ELSE 0 END, [born] ASC
GO
SELECT [id] FROM [artist] ORDER BY CASE WHEN [born] IS NULL THEN 0 ELSE 1 END, [born] DESC
GO
