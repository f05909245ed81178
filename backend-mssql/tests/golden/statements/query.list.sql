-- query.list.beyond_the_limit
SELECT [id] FROM [item] WHERE [id] IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] bigint '$')) ORDER BY [id] ASC
GO
-- query.list.not_in_beyond_the_limit
SELECT [id] FROM [item] WHERE [id] NOT IN (SELECT [column1] FROM OPENJSON(@P1) WITH ([column1] bigint '$')) ORDER BY [id] ASC
GO
-- query.list.of_booleans
SELECT [id] FROM [stored] WHERE [v] IN (@P1, @P2, @P3, @P4)
GO
-- query.list.null_in_a_list
SELECT [id] FROM [item] WHERE (CASE WHEN [n] IN (@P1, @P2, @P3, @P4) THEN CAST(1 AS bit) WHEN NOT ([n] IN (@P5, @P6, @P7, @P8)) THEN CAST(0 AS bit) END) IS NULL ORDER BY [id] ASC
GO
-- query.list.of_rows
SELECT [id] FROM [item] WHERE EXISTS (SELECT 1 FROM (VALUES (@P1, @P2), (@P3, @P4), (@P5, @P6), (@P7, @P8), (@P9, @P10)) AS [backend_rows] ([column1], [column2]) WHERE [backend_rows].[column1] = [id] AND [backend_rows].[column2] = [n]) ORDER BY [id] ASC
GO
SELECT [id] FROM [item] WHERE NOT EXISTS (SELECT 1 FROM (VALUES (@P1, @P2), (@P3, @P4), (@P5, @P6), (@P7, @P8), (@P9, @P10)) AS [backend_rows] ([column1], [column2]) WHERE ([backend_rows].[column1] = [id] OR [backend_rows].[column1] IS NULL OR [id] IS NULL) AND ([backend_rows].[column2] = [n] OR [backend_rows].[column2] IS NULL OR [n] IS NULL)) ORDER BY [id] ASC
GO
-- query.list.of_rows_of_several_kinds
CREATE TABLE [stored] ([id] bigint NOT NULL, [t] nvarchar(max) NULL, [day] date NULL, [f] float NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
SELECT [id] FROM [stored] WHERE EXISTS (SELECT 1 FROM (VALUES (@P1, @P2, @P3), (@P4, @P5, @P6), (@P7, @P8, @P9)) AS [backend_rows] ([column1], [column2], [column3]) WHERE [backend_rows].[column1] = [t] AND [backend_rows].[column2] = [day] AND [backend_rows].[column3] = [f])
GO
-- query.list.of_an_expression
SELECT [id] FROM [item] WHERE [id] + [n] IN (@P1, @P2, @P3, @P4) ORDER BY [id] ASC
GO
SELECT [id] FROM [item] WHERE (CASE WHEN [id] = [n] THEN CAST(1 AS bit) WHEN NOT ([id] = [n]) THEN CAST(0 AS bit) END) IN (@P1, @P2, @P3, @P4) ORDER BY [id] ASC
GO
-- query.list.inside_conditions
SELECT [id] FROM [item] WHERE ([id] IN (@P1, @P2, @P3, @P4) AND [n] > @P5) OR ((NOT [id] IN (@P6, @P7, @P8, @P9)) AND [id] = @P10) OR (NOT ([id] NOT IN (@P11, @P12, @P13, @P14) AND [id] < @P15)) ORDER BY [id] ASC
GO
-- query.list.in_every_statement
UPDATE [item] SET [n] = @P1 WHERE [id] IN (@P2, @P3, @P4, @P5)
GO
DELETE FROM [item] WHERE [id] NOT IN (@P1, @P2, @P3, @P4)
GO
SELECT [id] FROM [item] WHERE [id] IN (SELECT [id] FROM [item] WHERE [id] IN (@P1, @P2, @P3, @P4)) ORDER BY [id] ASC
GO
-- query.list.same_as_a_plain_one
SELECT [id] FROM [item] WHERE NOT [n] IN (@P1, @P2, @P3 /* and 6 more */) ORDER BY [id] ASC
GO
SELECT [id] FROM [item] WHERE (CASE WHEN [n] NOT IN (@P1, @P2, @P3 /* and 6 more */) THEN CAST(1 AS bit) WHEN NOT ([n] NOT IN (@P10, @P11, @P12 /* and 6 more */)) THEN CAST(0 AS bit) END) IS NULL ORDER BY [id] ASC
GO
