-- transactions.options.deferred_and_mended
CREATE TABLE [parent] ([id] bigint NOT NULL, CONSTRAINT [PK_parent] PRIMARY KEY ([id]))
GO
