-- introspection.column.lengths
CREATE TABLE [thing] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, [v1] nvarchar(1) NULL, [v20] nvarchar(20) NULL, [v255] nvarchar(255) NULL, [d5] decimal(5,0) NULL, [d9] decimal(9,4) NULL, [d18] decimal(18,18) NULL)
GO
-- introspection.column.nullability
CREATE TABLE [thing] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, [c0] nvarchar(max) NOT NULL, [c1] nvarchar(max) NULL, [c2] nvarchar(max) NOT NULL, [c3] nvarchar(max) NULL, [c4] nvarchar(max) NOT NULL, [c5] nvarchar(max) NULL)
GO
-- introspection.column.collation
CREATE TABLE [thing] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, [plain] nvarchar(max) NULL, [collated] nvarchar(max) COLLATE NOCASE NULL)
GO
-- introspection.column.literal_default_of_each_type
CREATE TABLE [thing] ([x] int NOT NULL, [y] int NOT NULL, [z] int NOT NULL, [c0] bit CONSTRAINT [DF_thing$c0] DEFAULT 1 NULL, [c1] int CONSTRAINT [DF_thing$c1] DEFAULT -7 NULL, [c2] bigint CONSTRAINT [DF_thing$c2] DEFAULT CAST(9223372036854775807 AS bigint) NULL, [c3] nvarchar(max) CONSTRAINT [DF_thing$c3] DEFAULT N'it''s "x"' NULL, [c4] nvarchar(9) CONSTRAINT [DF_thing$c4] DEFAULT N'' NULL, [c5] date CONSTRAINT [DF_thing$c5] DEFAULT CAST('2024-02-29' AS date) NULL)
GO
