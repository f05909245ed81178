-- constraints.action.delete_cascades
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON DELETE CASCADE)
GO
-- constraints.action.delete_sets_null
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON DELETE SET NULL)
GO
-- constraints.action.delete_sets_default
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON DELETE SET DEFAULT)
GO
-- constraints.action.delete_refused
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]))
GO
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON DELETE NO ACTION)
GO
-- constraints.action.update_cascades
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON UPDATE CASCADE)
GO
-- constraints.action.update_sets_null
CREATE TABLE [child] ([id] bigint NOT NULL, [parent_id] bigint CONSTRAINT [DF_child$parent_id] DEFAULT 7 NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$parent_id$parent] FOREIGN KEY ([parent_id]) REFERENCES [parent] ([id]) ON UPDATE SET NULL)
GO
