-- function.uuid.random
SELECT NEWID() AS [value] FROM [item]
GO
-- function.uuid.stored
INSERT INTO [keyed] ([id], [code]) VALUES (@P1, NEWID())
GO
SELECT [id] FROM [keyed] WHERE [code] = @P1
GO
