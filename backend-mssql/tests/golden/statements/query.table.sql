-- query.table.list_of_values
SELECT [given].[column1] + @P1 FROM (VALUES (@P2, @P3), (@P4, @P5)) AS [given] ([column1], [column2]) INNER JOIN [item] ON [item].[n] = [given].[column2] WHERE [item].[id] < @P6
GO
