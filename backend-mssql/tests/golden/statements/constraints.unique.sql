-- constraints.unique.nulls_not_distinct
CREATE TABLE [album] ([id] bigint NOT NULL, [title] nvarchar(50) NULL, [label] int NULL, [number] int NULL, CONSTRAINT [PK_album] PRIMARY KEY ([id]), CONSTRAINT [UQ_album$label$number] UNIQUE ([label], [number]))
GO
