-- query.select.comparisons
SELECT [id] FROM [artist] WHERE [born] = @P1 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [born] <> @P1 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [born] < @P1 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [born] <= @P1 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [born] > @P1 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [born] >= @P1 ORDER BY [id] ASC
GO
-- query.select.in_list
SELECT [id] FROM [artist] WHERE [name] IN (@P1, @P2, @P3) ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE 1 = 0 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [name] NOT IN (@P1) ORDER BY [id] ASC
GO
-- query.select.is_null
SELECT [id] FROM [artist] WHERE [born] IS NULL ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE [born] IS NOT NULL ORDER BY [id] ASC
GO
-- query.select.and_or_not
SELECT [id] FROM [artist] WHERE ([id] = @P1 OR [id] = @P2) AND ([id] = @P3 OR [id] = @P4) ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE ([id] = @P1 AND [id] = @P2) OR [id] = @P3 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE NOT ([id] = @P1 OR [id] = @P2) ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE NOT ([id] = @P1 AND [id] = @P2) ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE ([id] = @P1 OR [id] = @P2) AND (NOT [id] = @P3) ORDER BY [id] ASC
GO
-- query.select.three_valued_logic
SELECT [id] FROM [artist] WHERE NOT [born] > @P1 ORDER BY [id] ASC
GO
-- query.select.order
SELECT [id] FROM [artist] ORDER BY [name] DESC
GO
SELECT [id] FROM [artist] ORDER BY [name] ASC, [id] DESC
GO
-- query.select.nulls_as_the_features_say
SELECT [id] FROM [artist] ORDER BY [born] ASC
GO
-- query.select.limit_and_offset
SELECT TOP (@P1) [id] FROM [artist] ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] ORDER BY [id] ASC OFFSET @P1 ROWS FETCH NEXT @P2 ROWS ONLY
GO
SELECT [id] FROM [artist] ORDER BY [id] ASC OFFSET @P1 ROWS
GO
-- query.select.distinct
SELECT DISTINCT [name] FROM [artist] ORDER BY [name] ASC
GO
