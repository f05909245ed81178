-- query.for_update.reads_the_rows
SELECT [id] FROM [artist] WITH (UPDLOCK, ROWLOCK) WHERE [id] < @P1 ORDER BY [id] ASC
GO
