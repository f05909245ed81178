-- schema.namespace.comment
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'Odd "Schema".', NULL, NULL, NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'What''s "here"', @level0type = N'SCHEMA', @level0name = N'Odd "Schema".' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'What''s "here"', @level0type = N'SCHEMA', @level0name = N'Odd "Schema".'
GO
