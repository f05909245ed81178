-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- a foreign key
ALTER TABLE [artist] ADD CONSTRAINT [of_album] FOREIGN KEY ([id]) REFERENCES [album] ([id])
GO

-- one that old rows need not meet
ALTER TABLE [artist] WITH NOCHECK ADD CONSTRAINT [of_album] FOREIGN KEY ([id]) REFERENCES [album] ([id])
GO

-- which they meet now
ALTER TABLE [artist] WITH CHECK CHECK CONSTRAINT [of_album]
GO

-- one that holds for nothing
ALTER TABLE [artist] WITH NOCHECK ADD CONSTRAINT [of_album] FOREIGN KEY ([id]) REFERENCES [album] ([id])
GO
ALTER TABLE [artist] NOCHECK CONSTRAINT [of_album]
GO

-- a check without a name
ALTER TABLE [album] ADD CONSTRAINT [CK_album$75c6d98b0c93af1c] CHECK ([id] > 0)
GO

-- a unique constraint that tells NULLs apart
CREATE UNIQUE INDEX [UQ_artist$label$born] ON [artist] ([label], [born]) WHERE [label] IS NOT NULL AND [born] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'UQ_artist$label$born'
GO

-- a constraint goes
ALTER TABLE [artist] DROP CONSTRAINT [was_born]
GO

-- a unique constraint goes that an index stands for
DROP INDEX [one_label] ON [artist]
GO

-- a key goes that has no name
ALTER TABLE [album] DROP CONSTRAINT [PK_album]
GO
