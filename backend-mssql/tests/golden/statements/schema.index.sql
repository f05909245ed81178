-- schema.index.descending
CREATE INDEX [point_mixed] ON [point] ([x], [y] DESC, [z])
GO
-- schema.index.covering
CREATE UNIQUE INDEX [point_x_with_z] ON [point] ([x]) INCLUDE ([z]) WHERE [x] IS NOT NULL
GO
-- schema.index.partial
CREATE TABLE [point] ([id] bigint NOT NULL, [x] int NULL, [y] int NULL, [label] nvarchar(20) NULL, CONSTRAINT [PK_point] PRIMARY KEY ([id]))
GO
-- schema.index.partial_on_text
CREATE UNIQUE INDEX [point_labelled] ON [point] ([x]) WHERE "label" = 'it''s ž' AND [x] IS NOT NULL
GO
