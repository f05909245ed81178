-- function.aggregate.bits
CREATE TABLE [sale] ([id] bigint NOT NULL, [region] nvarchar(20) NULL, [amount] bigint NULL, [price] decimal(10,2) NULL, [weight] float NULL, [paid] bit NULL, CONSTRAINT [PK_sale] PRIMARY KEY ([id]))
GO
-- function.aggregate.conditions
SELECT CAST(MIN(CAST([paid] AS tinyint)) AS bit), CAST(MAX(CAST([paid] AS tinyint)) AS bit) FROM [sale]
GO
SELECT CAST(MIN(CAST([paid] AS tinyint)) AS bit), CAST(MAX(CAST([paid] AS tinyint)) AS bit) FROM [sale] WHERE [region] = @P1
GO
-- function.aggregate.conditions_of_nothing
SELECT CAST(MIN(CAST([paid] AS tinyint)) AS bit) FROM [sale] WHERE [id] > @P1
GO
SELECT CAST(MIN(CAST([paid] AS tinyint)) AS bit) FROM [sale] WHERE [paid] IS NULL
GO
SELECT CAST(MAX(CAST([paid] AS tinyint)) AS bit) FROM [sale] WHERE [id] > @P1
GO
SELECT CAST(MAX(CAST([paid] AS tinyint)) AS bit) FROM [sale] WHERE [paid] IS NULL
GO
-- function.aggregate.conditions_that_are_computed
SELECT CAST(MIN(CAST(CASE WHEN [amount] > @P1 THEN CAST(1 AS bit) WHEN NOT ([amount] > @P2) THEN CAST(0 AS bit) END AS tinyint)) AS bit), CAST(MAX(CAST(CASE WHEN [amount] > @P3 THEN CAST(1 AS bit) WHEN NOT ([amount] > @P4) THEN CAST(0 AS bit) END AS tinyint)) AS bit), CAST(MAX(CAST(CASE WHEN NOT [paid] = 1 THEN CAST(1 AS bit) WHEN NOT (NOT [paid] = 1) THEN CAST(0 AS bit) END AS tinyint)) AS bit) FROM [sale]
GO
-- function.aggregate.conditions_are_refused
SELECT CAST(MIN(CAST(@P1 AS tinyint)) AS bit)
GO
-- function.aggregate.filter
SELECT COUNT_BIG(*), COUNT_BIG(CASE WHEN [paid] = @P1 THEN 1 END), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) WHEN [paid] = @P2 THEN [amount] END), COUNT_BIG(CASE WHEN [amount] < @P3 OR [amount] IS NULL THEN 1 END) FROM [sale]
GO
-- function.aggregate.filter_that_leaves_none
SELECT COUNT_BIG(CASE WHEN [amount] > @P1 THEN 1 END), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) WHEN [amount] > @P2 THEN [amount] END), AVG(CASE WHEN [amount] > @P3 THEN CAST([price] AS float) END), MAX(CASE WHEN [amount] > @P4 THEN [amount] END) FROM [sale]
GO
-- function.aggregate.filter_of_groups
SELECT [region], COUNT_BIG(CASE WHEN [paid] = @P1 THEN 1 END) FROM [sale] WHERE [region] IS NOT NULL GROUP BY [region] ORDER BY [region] ASC
GO
-- function.aggregate.filter_that_is_unknown
SELECT COUNT_BIG(CASE WHEN [amount] > @P1 THEN 1 END), COUNT_BIG(CASE WHEN NOT [amount] > @P2 THEN 1 END), COUNT_BIG(CASE WHEN (CASE WHEN [amount] > @P3 THEN CAST(1 AS bit) WHEN NOT ([amount] > @P4) THEN CAST(0 AS bit) END) IS NULL THEN 1 END) FROM [sale]
GO
-- function.aggregate.filter_is_refused
SELECT COUNT_BIG(CASE WHEN [id] > @P1 THEN 1 END) FROM [sale]
GO
-- function.aggregate.order_of_nulls
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY [amount] ASC, [id] ASC) FROM [sale]
GO
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY CASE WHEN [amount] IS NULL THEN 1 ELSE 0 END, [amount] ASC, [id] ASC) FROM [sale]
GO
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY CASE WHEN [amount] IS NULL THEN 0 ELSE 1 END, [amount] DESC, [id] ASC) FROM [sale]
GO
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY [amount] DESC, [id] ASC) FROM [sale]
GO
-- function.aggregate.order_is_refused
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale]
GO
-- function.aggregate.order_where_it_changes_nothing
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END), MAX([amount]) FROM [sale]
GO
-- function.aggregate.count
SELECT COUNT_BIG(*), COUNT_BIG([amount]), COUNT_BIG(DISTINCT [amount]), COUNT_BIG(DISTINCT [region]) FROM [sale]
GO
-- function.aggregate.sum_of_integers
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale] WHERE [id] > @P1
GO
-- function.aggregate.sum_of_decimals
SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [price] END) FROM [sale] WHERE [id] = @P1
GO
-- function.aggregate.average_is_a_double
SELECT AVG(CAST([amount] AS float)) FROM [sale]
GO
SELECT AVG(CAST([price] AS float)) FROM [sale] WHERE [id] > @P1
GO
-- function.aggregate.exact_average
SELECT AVG(CAST([price] AS decimal(38,20))) FROM [sale]
GO
SELECT AVG(CAST([price] AS decimal(38,20))) FROM [sale] WHERE [id] <= @P1
GO
-- function.aggregate.bounds
SELECT MIN([amount]), MAX([amount]), MIN([weight]), MAX([weight]), MIN([region]), MAX([region]) FROM [sale]
GO
-- function.aggregate.distinct
SELECT SUM(DISTINCT CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END), AVG(DISTINCT CAST([amount] AS float)), COUNT_BIG(DISTINCT [paid]) FROM [sale]
GO
-- function.aggregate.of_no_rows
SELECT AVG(CAST([price] AS decimal(38,20))) FROM [sale] WHERE [id] > @P1
GO
SELECT MIN([amount]) FROM [sale] WHERE [id] > @P1
GO
SELECT MAX([region]) FROM [sale] WHERE [id] > @P1
GO
SELECT COUNT_BIG(*) FROM [sale] WHERE [id] > @P1
GO
SELECT COALESCE(SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END), @P1) FROM [sale] WHERE [id] > @P2
GO
-- function.aggregate.of_nulls
SELECT COUNT_BIG([amount]), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END), AVG(CAST([weight] AS float)) FROM [sale] WHERE [id] = @P1
GO
-- function.aggregate.of_expressions
SELECT MAX([amount]) - MIN([amount]), SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE ([amount] * @P1) + [id] END) FROM [sale]
GO
-- function.aggregate.in_having_and_order
SELECT [region], SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) FROM [sale] GROUP BY [region] HAVING SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) > @P1 ORDER BY SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [amount] END) DESC
GO
-- function.aggregate.of_a_subquery
SELECT [id], (SELECT SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE [other].[amount] END) FROM [sale] AS [other] WHERE [other].[region] = [sale].[region]) FROM [sale] ORDER BY [sale].[id] ASC
GO
-- function.aggregate.any_value
SELECT MAX([amount]) FROM [sale]
GO
SELECT MAX([amount]) FROM [sale] WHERE [id] = @P1
GO
-- function.aggregate.is_refused
SELECT COUNT_BIG(*)
GO
-- function.aggregate.variances
SELECT VARP(CAST([amount] AS float)) FROM [sale]
GO
SELECT VAR(CAST([amount] AS float)) FROM [sale]
GO
SELECT STDEVP(CAST([amount] AS float)) FROM [sale]
GO
SELECT STDEV(CAST([amount] AS float)) FROM [sale]
GO
SELECT VARP(DISTINCT CAST([amount] AS float)) FROM [sale]
GO
-- function.aggregate.variances_of_few
SELECT VARP(CAST([amount] AS float)), STDEVP(CAST([amount] AS float)), VAR(CAST([amount] AS float)), STDEV(CAST([amount] AS float)) FROM [sale] WHERE [id] = @P1
GO
-- function.aggregate.variances_far_from_zero
SELECT VARP(CAST([id] + @P1 AS float)) FROM [sale]
GO
-- function.aggregate.statistics_are_refused
SELECT VARP(CAST(@P1 AS float))
GO
-- function.aggregate.texts_in_order
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY [id] DESC) FROM [sale]
GO
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY ([id] * @P2) ASC) FROM [sale]
GO
-- function.aggregate.texts_in_any_order
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) FROM [sale]
GO
-- function.aggregate.texts_of_nothing
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) FROM [sale] WHERE [id] > @P2
GO
SELECT STRING_AGG(CAST([region] AS nvarchar(max)), @P1) FROM [sale] WHERE [region] IS NULL
GO
SELECT STRING_AGG(CAST(@P1 AS nvarchar(max)), @P2) FROM [sale] WHERE [id] <= @P3
GO
-- function.aggregate.texts_of_groups
SELECT [paid], STRING_AGG(CAST([region] AS nvarchar(max)), @P1) WITHIN GROUP (ORDER BY [id] ASC) FROM [sale] WHERE [paid] IS NOT NULL GROUP BY [paid] ORDER BY [paid] ASC
GO
-- function.aggregate.texts_are_refused
SELECT STRING_AGG(CAST(@P1 AS nvarchar(max)), @P2)
GO
