-- query.join.inner
CREATE TABLE [work] ([id] bigint NOT NULL, [artist_id] bigint NULL, [title] nvarchar(50) NULL, CONSTRAINT [PK_work] PRIMARY KEY ([id]))
GO
SELECT [artist].[name], [work].[title] FROM [artist] INNER JOIN [work] ON [work].[artist_id] = [artist].[id] ORDER BY [work].[id] ASC
GO
-- query.join.left
SELECT [artist].[id], COUNT_BIG([work].[id]) FROM [artist] LEFT JOIN [work] ON [work].[artist_id] = [artist].[id] GROUP BY [artist].[id] ORDER BY [artist].[id] ASC
GO
SELECT [artist].[id], [work].[title] FROM [artist] LEFT JOIN [work] ON [work].[artist_id] = [artist].[id] WHERE [work].[id] IS NULL ORDER BY [artist].[id] ASC
GO
-- query.join.right
INSERT INTO [work] ([id], [title]) VALUES (@P1, @P2)
GO
SELECT [artist].[name], [work].[title] FROM [artist] RIGHT JOIN [work] ON [work].[artist_id] = [artist].[id]
GO
-- query.join.full
SELECT [artist].[name], [work].[title] FROM [artist] FULL OUTER JOIN [work] ON [work].[artist_id] = [artist].[id]
GO
-- query.join.with_itself
SELECT [a].[id], [b].[id] FROM [artist] AS [a] INNER JOIN [artist] AS [b] ON [a].[born] < [b].[born] ORDER BY [a].[id] ASC, [b].[id] ASC
GO
