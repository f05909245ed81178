-- query.lock.waits
SELECT [id] FROM [item] WITH (UPDLOCK, ROWLOCK) WHERE [id] IN (@P1) ORDER BY [id] ASC
GO
-- query.lock.is_given_back
SELECT [id] FROM [item] WITH (UPDLOCK, ROWLOCK, NOWAIT) WHERE [id] IN (@P1) ORDER BY [id] ASC
GO
-- query.lock.next_free_row
SELECT TOP (@P1) [id] FROM [item] WITH (UPDLOCK, ROWLOCK, READPAST) WHERE [id] IN (@P2, @P3, @P4, @P5) ORDER BY [id] ASC
GO
-- query.lock.of_one_table
SELECT [item].[id] FROM [item] WITH (UPDLOCK, ROWLOCK) INNER JOIN [artist] ON [artist].[id] = [item].[id] WHERE [item].[id] = @P1
GO
-- query.lock.of_a_table_by_another_name
SELECT [there].[id] FROM [item] AS [there] WITH (UPDLOCK, ROWLOCK) WHERE [there].[id] = @P1
GO
