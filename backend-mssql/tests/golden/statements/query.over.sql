-- query.over.running_sum
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER ( ORDER BY [id] ASC) AS [total] FROM [artist] ORDER BY [id] ASC
GO
-- query.over.window_by_name
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER ( ORDER BY [id] ASC) AS [total] FROM [artist]
GO
-- query.over.window_by_name_in_a_subquery
SELECT TOP (@P1) [total] FROM (SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER ( ORDER BY [id] ASC) AS [total] FROM [artist]) AS [sums] ORDER BY [total] DESC
GO
