-- https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql

-- defaults and collations
CREATE TABLE [defaults] ([n] int CONSTRAINT [DF_defaults$n] DEFAULT -1 NULL, [b] bit CONSTRAINT [DF_defaults$b] DEFAULT 1 NULL, [t] nvarchar(max) CONSTRAINT [DF_defaults$t] DEFAULT N'it''s' NULL, [x] varbinary(max) CONSTRAINT [DF_defaults$x] DEFAULT 0x01 NULL, [d] date CONSTRAINT [DF_defaults$d] DEFAULT (GETDATE()) NULL, [z] int CONSTRAINT [DF_defaults$z] DEFAULT NULL NULL, [name] nvarchar(20) COLLATE Latin1_General_100_BIN2 NOT NULL, [named] int CONSTRAINT [by default] DEFAULT 1 NOT NULL)
GO

-- identities and computed columns
CREATE TABLE [numbers] ([id] int NOT NULL IDENTITY(10, 5), [a] int NULL, [twice] AS (CONVERT(int, [a] * 2)) PERSISTED NOT NULL, [half] AS (CONVERT(int, [a] / 2)), CONSTRAINT [PK_numbers] PRIMARY KEY ([id]))
GO

-- options
CREATE TABLE [stored] ([a] int NOT NULL, [b] nvarchar(20) SPARSE NULL, [c] int MASKED WITH (FUNCTION = N'default()') NULL, CONSTRAINT [PK stored] PRIMARY KEY NONCLUSTERED ([a]) WITH (FILLFACTOR = 80)) ON [archive] WITH (DATA_COMPRESSION = PAGE)
GO
ALTER TABLE [stored] SET (LOCK_ESCALATION = AUTO)
GO
ALTER TABLE [stored] ENABLE CHANGE_TRACKING
GO
