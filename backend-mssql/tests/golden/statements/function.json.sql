-- function.json.filters_rows
CREATE TABLE [work] ([id] bigint NOT NULL, [title] nvarchar(max) NULL, [is_sacred] bit NULL, [about] nvarchar(max) NULL, CONSTRAINT [PK_work] PRIMARY KEY ([id]))
GO
