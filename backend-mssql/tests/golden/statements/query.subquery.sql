-- query.subquery.in_condition
SELECT [id] FROM [artist] WHERE [id] IN (SELECT [artist_id] FROM [work] WHERE [title] LIKE @P1 ESCAPE N'\') ORDER BY [id] ASC
GO
-- query.subquery.exists
SELECT [id] FROM [artist] WHERE NOT EXISTS(SELECT @P1 FROM [work] WHERE [work].[artist_id] = [artist].[id]) ORDER BY [id] ASC
GO
-- query.subquery.as_a_table
SELECT MAX([counts].[works]) FROM (SELECT [artist_id], COUNT_BIG([id]) AS [works] FROM [work] GROUP BY [artist_id]) AS [counts]
GO
