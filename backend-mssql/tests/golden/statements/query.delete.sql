-- query.delete.where_condition
DELETE FROM [artist] WHERE [born] >= @P1
GO
-- query.delete.all_rows
DELETE FROM [artist]
GO
