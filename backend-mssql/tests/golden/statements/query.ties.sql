-- query.ties.come_with_the_last
SELECT TOP (@P1) WITH TIES [id] FROM [artist] ORDER BY [name] ASC
GO
-- query.ties.behind_an_offset
SELECT [id] FROM (SELECT [id] AS [id], ROW_NUMBER() OVER ( ORDER BY [name] ASC) AS [backend_number], RANK() OVER ( ORDER BY [name] ASC) AS [backend_rank] FROM [artist] WHERE [id] < @P1) AS [backend_rows] WHERE [backend_number] > @P2 AND [backend_rank] <= @P3 ORDER BY [backend_number] ASC
GO
-- query.ties.of_an_order_of_two
SELECT TOP (@P1) WITH TIES [id] FROM [artist] ORDER BY [name] ASC, [born] DESC
GO
