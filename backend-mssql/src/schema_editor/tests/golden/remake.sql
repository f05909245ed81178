-- https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql

-- values by an expression
CREATE TABLE [new__t] ([id] int NOT NULL, [a] nvarchar(max) NULL, [twice] AS (CONVERT(int, [a] * 2)) PERSISTED, [version] rowversion NULL, [f] float NULL)
GO
INSERT INTO [new__t] ([id], [a], [f]) SELECT [id], (CONCAT([a], N'!')), [f] FROM [t]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO

-- a computed column keeps its values
CREATE TABLE [new__t] ([id] int NOT NULL, [a] int NULL, [twice] int NULL, [version] rowversion NULL, [f] float NULL)
GO
INSERT INTO [new__t] ([id], [a], [twice], [f]) SELECT [id], [a], [twice], [f] FROM [t]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO

-- all digits of a number as a text
CREATE TABLE [new__t] ([id] int NOT NULL, [a] int NULL, [twice] AS (CONVERT(int, [a] * 2)) PERSISTED, [version] rowversion NULL, [f] nvarchar(max) NULL)
GO
INSERT INTO [new__t] ([id], [a], [f]) SELECT [id], [a], CONVERT(nvarchar(40), [f], 3) FROM [t]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO

-- under a computed column
CREATE TABLE [new__t] ([id] int NOT NULL, [a] bigint NULL, [twice] AS (CONVERT(int, [a] * 2)) PERSISTED, [version] rowversion NULL, [f] float NULL)
GO
INSERT INTO [new__t] ([id], [a], [f]) SELECT [id], [a], [f] FROM [t]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO

-- a column that another is computed from is renamed
CREATE TABLE [new__t] ([id] int NOT NULL, [b] int NULL, [twice] AS (CONVERT(int, [b] * 2)) PERSISTED, [version] rowversion NULL, [f] float NULL)
GO
INSERT INTO [new__t] ([id], [b], [f]) SELECT [id], [a], [f] FROM [t]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO

-- two changes at once
CREATE TABLE [new__t] ([id] int NOT NULL, [a] int NULL, [twice] int NULL, [version] rowversion NULL, [f] nvarchar(max) NULL)
GO
INSERT INTO [new__t] ([id], [a], [twice], [f]) SELECT [id], [a], [twice], CONVERT(nvarchar(40), [f], 3) FROM [t]
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO

-- statistics that somebody asked for
CREATE TABLE [new__t] ([id] int NOT NULL IDENTITY(1, 1), [a] int NULL)
GO
SET IDENTITY_INSERT [new__t] ON
GO
INSERT INTO [new__t] ([id], [a]) SELECT [id], [a] FROM [t]
GO
SET IDENTITY_INSERT [new__t] OFF
GO
SELECT 1 WHERE (SELECT COUNT(*) FROM [new__t]) <> (SELECT COUNT(*) FROM [t])
GO
-- 4 statements
DECLARE @granted nvarchar(max) = (SELECT STRING_AGG(CONVERT(nvarchar(max), CASE p.state WHEN 'D' THEN N'DENY ' WHEN 'R' THEN N'REVOKE ' ELSE N'GRANT ' END + p.permission_name COLLATE DATABASE_DEFAULT + N' ON OBJECT::' + N'[t]' + CASE WHEN c.name IS NULL THEN N'' ELSE N' (' + QUOTENAME(c.name) + N')' END + N' TO ' + QUOTENAME(u.name) + CASE p.state WHEN 'W' THEN N' WITH GRANT OPTION' ELSE N'' END + N'; '), N'') FROM sys.database_permissions AS p JOIN sys.database_principals AS u ON u.principal_id = p.grantee_principal_id LEFT JOIN sys.columns AS c ON c.object_id = p.major_id AND c.column_id = p.minor_id WHERE p.class = 1 AND p.major_id = OBJECT_ID(N'[t]') AND (p.minor_id = 0 OR COL_LENGTH(N'[new__t]', c.name) IS NOT NULL)); DROP TABLE [t]; EXEC sp_rename @objname = N'[new__t]', @newname = N't', @objtype = N'OBJECT'; EXEC (@granted)
GO
CREATE STATISTICS [of_a] ON [t] ([a])
GO
