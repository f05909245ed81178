-- connection.session.closes_alone
CREATE TABLE [artist] ([id] bigint NOT NULL, [name] nvarchar(100) NULL, [born] int NULL, CONSTRAINT [PK_artist] PRIMARY KEY ([id]))
GO
