-- schema.identity.ascending
CREATE TABLE [numbered] ([label] nvarchar(20) NOT NULL, [id] bigint NOT NULL IDENTITY(1, 1), CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
