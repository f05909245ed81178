-- operations.sequences.follow_loaded_rows
-- 8 statements
SET NOCOUNT ON; DECLARE @backend_first bigint, @backend_step bigint, @backend_last bigint; SELECT @backend_first = CAST(seed_value AS bigint), @backend_step = CAST(increment_value AS bigint) FROM sys.identity_columns WHERE object_id = OBJECT_ID(N'[numbered]') AND name = N'id' AND last_value IS NOT NULL; IF @backend_step > 0 SELECT @backend_last = MAX([id]) FROM [numbered] WHERE [id] >= @backend_first; IF @backend_step < 0 SELECT @backend_last = MIN([id]) FROM [numbered] WHERE [id] <= @backend_first; SET @backend_last = COALESCE(@backend_last, @backend_first - @backend_step); IF @backend_last IS NOT NULL DBCC CHECKIDENT (N'[numbered]', RESEED, @backend_last) WITH NO_INFOMSGS; SET NOCOUNT OFF
GO
