-- injection.updated_column.typeorm_stringified
UPDATE [canary] SET [song" = 'x', "notes] = @P1 WHERE [id] = @P2
GO
