-- schema.matrix.every_cell_of_one_pair
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] date NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
ALTER TABLE [altered] ALTER COLUMN [c] bit NOT NULL
GO
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] date NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]), CONSTRAINT [altered_u] UNIQUE ([c]))
GO
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] date CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07' AS date) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] date CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07' AS date) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]), CONSTRAINT [altered_u] UNIQUE ([c]))
GO
-- schema.matrix.boolean_kept
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] bit NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.boolean_to_real
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] bit CONSTRAINT [DF_altered$c] DEFAULT 0 NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]))
GO
ALTER TABLE [altered] ALTER COLUMN [c] real NOT NULL
GO
ALTER TABLE [altered] ADD CONSTRAINT [DF_altered$c] DEFAULT CAST(7E0 AS real) FOR [c]
GO
-- schema.matrix.boolean_to_decimal
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] bit NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]), CONSTRAINT [altered_u] UNIQUE ([c]))
GO
ALTER TABLE [altered] ALTER COLUMN [c] decimal(18,3) NOT NULL
GO
-- schema.matrix.boolean_to_date
ALTER TABLE [altered] ALTER COLUMN [c] date NOT NULL
GO
-- schema.matrix.boolean_to_time
ALTER TABLE [altered] ALTER COLUMN [c] time NULL
GO
ALTER TABLE [altered] ADD CONSTRAINT [DF_altered$c] DEFAULT CAST('07:07:07' AS time(7)) FOR [c]
GO
-- schema.matrix.boolean_to_timestamp
ALTER TABLE [altered] ALTER COLUMN [c] datetime2 NOT NULL
GO
-- schema.matrix.boolean_to_timestamp_tz
ALTER TABLE [altered] ALTER COLUMN [c] datetimeoffset NULL
GO
-- schema.matrix.boolean_to_interval
SELECT 1 FROM [altered] WHERE [c] IS NOT NULL
GO
-- schema.matrix.boolean_to_uuid
ALTER TABLE [altered] ALTER COLUMN [c] uniqueidentifier NULL
GO
-- schema.matrix.boolean_to_json
CREATE TABLE [new__altered] ([id] bigint NOT NULL, [c] nvarchar(max) CONSTRAINT [DF_new__altered$c] DEFAULT N'{"new": 7}' NOT NULL)
GO
INSERT INTO [new__altered] ([id], [c]) SELECT [id], CASE [c] WHEN 1 THEN N'true' WHEN 0 THEN N'false' END FROM [altered]
GO
-- schema.matrix.small_integer_to_boolean
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] smallint NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]))
GO
-- schema.matrix.small_integer_kept
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] smallint CONSTRAINT [DF_altered$c] DEFAULT 7 NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.small_integer_to_real
ALTER TABLE [altered] ALTER COLUMN [c] real NULL
GO
-- schema.matrix.small_integer_to_double
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] smallint CONSTRAINT [DF_altered$c] DEFAULT 7 NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]))
GO
ALTER TABLE [altered] ALTER COLUMN [c] float NOT NULL
GO
-- schema.matrix.small_integer_to_decimal
ALTER TABLE [altered] ALTER COLUMN [c] decimal(18,3) NULL
GO
-- schema.matrix.small_integer_to_varchar
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] smallint NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]), CONSTRAINT [altered_u] UNIQUE ([c]))
GO
-- schema.matrix.small_integer_to_timestamp_tz
ALTER TABLE [altered] ADD CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07T07:07:07+00:00' AS datetimeoffset(7)) FOR [c]
GO
-- schema.matrix.integer_to_small_integer
CREATE TABLE [referring] ([id] bigint NOT NULL, [c] int NULL, CONSTRAINT [PK_referring] PRIMARY KEY ([id]), CONSTRAINT [FK_referring$c$altered] FOREIGN KEY ([c]) REFERENCES [altered] ([c]))
GO
-- schema.matrix.integer_to_date
ALTER TABLE [altered] ADD CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07' AS date) FOR [c]
GO
-- schema.matrix.integer_to_uuid
ALTER TABLE [altered] ADD CONSTRAINT [DF_altered$c] DEFAULT CAST('77777777-7777-4777-8777-777777777777' AS uniqueidentifier) FOR [c]
GO
-- schema.matrix.big_integer_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] bigint CONSTRAINT [DF_altered$c] DEFAULT 7 NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.big_integer_to_date
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] bigint CONSTRAINT [DF_altered$c] DEFAULT 7 NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.big_integer_to_timestamp
ALTER TABLE [altered] ADD CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07T07:07:07' AS datetime2(7)) FOR [c]
GO
-- schema.matrix.real_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] real NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]))
GO
ALTER TABLE [altered] ALTER COLUMN [c] smallint NOT NULL
GO
-- schema.matrix.real_to_varchar
CREATE TABLE [new__altered] ([id] bigint NOT NULL, [c] nvarchar(60) NOT NULL)
GO
INSERT INTO [new__altered] ([id], [c]) SELECT [id], CONVERT(nvarchar(40), [c], 3) FROM [altered]
GO
-- schema.matrix.real_to_interval
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] real CONSTRAINT [DF_altered$c] DEFAULT CAST(7E0 AS real) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.double_to_boolean
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] float NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.double_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] float CONSTRAINT [DF_altered$c] DEFAULT 7E0 NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.double_to_varchar
CREATE TABLE [new__altered] ([id] bigint NOT NULL, [c] nvarchar(60) CONSTRAINT [DF_new__altered$c] DEFAULT N'it''s new' NULL)
GO
-- schema.matrix.double_to_text
CREATE TABLE [new__altered] ([id] bigint NOT NULL, [c] nvarchar(max) NOT NULL)
GO
-- schema.matrix.double_to_timestamp
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] float CONSTRAINT [DF_altered$c] DEFAULT 7E0 NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.decimal_to_boolean
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] decimal(18,3) CONSTRAINT [DF_altered$c] DEFAULT 7. NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.decimal_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] decimal(18,3) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([c]))
GO
-- schema.matrix.decimal_to_date
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] decimal(18,3) CONSTRAINT [DF_altered$c] DEFAULT 7. NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.varchar_to_boolean
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] nvarchar(60) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.varchar_to_interval
SELECT 1 FROM [altered] WHERE [c] NOT LIKE N'P%' AND [c] NOT LIKE N'-P%'
GO
-- schema.matrix.varchar_to_uuid
SELECT 1 FROM [altered] WHERE LEN([c]) <> 36
GO
-- schema.matrix.varchar_to_json
SELECT 1 FROM [altered] WHERE [c] IS NOT NULL AND CASE WHEN ISJSON(N'[' + [c] + N']') = 1 THEN (SELECT COUNT(*) FROM OPENJSON(N'[' + [c] + N']')) ELSE 0 END <> 1
GO
-- schema.matrix.text_to_big_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] nvarchar(max) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.text_to_time
ALTER TABLE [altered] ALTER COLUMN [c] time NOT NULL
GO
-- schema.matrix.text_to_timestamp_tz
ALTER TABLE [altered] ALTER COLUMN [c] datetimeoffset NOT NULL
GO
-- schema.matrix.text_to_uuid
ALTER TABLE [altered] ALTER COLUMN [c] uniqueidentifier NOT NULL
GO
-- schema.matrix.bytes_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] varbinary(max) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.bytes_to_double
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] varbinary(max) CONSTRAINT [DF_altered$c] DEFAULT 0x6e6577 NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.date_to_bytes
ALTER TABLE [altered] ALTER COLUMN [c] varbinary(max) NOT NULL
GO
-- schema.matrix.time_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] time CONSTRAINT [DF_altered$c] DEFAULT CAST('07:07:07' AS time(7)) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.time_to_big_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] time NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.time_kept
CREATE TABLE [referring] ([id] bigint NOT NULL, [c] time NULL, CONSTRAINT [PK_referring] PRIMARY KEY ([id]), CONSTRAINT [FK_referring$c$altered] FOREIGN KEY ([c]) REFERENCES [altered] ([c]))
GO
-- schema.matrix.timestamp_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] datetime2 NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.timestamp_to_double
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] datetime2 CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07T07:07:07' AS datetime2(7)) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.timestamp_tz_to_boolean
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] datetimeoffset NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.timestamp_tz_to_real
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] datetimeoffset CONSTRAINT [DF_altered$c] DEFAULT CAST('2031-07-07T07:07:07+00:00' AS datetimeoffset(7)) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.timestamp_tz_to_bytes
ALTER TABLE [altered] ALTER COLUMN [c] varbinary(max) NULL
GO
-- schema.matrix.interval_to_big_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] nvarchar(64) CONSTRAINT [DF_altered$c] DEFAULT N'P7D' NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.interval_kept
CREATE TABLE [referring] ([id] bigint NOT NULL, [c] nvarchar(64) NULL, CONSTRAINT [PK_referring] PRIMARY KEY ([id]), CONSTRAINT [FK_referring$c$altered] FOREIGN KEY ([c]) REFERENCES [altered] ([c]))
GO
-- schema.matrix.uuid_to_small_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] uniqueidentifier NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.uuid_to_double
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] uniqueidentifier CONSTRAINT [DF_altered$c] DEFAULT CAST('77777777-7777-4777-8777-777777777777' AS uniqueidentifier) NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
-- schema.matrix.uuid_kept
CREATE TABLE [referring] ([id] bigint NOT NULL, [c] uniqueidentifier NULL, CONSTRAINT [PK_referring] PRIMARY KEY ([id]), CONSTRAINT [FK_referring$c$altered] FOREIGN KEY ([c]) REFERENCES [altered] ([c]))
GO
-- schema.matrix.json_to_big_integer
CREATE TABLE [altered] ([id] bigint NOT NULL, [c] nvarchar(max) CONSTRAINT [DF_altered$c] DEFAULT N'{"new": 7}' NOT NULL, CONSTRAINT [PK_altered] PRIMARY KEY ([id]))
GO
