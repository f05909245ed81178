-- schema.swap.order_kept
CREATE INDEX [point_zxy] ON [point] ([z] DESC, [x], [y] DESC)
GO
-- schema.swap.unique_partial
CREATE UNIQUE INDEX [point_y] ON [point] ([y]) WHERE "x" > 0 AND [y] IS NOT NULL
GO
-- schema.swap.partial_and_covering
CREATE UNIQUE INDEX [point_y] ON [point] ([y]) INCLUDE ([z]) WHERE "x" > 0 AND [y] IS NOT NULL
GO
-- schema.swap.follows_column
CREATE INDEX [point_y] ON [point] ([y]) WHERE "x" > 0
GO
