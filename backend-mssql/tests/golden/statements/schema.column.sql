-- schema.column.not_null
CREATE TABLE [thing] ([id] bigint NOT NULL, [free] int NULL, [must] int NOT NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- schema.column.generated_stored
CREATE TABLE [summed] ([id] bigint NOT NULL, [a] bigint NULL, [b] bigint NULL, [total] AS (CONVERT(bigint, "a" + "b")) PERSISTED, CONSTRAINT [PK_summed] PRIMARY KEY ([id]))
GO
-- schema.column.generated_virtual
CREATE TABLE [summed] ([id] bigint NOT NULL, [a] bigint NULL, [b] bigint NULL, [total] AS (CONVERT(bigint, "a" + "b")), CONSTRAINT [PK_summed] PRIMARY KEY ([id]))
GO
-- schema.column.unknown_collation
CREATE TABLE [collated] ([id] bigint NOT NULL, [label] nvarchar(max) COLLATE no_such_collation NULL, CONSTRAINT [PK_collated] PRIMARY KEY ([id]))
GO
