-- query.quantified.all_and_any
SELECT [id] FROM [artist] WHERE [born] >= ALL(SELECT [born] FROM [artist] WHERE [born] IS NOT NULL) ORDER BY [id] ASC
GO
