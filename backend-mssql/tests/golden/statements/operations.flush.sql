-- operations.flush.actions_of_keys
CREATE TABLE [parent] ([id] bigint NOT NULL, [up] bigint NULL, CONSTRAINT [PK_parent] PRIMARY KEY ([id]), CONSTRAINT [FK_parent$up$parent] FOREIGN KEY ([up]) REFERENCES [parent] ([id]) ON DELETE NO ACTION)
GO
CREATE TABLE [child_0] ([id] bigint NOT NULL, [up] bigint NULL, CONSTRAINT [PK_child_0] PRIMARY KEY ([id]), CONSTRAINT [FK_child_0$up$parent] FOREIGN KEY ([up]) REFERENCES [parent] ([id]) ON DELETE CASCADE)
GO
CREATE TABLE [child_1] ([id] bigint NOT NULL, [up] bigint NULL, CONSTRAINT [PK_child_1] PRIMARY KEY ([id]), CONSTRAINT [FK_child_1$up$parent] FOREIGN KEY ([up]) REFERENCES [parent] ([id]) ON DELETE SET NULL)
GO
CREATE TABLE [child_2] ([id] bigint NOT NULL, [up] bigint NULL, CONSTRAINT [PK_child_2] PRIMARY KEY ([id]), CONSTRAINT [FK_child_2$up$parent] FOREIGN KEY ([up]) REFERENCES [parent] ([id]) ON DELETE SET DEFAULT)
GO
-- operations.flush.circles
ALTER TABLE [one] ADD CONSTRAINT [to_two] FOREIGN KEY ([across]) REFERENCES [two] ([id])
GO
ALTER TABLE [one] NOCHECK CONSTRAINT [to_two]
GO
ALTER TABLE [one] WITH CHECK CHECK CONSTRAINT [to_two]
GO
-- operations.flush.circles_not_null
CREATE TABLE [one] ([id] bigint NOT NULL, [up] bigint NULL, [across] bigint NOT NULL, CONSTRAINT [PK_one] PRIMARY KEY ([id]), CONSTRAINT [FK_one$up$one] FOREIGN KEY ([up]) REFERENCES [one] ([id]))
GO
-- operations.flush.triggers_of_rows_that_go
CREATE TRIGGER "Note it" ON "row ""here""" AFTER DELETE AS BEGIN SET NOCOUNT ON; INSERT INTO "log" (id) SELECT id FROM deleted END
GO
-- operations.flush.numbers_kept
CREATE TABLE [numbered] ([label] nvarchar(20) NULL, [id] bigint NOT NULL IDENTITY(1, 1), CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
-- operations.flush.numbers_restarted
-- 6 statements
SET NOCOUNT ON; DECLARE @backend_first bigint, @backend_step bigint, @backend_last bigint; SELECT @backend_first = CAST(seed_value AS bigint), @backend_step = CAST(increment_value AS bigint) FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'[numbered]') AND name = N'id' AND last_value IS NOT NULL; SET @backend_last = COALESCE(@backend_last, @backend_first - @backend_step); IF @backend_last IS NOT NULL DBCC CHECKIDENT (N'[numbered]', RESEED, @backend_last) WITH NO_INFOMSGS; SET NOCOUNT OFF
GO
-- operations.flush.schemas
CREATE SCHEMA [else where]
GO
-- operations.flush.unvalidated_keys
ALTER TABLE [one] WITH NOCHECK ADD CONSTRAINT [to_two] FOREIGN KEY ([across]) REFERENCES [two] ([id])
GO
