-- schema.function.create_and_drop
CREATE OR ALTER FUNCTION "Add ""Two"""(@n int) RETURNS int AS BEGIN RETURN @n + 2 END
GO
