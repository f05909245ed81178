-- cursor.rows.one_mebibyte_of_bytes
CREATE TABLE [large] ([id] bigint NOT NULL, [value] varbinary(max) NULL, CONSTRAINT [PK_large] PRIMARY KEY ([id]))
GO
-- cursor.rows.again_after_a_schema_change
DROP TABLE [changing]
GO
CREATE TABLE [changing] ([id] bigint NOT NULL, [value] nvarchar(max) NULL, [other] int NULL, CONSTRAINT [PK_changing] PRIMARY KEY ([id]))
GO
