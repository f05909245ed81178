-- https://learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql

-- plain
CREATE INDEX [i] ON [t] ([a], [b])
GO

-- descending, with others beside
CREATE INDEX [i] ON [t] ([a] DESC, [c]) INCLUDE ([b])
GO

-- unique, NULLs differ
CREATE UNIQUE INDEX [i] ON [t] ([b], [a]) WHERE [b] IS NOT NULL
GO

-- unique, NULLs are equal
CREATE UNIQUE INDEX [i] ON [t] ([b])
GO

-- of some rows
CREATE INDEX [i] ON [t] ([a]) WHERE [b] > 0
GO

-- unique, of some rows whose key is not NULL
CREATE UNIQUE INDEX [i] ON [t] ([b]) WHERE [a] > 0 AND [b] IS NOT NULL
GO

-- of the table's rows, with options
CREATE CLUSTERED INDEX [i] ON [t] ([a]) WITH (PAD_INDEX = ON, FILLFACTOR = 80, DATA_COMPRESSION = ROW) ON [scheme] ([a])
GO

-- a table by columns
CREATE CLUSTERED COLUMNSTORE INDEX [i] ON [t] ORDER ([a])
GO

-- columns beside the rows
CREATE NONCLUSTERED COLUMNSTORE INDEX [i] ON [t] ([a], [b]) WHERE [b] > 0 WITH (COMPRESSION_DELAY = 10)
GO

-- of XML
CREATE XML INDEX [i] ON [t] ([a]) USING XML INDEX [first] FOR PATH
GO

-- of shapes
CREATE SPATIAL INDEX [i] ON [t] ([a]) USING GEOMETRY_GRID WITH (BOUNDING_BOX = (0, 0, 9, 9), GRIDS = (LOW, LOW, HIGH, HIGH))
GO

-- no index but statistics
CREATE STATISTICS [i] ON [t] ([a], [b]) WHERE [b] > 0 WITH NORECOMPUTE, INCREMENTAL = ON, AUTO_DROP = ON
GO

-- they go
DROP STATISTICS [t].[i]
GO

-- they are renamed
EXEC sp_rename @objname = N'[t].[i]', @newname = N'j', @objtype = N'STATISTICS'
GO

-- it goes
DROP INDEX [by_born] ON [artist]
GO
