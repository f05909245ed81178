-- query.expression.between
SELECT [id] FROM [artist] WHERE [born] BETWEEN @P1 AND @P2 ORDER BY [id] ASC
GO
SELECT [id] FROM [artist] WHERE NOT ([born] BETWEEN @P1 AND @P2) ORDER BY [id] ASC
GO
-- query.expression.like
SELECT [id] FROM [artist] WHERE [name] LIKE @P1 ESCAPE N'\' ORDER BY [id] ASC
GO
-- query.expression.computed
SELECT ([n] + @P1) * @P2, [n] - [id], (CASE WHEN ([n] > @P3) THEN @P4 ELSE @P5 END) AS [size] FROM [item] ORDER BY [id] ASC
GO
-- query.expression.in_every_clause
SELECT [n] + @P1 FROM [item] WHERE [n] > @P2 AND [n] < @P3 ORDER BY [n] * @P4 ASC OFFSET @P5 ROWS FETCH NEXT @P6 ROWS ONLY
GO
-- query.expression.in_an_update
UPDATE [item] SET [n] = ([n] * @P1) + [id]
GO
