-- schema.arrival.bytes_with_default
ALTER TABLE [artist] ADD [more] varbinary(max) CONSTRAINT [DF_artist$more] DEFAULT 0x00275cff NOT NULL
GO
-- schema.arrival.interval_with_default
ALTER TABLE [artist] ADD [more] nvarchar(64) CONSTRAINT [DF_artist$more] DEFAULT N'P1DT2H3M' NOT NULL
GO
-- schema.arrival.every_type_with_default
ALTER TABLE [artist] ADD [more1] smallint CONSTRAINT [DF_artist$more1] DEFAULT -7 NOT NULL
GO
ALTER TABLE [artist] ADD [more2] bigint CONSTRAINT [DF_artist$more2] DEFAULT CAST(9223372036854775807 AS bigint) NOT NULL
GO
ALTER TABLE [artist] ADD [more3] float CONSTRAINT [DF_artist$more3] DEFAULT -2.5E0 NOT NULL
GO
ALTER TABLE [artist] ADD [more6] time CONSTRAINT [DF_artist$more6] DEFAULT CAST('12:34:56' AS time(7)) NOT NULL
GO
ALTER TABLE [artist] ADD [more7] datetime2 CONSTRAINT [DF_artist$more7] DEFAULT CAST('2024-02-29T12:34:56' AS datetime2(7)) NOT NULL
GO
ALTER TABLE [artist] ADD [more8] uniqueidentifier CONSTRAINT [DF_artist$more8] DEFAULT CAST('0188da12-4bc3-7abc-8def-0123456789ab' AS uniqueidentifier) NOT NULL
GO
-- schema.arrival.default_for_old_rows_only
ALTER TABLE [artist] ADD [rank] int CONSTRAINT [DF_artist$rank] DEFAULT 1 NOT NULL
GO
-- schema.arrival.expression_default
ALTER TABLE [artist] ADD [sum] int CONSTRAINT [DF_artist$sum] DEFAULT (3 + 4) WITH VALUES NULL
GO
-- schema.arrival.null_default
ALTER TABLE [artist] ADD [more] int CONSTRAINT [DF_artist$more] DEFAULT NULL WITH VALUES NULL
GO
-- schema.arrival.identity
CREATE TABLE [plain] ([key] bigint NOT NULL)
GO
ALTER TABLE [plain] ADD [number] bigint NOT NULL IDENTITY(1, 1)
GO
-- schema.arrival.collation
ALTER TABLE [artist] ADD [note] nvarchar(max) COLLATE NOCASE NULL
GO
-- schema.arrival.beside_keys
ALTER TABLE [thing] ADD [note] nvarchar(max) NULL
GO
-- schema.arrival.then_reference
ALTER TABLE [artist] ADD [label_id] bigint CONSTRAINT [DF_artist$label_id] DEFAULT 1 WITH VALUES NULL
GO
-- schema.arrival.stored_over_rows
ALTER TABLE [artist] ADD [twice] AS (CONVERT(int, "born" * 2)) PERSISTED
GO
-- schema.arrival.virtual_over_rows
ALTER TABLE [artist] ADD [twice] AS (CONVERT(int, "born" * 2))
GO
