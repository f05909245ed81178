-- schema.comment.table_and_columns
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'What there is.', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'TABLE', @level1name = N'thing'
GO
-- schema.comment.view
CREATE VIEW [seen] AS SELECT "id" FROM "source"
GO
