-- a database that is made in the place of another, SQL Server 2025
SELECT COUNT(*) FROM sys.databases WHERE name = N'it''s [new]'
GO
ALTER DATABASE [it's [new]]] SET SINGLE_USER WITH ROLLBACK IMMEDIATE
GO
DROP DATABASE [it's [new]]]
GO
CREATE DATABASE [it's [new]]]
GO
ALTER DATABASE [it's [new]]] SET ALLOW_SNAPSHOT_ISOLATION ON
GO
ALTER DATABASE [it's [new]]] SET READ_COMMITTED_SNAPSHOT ON
GO
ALTER DATABASE [it's [new]]] SET RECOVERY SIMPLE
GO
-- a copy, SQL Server 2025
SELECT CAST(SERVERPROPERTY('InstanceDefaultDataPath') AS nvarchar(4000))
GO
BACKUP DATABASE [db] TO DISK = N'C:\data\copy.bak' WITH COPY_ONLY, FORMAT
GO
SELECT f.name, f.file_id FROM sys.master_files f JOIN sys.databases d ON d.database_id = f.database_id WHERE d.name = N'db' ORDER BY f.file_id
GO
RESTORE DATABASE [copy] FROM DISK = N'C:\data\copy.bak' WITH MOVE N'shop' TO N'C:\data\copy_1.mdf', MOVE N'it''s log' TO N'C:\data\copy_2.mdf'
GO
EXEC master.sys.xp_delete_files N'C:\data\copy.bak'
GO
-- the mark of a run, SQL Server 2025
-- 3 statements
DECLARE @result int; EXEC @result = sp_getapplock @Resource = N'test run 0000000000000002', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = 0; SELECT @result
GO
-- what is left of other runs, SQL Server 2025
SELECT d.name FROM sys.databases d WHERE d.name NOT IN (N'master', N'tempdb', N'model', N'msdb') AND NOT EXISTS (SELECT * FROM sys.dm_exec_sessions s WHERE s.database_id = d.database_id) ORDER BY d.name
GO
SELECT APPLOCK_TEST(N'public', N'test run 0000000000000001', N'Exclusive', N'Session')
GO
-- where numbers are, SQL Server 2025
SELECT s.name, t.name, CAST(COALESCE(i.last_value, i.seed_value) AS bigint), CAST(CASE WHEN i.last_value IS NULL THEN 0 ELSE 1 END AS bit) FROM sys.identity_columns i JOIN sys.tables t ON t.object_id = i.object_id JOIN sys.schemas s ON s.schema_id = t.schema_id WHERE t.is_ms_shipped = 0 ORDER BY s.name, t.name
GO
SELECT s.name, q.name, CAST(q.current_value AS bigint), CAST(CASE WHEN q.last_used_value IS NULL THEN 0 ELSE 1 END AS bit) FROM sys.sequences q JOIN sys.schemas s ON s.schema_id = q.schema_id ORDER BY s.name, q.name
GO
-- where they are set, SQL Server 2025
SELECT CAST(increment AS bigint), CAST(0 AS bit) FROM sys.sequences WHERE object_id = OBJECT_ID(N'[numbers]')
GO
ALTER SEQUENCE [numbers] RESTART WITH 12
GO
SELECT CAST(increment AS bigint), CAST(0 AS bit) FROM sys.sequences WHERE object_id = OBJECT_ID(N'[rows]')
GO
SELECT CAST(increment_value AS bigint), CAST(CASE WHEN last_value IS NULL THEN 1 ELSE 0 END AS bit) FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'[rows]')
GO
DBCC CHECKIDENT ('[rows]', RESEED, 7) WITH NO_INFOMSGS
GO
-- a copy, SQL Server 2017
EXEC master.dbo.xp_delete_file 0, N'C:\data\copy.bak'
GO
-- where numbers are, SQL Server 2016
SELECT s.name, q.name, CAST(q.current_value AS bigint), CAST(CASE WHEN q.current_value = q.start_value THEN 0 ELSE 1 END AS bit) FROM sys.sequences q JOIN sys.schemas s ON s.schema_id = q.schema_id ORDER BY s.name, q.name
GO
