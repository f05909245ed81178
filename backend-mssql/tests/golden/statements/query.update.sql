-- query.update.where_condition
UPDATE [artist] SET [name] = @P1 WHERE [born] >= @P2
GO
-- query.update.all_rows
UPDATE [artist] SET [name] = @P1, [born] = @P2
GO
