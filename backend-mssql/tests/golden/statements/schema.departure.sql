-- schema.departure.not_null_with_default
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int CONSTRAINT [DF_thing$n] DEFAULT 3 NOT NULL, [label] nvarchar(max) CONSTRAINT [DF_thing$label] DEFAULT N'x' NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- schema.departure.sibling_reference
CREATE TABLE [child] ([id] bigint NOT NULL, [first] int NULL, [parent_id] bigint NULL, [last] int NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]))
GO
-- schema.departure.only_column
CREATE TABLE [lonely] ([c] int NULL)
GO
