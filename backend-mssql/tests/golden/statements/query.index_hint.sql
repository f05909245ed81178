-- query.index_hint.followed
CREATE INDEX [item_n] ON [item] ([n])
GO
SELECT [id] FROM [item] WITH (INDEX([item_n])) WHERE [n] > @P1 ORDER BY [id] ASC
GO
