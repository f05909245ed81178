-- schema.add_column.nullable
ALTER TABLE [artist] ADD [died "when"] int NULL
GO
-- schema.add_column.default
ALTER TABLE [artist] ADD [rank] int CONSTRAINT [DF_artist$rank] DEFAULT -7 NOT NULL
GO
ALTER TABLE [artist] ADD [note] nvarchar(max) CONSTRAINT [DF_artist$note] DEFAULT N'it''s \ "x"' NOT NULL
GO
ALTER TABLE [artist] ADD [alive] bit CONSTRAINT [DF_artist$alive] DEFAULT 0 NOT NULL
GO
ALTER TABLE [artist] ADD [since] date CONSTRAINT [DF_artist$since] DEFAULT CAST('1999-12-31' AS date) NOT NULL
GO
-- schema.add_column.not_null_without_default
ALTER TABLE [artist] ADD [died] int NOT NULL
GO
-- schema.add_column.virtual
ALTER TABLE [artist] ADD [century_on] AS (CONVERT(int, "born" + 100))
GO
-- schema.add_column.stored
ALTER TABLE [artist] ADD [century_on] AS (CONVERT(int, "born" + 100)) PERSISTED
GO
-- schema.add_column.comment
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'TABLE', N'thing', N'COLUMN', N'size')) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'in it''s own unit', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'thing', @level2type = N'COLUMN', @level2name = N'size' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'in it''s own unit', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'thing', @level2type = N'COLUMN', @level2name = N'size'
GO
