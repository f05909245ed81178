-- query.returning.key_of_an_insert
CREATE TABLE [artist] ([id] bigint NOT NULL IDENTITY(1, 1), [name] nvarchar(100) NULL, [born] int NULL, CONSTRAINT [PK_artist] PRIMARY KEY ([id]))
GO
-- query.returning.from_update
UPDATE [artist] SET [name] = @P1 OUTPUT INSERTED.[id], INSERTED.[name] WHERE [born] > @P2
GO
-- query.returning.from_delete
DELETE FROM [artist] OUTPUT DELETED.[id], DELETED.[name] WHERE [born] > @P1
GO
