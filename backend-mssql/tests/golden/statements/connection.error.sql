-- connection.error.not_null
CREATE TABLE [artist] ([id] bigint NOT NULL, [name] nvarchar(100) NOT NULL, [born] int NOT NULL, CONSTRAINT [PK_artist] PRIMARY KEY ([id]))
GO
