-- statements.fetch.generated_keys
CREATE TABLE [song] ([id] bigint NOT NULL IDENTITY(1, 1), [title] nvarchar(50) NULL, CONSTRAINT [PK_song] PRIMARY KEY ([id]))
GO
INSERT INTO [song] ([title]) OUTPUT INSERTED.[id] VALUES (@P1), (@P2)
GO
