-- introspection.view.columns
CREATE TABLE [source] ([id] bigint NOT NULL, [label] nvarchar(20) NULL, [day] date NULL, [n] int NULL, CONSTRAINT [PK_source] PRIMARY KEY ([id]))
GO
