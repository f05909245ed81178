-- schema.default.integers
CREATE TABLE [defaults0] ([id] bigint NOT NULL, [c0] smallint CONSTRAINT [DF_defaults0$c0] DEFAULT 7 NULL, [c1] smallint CONSTRAINT [DF_defaults0$c1] DEFAULT -7 NULL, CONSTRAINT [PK_defaults0] PRIMARY KEY ([id]))
GO
CREATE TABLE [defaults1] ([id] bigint NOT NULL, [c0] int CONSTRAINT [DF_defaults1$c0] DEFAULT 0 NULL, [c1] int CONSTRAINT [DF_defaults1$c1] DEFAULT -2147483648 NULL, [c2] int CONSTRAINT [DF_defaults1$c2] DEFAULT 2147483647 NULL, CONSTRAINT [PK_defaults1] PRIMARY KEY ([id]))
GO
CREATE TABLE [defaults2] ([id] bigint NOT NULL, [c0] bigint CONSTRAINT [DF_defaults2$c0] DEFAULT 0 NULL, [c1] bigint CONSTRAINT [DF_defaults2$c1] DEFAULT CAST(-9223372036854775808 AS bigint) NULL, [c2] bigint CONSTRAINT [DF_defaults2$c2] DEFAULT CAST(9223372036854775807 AS bigint) NULL, CONSTRAINT [PK_defaults2] PRIMARY KEY ([id]))
GO
-- schema.default.bytes
CREATE TABLE [defaults0] ([id] bigint NOT NULL, [c0] varbinary(max) CONSTRAINT [DF_defaults0$c0] DEFAULT 0x NULL, [c1] varbinary(max) CONSTRAINT [DF_defaults0$c1] DEFAULT 0x00275cff NULL, [c2] varbinary(max) CONSTRAINT [DF_defaults0$c2] DEFAULT 0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff NULL, CONSTRAINT [PK_defaults0] PRIMARY KEY ([id]))
GO
-- schema.default.times
CREATE TABLE [defaults1] ([id] bigint NOT NULL, [c0] time CONSTRAINT [DF_defaults1$c0] DEFAULT CAST('23:59:58' AS time(7)) NULL, CONSTRAINT [PK_defaults1] PRIMARY KEY ([id]))
GO
CREATE TABLE [defaults2] ([id] bigint NOT NULL, [c0] datetime2 CONSTRAINT [DF_defaults2$c0] DEFAULT CAST('1985-10-26T01:21:00' AS datetime2(7)) NULL, CONSTRAINT [PK_defaults2] PRIMARY KEY ([id]))
GO
CREATE TABLE [defaults3] ([id] bigint NOT NULL, [c0] datetimeoffset CONSTRAINT [DF_defaults3$c0] DEFAULT CAST('1985-10-26T01:21:00+00:00' AS datetimeoffset(7)) NULL, CONSTRAINT [PK_defaults3] PRIMARY KEY ([id]))
GO
-- schema.default.null
CREATE TABLE [nothing] ([id] bigint NOT NULL, [c0] int CONSTRAINT [DF_nothing$c0] DEFAULT NULL NULL, [bare] int NULL, CONSTRAINT [PK_nothing] PRIMARY KEY ([id]))
GO
-- schema.default.not_null_column
CREATE TABLE [given] ([id] bigint NOT NULL, [must] int CONSTRAINT [DF_given$must] DEFAULT 7 NOT NULL, CONSTRAINT [PK_given] PRIMARY KEY ([id]))
GO
-- schema.default.expression
CREATE TABLE [computed] ([id] bigint NOT NULL, [total] int CONSTRAINT [DF_computed$total] DEFAULT (40 + 2) NULL, [made] datetime2 CONSTRAINT [DF_computed$made] DEFAULT (CURRENT_TIMESTAMP) NULL, CONSTRAINT [PK_computed] PRIMARY KEY ([id]))
GO
