-- schema.partition.refused
CREATE TABLE [whole] ([a] bigint NOT NULL, [b] nvarchar(max) NULL)
GO
