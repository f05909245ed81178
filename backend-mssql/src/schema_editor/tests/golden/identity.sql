-- https://learn.microsoft.com/sql/t-sql/statements/create-table-transact-sql-identity-property

-- a key becomes one
ALTER TABLE [album] DROP CONSTRAINT [by_artist]
GO
CREATE TABLE [new__artist] ([id] int NOT NULL IDENTITY(1, 1), [name] nvarchar(20) NOT NULL, [born] int CONSTRAINT [DF_new__artist$born] DEFAULT 1900 NULL, [label] nvarchar(20) NULL, [note] nvarchar(20) NULL)
GO
SET IDENTITY_INSERT [new__artist] ON
GO
INSERT INTO [new__artist] ([id], [name], [born], [label], [note]) SELECT [id], [name], [born], [label], [note] FROM [artist]
GO
SET IDENTITY_INSERT [new__artist] OFF
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__artist]) <> (SELECT COUNT(*) FROM [artist])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[artist]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[artist]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__artist]', c.name) IS NOT NULL)); DROP TABLE [artist]; EXEC sp_rename @objname = N'[new__artist]', @newname = N'artist', @objtype = N'OBJECT'; EXEC (@granted)
GO
EXEC sp_rename @objname = N'[DF_new__artist$born]', @newname = N'DF_artist$born', @objtype = N'OBJECT'
GO
ALTER TABLE [artist] ADD CONSTRAINT [PK_artist] PRIMARY KEY ([id])
GO
ALTER TABLE [artist] ADD CONSTRAINT [one_name] UNIQUE ([name])
GO
CREATE UNIQUE INDEX [one_label] ON [artist] ([label]) WHERE [label] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'one_label'
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([born] > 0)
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO
CREATE INDEX [of_label] ON [artist] ([id]) WHERE [label] IS NOT NULL
GO
ALTER TABLE [album] ADD CONSTRAINT [by_artist] FOREIGN KEY ([artist_id]) REFERENCES [artist] ([id])
GO

-- it is one no more
ALTER TABLE [album] DROP CONSTRAINT [by_artist]
GO
CREATE TABLE [new__artist] ([id] int NOT NULL, [name] nvarchar(20) NOT NULL, [born] int CONSTRAINT [DF_new__artist$born] DEFAULT 1900 NULL, [label] nvarchar(20) NULL, [note] nvarchar(20) NULL)
GO
INSERT INTO [new__artist] ([id], [name], [born], [label], [note]) SELECT [id], [name], [born], [label], [note] FROM [artist]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__artist]) <> (SELECT COUNT(*) FROM [artist])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[artist]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[artist]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__artist]', c.name) IS NOT NULL)); DROP TABLE [artist]; EXEC sp_rename @objname = N'[new__artist]', @newname = N'artist', @objtype = N'OBJECT'; EXEC (@granted)
GO
EXEC sp_rename @objname = N'[DF_new__artist$born]', @newname = N'DF_artist$born', @objtype = N'OBJECT'
GO
ALTER TABLE [artist] ADD CONSTRAINT [PK_artist] PRIMARY KEY ([id])
GO
ALTER TABLE [artist] ADD CONSTRAINT [one_name] UNIQUE ([name])
GO
CREATE UNIQUE INDEX [one_label] ON [artist] ([label]) WHERE [label] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'one_label'
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([born] > 0)
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO
CREATE INDEX [of_label] ON [artist] ([id]) WHERE [label] IS NOT NULL
GO
ALTER TABLE [album] ADD CONSTRAINT [by_artist] FOREIGN KEY ([artist_id]) REFERENCES [artist] ([id])
GO

-- it goes in other steps
ALTER TABLE [album] DROP CONSTRAINT [by_artist]
GO
CREATE TABLE [new__artist] ([id] int NOT NULL IDENTITY(1, 10), [name] nvarchar(20) NOT NULL, [born] int CONSTRAINT [DF_new__artist$born] DEFAULT 1900 NULL, [label] nvarchar(20) NULL, [note] nvarchar(20) NULL)
GO
SET IDENTITY_INSERT [new__artist] ON
GO
INSERT INTO [new__artist] ([id], [name], [born], [label], [note]) SELECT [id], [name], [born], [label], [note] FROM [artist]
GO
SET IDENTITY_INSERT [new__artist] OFF
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__artist]) <> (SELECT COUNT(*) FROM [artist])
GO
-- 2 statements
DECLARE @last bigint = (SELECT CONVERT(bigint, last_value) FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'[artist]')); IF @last IS NOT NULL BEGIN IF NOT EXISTS (SELECT 1 FROM [new__artist]) SET @last = @last + 10; DECLARE @check nvarchar(max) = N'DBCC CHECKIDENT (''[new__artist]'', RESEED, ' + CONVERT(nvarchar(20), @last) + N') WITH NO_INFOMSGS'; EXEC (@check); END
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[artist]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[artist]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__artist]', c.name) IS NOT NULL)); DROP TABLE [artist]; EXEC sp_rename @objname = N'[new__artist]', @newname = N'artist', @objtype = N'OBJECT'; EXEC (@granted)
GO
EXEC sp_rename @objname = N'[DF_new__artist$born]', @newname = N'DF_artist$born', @objtype = N'OBJECT'
GO
ALTER TABLE [artist] ADD CONSTRAINT [PK_artist] PRIMARY KEY ([id])
GO
ALTER TABLE [artist] ADD CONSTRAINT [one_name] UNIQUE ([name])
GO
CREATE UNIQUE INDEX [one_label] ON [artist] ([label]) WHERE [label] IS NOT NULL
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'UNIQUE CONSTRAINT', @value = N'', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'INDEX', @level2name = N'one_label'
GO
ALTER TABLE [artist] ADD CONSTRAINT [was_born] CHECK ([born] > 0)
GO
CREATE INDEX [by_born] ON [artist] ([born], [name])
GO
CREATE INDEX [of_label] ON [artist] ([id]) WHERE [label] IS NOT NULL
GO
ALTER TABLE [album] ADD CONSTRAINT [by_artist] FOREIGN KEY ([artist_id]) REFERENCES [artist] ([id])
GO
