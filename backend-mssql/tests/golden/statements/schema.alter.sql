-- schema.alter.not_null
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(100) NOT NULL
GO
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(100) NULL
GO
-- schema.alter.using
CREATE TABLE [new__artist] ([id] bigint NOT NULL, [name] int NULL, [born] int NULL)
GO
INSERT INTO [new__artist] ([id], [name], [born]) SELECT [id], (CASE "name" WHEN 'Bach' THEN 1 ELSE 2 END), [born] FROM [artist]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__artist]) <> (SELECT COUNT(*) FROM [artist])
GO
SELECT 1 FROM [new__artist] WHERE LTRIM([name]) = N''
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[artist]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[artist]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__artist]', c.name) IS NOT NULL)); DROP TABLE [artist]; EXEC sp_rename @objname = N'[new__artist]', @newname = N'artist', @objtype = N'OBJECT'; EXEC (@granted)
GO
-- schema.alter.using_same_type
CREATE TABLE [new__artist] ([id] bigint NOT NULL, [name] nvarchar(100) NULL, [born] int NOT NULL)
GO
INSERT INTO [new__artist] ([id], [name], [born]) SELECT [id], [name], (COALESCE("born", 0) + 1) FROM [artist]
GO
-- schema.alter.type
ALTER TABLE [t0] ALTER COLUMN [c] nvarchar(max) NULL
GO
ALTER TABLE [t1] ALTER COLUMN [c] int NULL
GO
ALTER TABLE [t4] ALTER COLUMN [c] bit NULL
GO
ALTER TABLE [t8] ALTER COLUMN [c] datetime2 NULL
GO
ALTER TABLE [t9] ALTER COLUMN [c] date NULL
GO
ALTER TABLE [t10] ALTER COLUMN [c] float NULL
GO
-- schema.alter.type_with_default
ALTER TABLE [thing] ALTER COLUMN [size] nvarchar(max) NOT NULL
GO
ALTER TABLE [thing] ADD CONSTRAINT [DF_thing$size] DEFAULT N'seven' FOR [size]
GO
-- schema.alter.comments
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'artist', NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'it''s \ "x"', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'it''s \ "x"', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist'
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'artist', N'COLUMN', N'name')) EXEC sys.sp_dropextendedproperty @name = N'MS_Description', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist', @level2type = N'COLUMN', @level2name = N'name'
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'artist', NULL, NULL)) EXEC sys.sp_dropextendedproperty @name = N'MS_Description', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'artist'
GO
-- schema.alter.identity
CREATE TABLE [numbered] ([label] nvarchar(max) NULL, [id] bigint NOT NULL, CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
CREATE TABLE [new__numbered] ([label] nvarchar(max) NULL, [id] bigint NOT NULL IDENTITY(1, 1))
GO
SET IDENTITY_INSERT [new__numbered] ON
GO
INSERT INTO [new__numbered] ([label], [id]) SELECT [label], [id] FROM [numbered]
GO
SET IDENTITY_INSERT [new__numbered] OFF
GO
CREATE TABLE [new__numbered] ([label] nvarchar(max) NULL, [id] bigint NOT NULL)
GO
-- schema.alter.expression_dropped
CREATE TABLE [doubled] ([id] bigint NOT NULL, [n] int NULL, [twice] AS (CONVERT(int, "n" * 2)) PERSISTED, CONSTRAINT [PK_doubled] PRIMARY KEY ([id]))
GO
-- schema.alter.and_back
UPDATE [artist] SET [name] = N'x' WHERE [name] IS NULL
GO
-- schema.alter.bounds
ALTER TABLE [thing] ALTER COLUMN [n] smallint NULL
GO
-- schema.alter.collation
ALTER TABLE [artist] ALTER COLUMN [name] nvarchar(100) COLLATE NOCASE NULL
GO
