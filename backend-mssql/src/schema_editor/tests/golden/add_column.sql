-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- that can be NULL
ALTER TABLE [album] ADD [n] int NULL
GO

-- with a default that old rows have
ALTER TABLE [album] ADD [n] int CONSTRAINT [DF_album$n] DEFAULT 7 WITH VALUES NULL
GO

-- that cannot be NULL
ALTER TABLE [album] ADD [n] int CONSTRAINT [DF_album$n] DEFAULT 7 NOT NULL
GO

-- an identity
ALTER TABLE [album] ADD [n] int NOT NULL IDENTITY(1, 1)
GO

-- a stored one
ALTER TABLE [album] ADD [n] AS (CONVERT(int, [id] * 2)) PERSISTED
GO

-- with a comment
ALTER TABLE [album] ADD [n] int NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'album', N'COLUMN', N'n')) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'how many', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'album', @level2type = N'COLUMN', @level2name = N'n' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'how many', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'album', @level2type = N'COLUMN', @level2name = N'n'
GO
