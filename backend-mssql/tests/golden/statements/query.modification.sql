-- query.modification.numbers_given
CREATE TABLE [numbered] ([id] bigint NOT NULL IDENTITY(1, 1), [label] nvarchar(20) NOT NULL, CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
-- 3 statements
SET IDENTITY_INSERT [numbered] ON; INSERT INTO [numbered] ([id], [label]) VALUES (@P1, @P2), (@P3, @P4); SET IDENTITY_INSERT [numbered] OFF
GO
-- 8 statements
SET NOCOUNT ON; DECLARE @backend_first bigint, @backend_step bigint, @backend_last bigint; SELECT @backend_first = CAST(seed_value AS bigint), @backend_step = CAST(increment_value AS bigint) FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'[numbered]') AND name = N'id' AND last_value IS NOT NULL; IF @backend_step > 0 SELECT @backend_last = MAX([id]) FROM [numbered] WHERE [id] >= @backend_first; IF @backend_step < 0 SELECT @backend_last = MIN([id]) FROM [numbered] WHERE [id] <= @backend_first; SET @backend_last = COALESCE(@backend_last, @backend_first - @backend_step); IF @backend_last IS NOT NULL DBCC CHECKIDENT (N'[numbered]', RESEED, @backend_last) WITH NO_INFOMSGS; SET NOCOUNT OFF
GO
-- query.modification.many_numbers_given
-- 3 statements
SET IDENTITY_INSERT [numbered] ON; INSERT INTO [numbered] ([id], [label]) SELECT * FROM ( VALUES (@P1, @P2), (@P3, @P4), (@P5, @P6) /* and 1046 more */) AS [backend_rows] ([column1], [column2]); SET IDENTITY_INSERT [numbered] OFF
GO
-- query.modification.upsert_numbers_given
-- 5 statements
DECLARE @backend_depth int = @@TRANCOUNT; IF @backend_depth = 0 SET XACT_ABORT ON; IF @backend_depth = 0 BEGIN TRANSACTION [backend_upsert]; IF @backend_depth > 0 SAVE TRANSACTION [backend_upsert]; BEGIN TRY SET IDENTITY_INSERT [numbered] ON; IF NOT EXISTS (SELECT 1 FROM sys.indexes AS i WHERE i.object_id = OBJECT_ID(N'[numbered]') AND i.is_unique = 1 AND (SELECT COUNT(*) FROM sys.index_columns AS c WHERE c.object_id = i.object_id AND c.index_id = i.index_id AND c.is_included_column = 0) = 1 AND (SELECT COUNT(*) FROM sys.index_columns AS c WHERE c.object_id = i.object_id AND c.index_id = i.index_id AND c.is_included_column = 0 AND COL_NAME(c.object_id, c.column_id) IN (N'id')) = 1) THROW 50000, N'the target of an upsert has to be the columns of a unique key or index', 1; DECLARE @backend_row bigint = 1; WHILE @backend_row <= 2 BEGIN UPDATE [numbered] SET [label] = [excluded].[label] FROM [numbered] WITH (UPDLOCK, SERIALIZABLE), (VALUES (1, @P1, @P2), (2, @P3, @P4)) AS [excluded] ([backend_row], [id], [label]) WHERE [numbered].[id] = [excluded].[id] AND [excluded].[backend_row] = @backend_row; IF @@ROWCOUNT = 0 INSERT INTO [numbered] ([id], [label]) SELECT [excluded].[id], [excluded].[label] FROM (VALUES (1, @P1, @P2), (2, @P3, @P4)) AS [excluded] ([backend_row], [id], [label]) WHERE [excluded].[backend_row] = @backend_row AND NOT EXISTS (SELECT 1 FROM [numbered] WITH (UPDLOCK, SERIALIZABLE) WHERE [numbered].[id] = [excluded].[id]); SET @backend_row = @backend_row + 1; END; SET IDENTITY_INSERT [numbered] OFF; IF @backend_depth = 0 COMMIT TRANSACTION; IF @backend_depth = 0 SET XACT_ABORT OFF; END TRY BEGIN CATCH IF @backend_depth = 0 AND XACT_STATE() <> 0 ROLLBACK TRANSACTION; IF @backend_depth > 0 AND XACT_STATE() = 1 ROLLBACK TRANSACTION [backend_upsert]; IF @backend_depth = 0 SET XACT_ABORT OFF; THROW; END CATCH
GO
-- query.modification.beside_triggers
CREATE TRIGGER "note" ON "row ""here""" AFTER INSERT AS BEGIN SET NOCOUNT ON; INSERT INTO "log" (id) SELECT id FROM inserted END
GO
