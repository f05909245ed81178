-- function.grouping.rollup
SELECT GROUPING_ID([region], [paid]), COUNT_BIG(*), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale] GROUP BY ROLLUP ([region], [paid])
GO
-- function.grouping.cube
SELECT GROUPING_ID([region], [paid]), COUNT_BIG(*), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale] GROUP BY CUBE ([region], [paid])
GO
-- function.grouping.sets
SELECT GROUPING_ID([region], [paid]), COUNT_BIG(*), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale] GROUP BY GROUPING SETS (([region]), ([paid]), ())
GO
-- function.grouping.which
SELECT [region], GROUPING_ID([region]), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale] GROUP BY ROLLUP ([region]) ORDER BY GROUPING_ID([region]) ASC, SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) ASC
GO
