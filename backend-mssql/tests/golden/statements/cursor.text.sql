-- cursor.text.literals_without_parameters
CREATE TABLE [texts] ([id] bigint NOT NULL, [value] nvarchar(max) NULL, CONSTRAINT [PK_texts] PRIMARY KEY ([id]))
GO
