-- https://learn.microsoft.com/sql/t-sql/statements/create-trigger-transact-sql

-- a trigger that does not run
CREATE TRIGGER [kept] ON [artist] AFTER DELETE AS ROLLBACK TRANSACTION
GO
DISABLE TRIGGER [kept] ON [artist]
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'nobody goes', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'TRIGGER', @level2name = N'kept'
GO

-- it goes
DROP TRIGGER [kept]
GO

-- a function
CREATE FUNCTION [one]() RETURNS int AS BEGIN RETURN 1 END
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'FUNCTION', N'one', NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'1', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'FUNCTION', @level1name = N'one' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'1', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'FUNCTION', @level1name = N'one'
GO

-- it becomes another
DROP FUNCTION [one]
GO
CREATE FUNCTION [one]() RETURNS int AS BEGIN RETURN 2 END
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'FUNCTION', N'one', NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'1', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'FUNCTION', @level1name = N'one' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'1', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'FUNCTION', @level1name = N'one'
GO

-- in place
CREATE OR ALTER FUNCTION [one]() RETURNS int AS BEGIN RETURN 2 END
GO

-- it goes, too
DROP FUNCTION [one]
GO
