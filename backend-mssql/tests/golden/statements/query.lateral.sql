-- query.lateral.one_for_each
SELECT [double].[id] FROM [item] CROSS APPLY (SELECT * FROM (SELECT [other].[id] FROM [item] AS [other] WHERE [other].[id] = [item].[n]) AS [double] WHERE [double].[id] = [item].[n]) AS [double] ORDER BY [item].[id] ASC
GO
