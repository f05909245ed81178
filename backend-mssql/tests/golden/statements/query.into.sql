-- query.into.makes_a_table
SELECT [id], [name] INTO [copy] FROM [artist]
GO
