-- function.collate.orders
CREATE TABLE [collation_tried] ([id] bigint NOT NULL, [c] nvarchar(max) COLLATE C NULL, CONSTRAINT [PK_collation_tried] PRIMARY KEY ([id]))
GO
CREATE TABLE [collation_tried] ([id] bigint NOT NULL, [c] nvarchar(max) COLLATE NOCASE NULL, CONSTRAINT [PK_collation_tried] PRIMARY KEY ([id]))
GO
SELECT [name] FROM [artist] ORDER BY ([name] COLLATE NOCASE) DESC
GO
SELECT CASE WHEN (@P1 COLLATE NOCASE) = @P2 THEN CAST(1 AS bit) WHEN NOT ((@P3 COLLATE NOCASE) = @P4) THEN CAST(0 AS bit) END AS [value]
GO
-- function.collate.unknown
SELECT CASE WHEN (@P1 COLLATE no_such_collation) = @P2 THEN CAST(1 AS bit) WHEN NOT ((@P3 COLLATE no_such_collation) = @P4) THEN CAST(0 AS bit) END AS [value]
GO
