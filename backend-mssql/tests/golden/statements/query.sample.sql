-- query.sample.whole_and_again
SELECT [id] FROM [item] TABLESAMPLE SYSTEM (100 PERCENT) WHERE [n] > @P1 ORDER BY [id] ASC
GO
