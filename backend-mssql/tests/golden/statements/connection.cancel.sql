-- connection.cancel.running_statement
CREATE TABLE [item] ([id] bigint NOT NULL, [n] bigint NULL, CONSTRAINT [PK_item] PRIMARY KEY ([id]))
GO
