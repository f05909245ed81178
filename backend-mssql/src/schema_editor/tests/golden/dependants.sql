-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- a key that is referred to, under a view that is bound to it

-- columns of a new key, and an index of one
DROP INDEX [i] ON [t]
GO
ALTER TABLE [t] ALTER COLUMN [a] nvarchar(20) NOT NULL
GO
ALTER TABLE [t] ADD CONSTRAINT [PK_t] PRIMARY KEY ([a], [b])
GO
CREATE INDEX [i] ON [t] ([a])
GO
