-- https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql

-- keys of every sort
CREATE TABLE [keyed] ([a] int NOT NULL, [b] int NOT NULL, [c] int NOT NULL, [d] int NULL, [e] int NULL, CONSTRAINT [PK_keyed] PRIMARY KEY NONCLUSTERED ([a] DESC), CONSTRAINT [u] UNIQUE CLUSTERED ([b], [c]) WITH (IGNORE_DUP_KEY = ON), CONSTRAINT [no_two] UNIQUE ([d]), CONSTRAINT [FK_keyed$a$artist] FOREIGN KEY ([a]) REFERENCES [artist] ([id]) ON DELETE CASCADE ON UPDATE SET DEFAULT, CONSTRAINT [itself] FOREIGN KEY ([e]) REFERENCES [keyed] ([a]) ON DELETE NO ACTION, CONSTRAINT [CK_keyed$5c19f79cc186b006] CHECK ([a] > 0))
GO
CREATE UNIQUE INDEX [UQ_keyed$b$d] ON [keyed] ([b], [d]) WHERE [d] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'keyed', @level2type = N'INDEX', @level2name = N'UQ_keyed$b$d'
GO
