-- function.window.frame_of_rows
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) FROM [sale] ORDER BY [id] ASC
GO
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY [id] ASC ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) FROM [sale] ORDER BY [id] ASC
GO
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY [id] ASC ROWS BETWEEN 3 PRECEDING AND 2 PRECEDING) FROM [sale] ORDER BY [id] ASC
GO
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY [id] ASC ROWS BETWEEN 2 FOLLOWING AND 9 FOLLOWING) FROM [sale] ORDER BY [id] ASC
GO
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY [id] ASC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) FROM [sale] ORDER BY [id] ASC
GO
SELECT FIRST_VALUE([id]) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.frame_of_peers
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) FROM [sale] ORDER BY [id] ASC
GO
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [id] END) OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC RANGE BETWEEN CURRENT ROW AND CURRENT ROW) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.row_number
SELECT ROW_NUMBER() OVER (ORDER BY [id] DESC) FROM [sale] ORDER BY [id] ASC
GO
SELECT ROW_NUMBER() OVER (PARTITION BY [region] ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT ROW_NUMBER() OVER (PARTITION BY [paid], [id] % @P1 ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.ranks
SELECT RANK() OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT DENSE_RANK() OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.parts_of_the_whole
SELECT PERCENT_RANK() OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT CUME_DIST() OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT PERCENT_RANK() OVER (PARTITION BY [id] ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.shares
SELECT NTILE(1) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.lag_and_lead
SELECT LAG([amount], 1) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT LEAD([amount], 1) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.lag_and_lead_with_default
SELECT LAG([amount], 2, @P1) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT LEAD([amount], 1, [id]) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.lag_in_partitions
SELECT LAG([id], 1) OVER (PARTITION BY [region] ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.first_and_last
SELECT FIRST_VALUE([id]) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT LAST_VALUE([id]) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT LAST_VALUE([id]) OVER (ORDER BY [id] ASC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.named
SELECT [number], [count] FROM (SELECT [id], ROW_NUMBER() OVER (PARTITION BY [region] ORDER BY [id] DESC) AS [number], COUNT_BIG(*) OVER (PARTITION BY [region]) AS [count] FROM [sale]) AS [named] ORDER BY [id] ASC
GO
-- function.window.in_an_expression
SELECT TOP (@P1) [id] - LAG([id], 1, @P2) OVER (ORDER BY [id] ASC), ROW_NUMBER() OVER (ORDER BY [id] ASC) * @P3 FROM [sale] ORDER BY [id] ASC
GO
-- function.window.in_the_order
SELECT [id] FROM [sale] ORDER BY ROW_NUMBER() OVER (PARTITION BY [region] ORDER BY [id] ASC) DESC, [id] ASC
GO
-- function.window.of_a_subquery
SELECT [id] FROM (SELECT [id], ROW_NUMBER() OVER (PARTITION BY [region] ORDER BY [id] DESC) AS [number] FROM [sale]) AS [numbered] WHERE [number] = @P1 ORDER BY [id] ASC
GO
-- function.window.is_refused
SELECT ROW_NUMBER() OVER (ORDER BY (SELECT NULL))
GO
-- function.window.running_sum
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) OVER (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.sum_of_the_partition
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) OVER (PARTITION BY [region]) FROM [sale] ORDER BY [id] ASC
GO
SELECT COUNT_BIG(*) OVER (PARTITION BY [region]) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.part_of_the_total
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) OVER () - [amount] FROM [sale] ORDER BY [id] ASC
GO
-- function.window.exact_sum
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [price] END) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.moving_average
SELECT AVG(CAST([amount] AS float)) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM [sale] ORDER BY [id] ASC
GO
SELECT AVG(CAST([price] AS decimal(38,20))) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.moving_statistics
SELECT VARP(CAST([amount] AS float)) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.moving_conditions
SELECT CAST(MIN(CAST([paid] AS tinyint)) OVER (ORDER BY [id] ASC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS bit) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.filter
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) WHEN [paid] = @P1 THEN [amount] END) OVER (ORDER BY [id] ASC) FROM [sale] ORDER BY [id] ASC
GO
-- function.window.of_a_group
SELECT [region], SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) END) OVER () FROM [sale] WHERE [region] IS NOT NULL GROUP BY [region] ORDER BY [region] ASC
GO
-- function.window.in_the_builders_words
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [price] END) OVER (PARTITION BY [region]) AS [sum], AVG(CAST([amount] AS float)) OVER (PARTITION BY [region]) AS [mean], MAX([amount]) OVER (PARTITION BY [region]) AS [most], AVG(CAST([price] AS float)) OVER (PARTITION BY [region]) AS [named mean] FROM [sale] WHERE [region] = @P1
GO
