-- query.union.once_and_all
SELECT [id] FROM [artist] WHERE [id] < @P1 UNION SELECT [artist_id] FROM [work] WHERE [id] > @P2
GO
SELECT [id] FROM [artist] WHERE [id] < @P1 UNION ALL SELECT [artist_id] FROM [work] WHERE [id] > @P2
GO
-- query.union.intersect_and_except
SELECT [n] FROM [item] WHERE [id] BETWEEN @P1 AND @P2 INTERSECT SELECT [n] FROM [item] WHERE [id] BETWEEN @P3 AND @P4 ORDER BY [n] DESC
GO
SELECT [n] FROM [item] WHERE [id] BETWEEN @P1 AND @P2 EXCEPT SELECT [n] FROM [item] WHERE [id] BETWEEN @P3 AND @P4 ORDER BY [n] DESC
GO
SELECT [n] FROM [item] WHERE [id] BETWEEN @P1 AND @P2 UNION ALL SELECT [n] FROM [item] WHERE [id] BETWEEN @P3 AND @P4 ORDER BY [n] DESC OFFSET 0 ROWS FETCH NEXT @P5 ROWS ONLY
GO
-- query.union.arms_with_a_limit
SELECT [n] FROM [item] WHERE [id] BETWEEN @P1 AND @P2 UNION ALL SELECT * FROM (SELECT TOP (@P3) [n] FROM [item] WHERE [id] BETWEEN @P4 AND @P5 ORDER BY [id] DESC) AS [arm] ORDER BY [n] ASC
GO
