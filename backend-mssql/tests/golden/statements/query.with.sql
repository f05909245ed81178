-- query.with.named_query
WITH [old] ([id]) AS (SELECT [id] FROM [artist] WHERE [born] < @P1) SELECT [id] FROM [old] ORDER BY [id] ASC
GO
-- query.with.recursive
WITH [doubling] ([n]) AS (SELECT [id] FROM [artist] WHERE [id] = @P1 UNION ALL SELECT [n] * @P2 FROM [doubling] WHERE [n] < @P3) SELECT [n] FROM [doubling] ORDER BY [n] ASC OPTION (MAXRECURSION 0)
GO
-- query.with.materialized
WITH [some] ([id]) AS (SELECT [id] FROM [artist] WHERE [id] > @P1) SELECT [id] FROM [some] ORDER BY [id] ASC
GO
