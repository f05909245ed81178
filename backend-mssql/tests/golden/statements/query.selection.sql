-- query.selection.limit_and_offset
SELECT [id] FROM [item] WHERE [n] > @P1 ORDER BY [id] ASC OFFSET @P2 ROWS FETCH NEXT @P3 ROWS ONLY
GO
-- query.selection.of_a_union
SELECT [n] FROM [item] UNION ALL SELECT [id] FROM [item] ORDER BY [n] ASC OFFSET @P1 ROWS FETCH NEXT @P2 ROWS ONLY
GO
-- query.selection.of_a_named_query
WITH [some] ([id], [name]) AS (SELECT [id], [name] FROM [artist] WHERE [id] > @P1) SELECT [id] FROM [some] ORDER BY [id] DESC OFFSET @P2 ROWS FETCH NEXT @P3 ROWS ONLY
GO
