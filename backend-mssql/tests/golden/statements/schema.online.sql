-- schema.online.index_beside_writers
INSERT INTO [item] ([id], [n]) SELECT [id] + @P1, [n] + @P2 FROM [item]
GO
-- schema.online.keys
CREATE TABLE [keyless] ([id] bigint NOT NULL, [name] nvarchar(100) NULL, [born] int NULL)
GO
-- schema.online.constraints
ALTER TABLE [artist] WITH NOCHECK ADD CONSTRAINT [late] CHECK ("born" > 1000)
GO
-- schema.online.not_null
ALTER TABLE [artist] ADD CONSTRAINT [DF_artist$born] DEFAULT 1900 FOR [born]
GO
UPDATE [artist] SET [born] = 1900 WHERE [born] IS NULL
GO
ALTER TABLE [artist] ALTER COLUMN [born] int NOT NULL
GO
-- schema.online.views_made_again
ALTER TABLE [artist] ALTER COLUMN [born] bigint NULL
GO
