-- https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-addextendedproperty-transact-sql

-- in the session's schema
CREATE TABLE [artist] ([name] nvarchar(20) NULL)
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'who plays', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist'
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'it''s [N''x'']', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'COLUMN', @level2name = N'name'
GO
CREATE INDEX [by_name] ON [artist] ([name])
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'sorted', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'by_name'
GO

-- in a schema that is named
CREATE TABLE [other schema].[artist] ([name] nvarchar(20) NULL)
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'who plays', @level0type = N'SCHEMA', @level0name = N'other schema', @level1type = N'TABLE', @level1name = N'artist'
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'it''s [N''x'']', @level0type = N'SCHEMA', @level0name = N'other schema', @level1type = N'TABLE', @level1name = N'artist', @level2type = N'COLUMN', @level2name = N'name'
GO
CREATE INDEX [by_name] ON [other schema].[artist] ([name])
GO
EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'sorted', @level0type = N'SCHEMA', @level0name = N'other schema', @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'by_name'
GO

-- another comment
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'artist', NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'who sings', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'who sings', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist'
GO

-- no comment
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'artist', NULL, NULL)) EXEC sys.sp_dropextendedproperty @name = N'MS_Description', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist'
GO

-- no comment of a column
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'artist', N'COLUMN', N'name')) EXEC sys.sp_dropextendedproperty @name = N'MS_Description', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'COLUMN', @level2name = N'name'
GO
