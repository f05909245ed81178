-- query.aggregate.counts_and_sums
SELECT COUNT_BIG([id]), COUNT_BIG([born]), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [born] END), MIN([born]), MAX([born]) FROM [artist]
GO
-- query.aggregate.of_no_rows
SELECT COUNT_BIG([id]), COUNT_BIG([born]), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [born] END), MIN([born]), MAX([born]) FROM [artist] WHERE [id] > @P1
GO
-- query.aggregate.group_by_having
SELECT [name], COUNT_BIG([id]) AS [n] FROM [artist] GROUP BY [name] HAVING COUNT_BIG([id]) > @P1 ORDER BY [name] ASC
GO
