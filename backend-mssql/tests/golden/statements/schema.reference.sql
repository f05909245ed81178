-- schema.reference.to_plain_column
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint NULL, [n] int NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]))
GO
-- schema.reference.actions_changed
ALTER TABLE [child] ADD CONSTRAINT [of_parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON DELETE CASCADE
GO
-- schema.reference.of_two_columns
CREATE TABLE [coded] ([id] bigint NOT NULL, [code] int NOT NULL, CONSTRAINT [PK_coded] PRIMARY KEY ([id]))
GO
-- schema.reference.column_with_index
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint NULL, [n] int NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [of_parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]))
GO
-- schema.reference.nullable_column
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint NULL, [n] int NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [of_parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON DELETE CASCADE)
GO
