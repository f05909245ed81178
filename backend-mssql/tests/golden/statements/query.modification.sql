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
-- query.modification.beside_triggers
CREATE TRIGGER "note" ON "row ""here""" AFTER INSERT AS BEGIN SET NOCOUNT ON; INSERT INTO "log" (id) SELECT id FROM inserted END
GO
