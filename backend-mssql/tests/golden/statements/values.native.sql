-- values.native.type_by_its_own_name
CREATE TABLE [second] ([id] bigint NOT NULL, [value] varchar(20) NULL, CONSTRAINT [PK_second] PRIMARY KEY ([id]))
GO
