-- schema.type.integers
CREATE TABLE [typed] ([id] bigint NOT NULL, [c0] smallint NULL, [c1] smallint NULL, [c2] int NULL, [c3] bigint NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
-- schema.type.floats
CREATE TABLE [typed] ([id] bigint NOT NULL, [c0] real NULL, [c1] float NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
-- schema.type.texts
CREATE TABLE [typed] ([id] bigint NOT NULL, [c0] nvarchar(1) NULL, [c1] nvarchar(255) NULL, [c2] nvarchar(max) NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
CREATE TABLE [free0] ([id] bigint NOT NULL, [c] nchar(8) NULL, CONSTRAINT [PK_free0] PRIMARY KEY ([id]))
GO
-- schema.type.bytes
CREATE TABLE [free0] ([id] bigint NOT NULL, [c] binary(16) NULL, CONSTRAINT [PK_free0] PRIMARY KEY ([id]))
GO
-- schema.type.times
CREATE TABLE [typed] ([id] bigint NOT NULL, [c0] date NULL, [c1] time NULL, [c2] datetime2 NULL, [c3] datetimeoffset NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
CREATE TABLE [free0] ([id] bigint NOT NULL, [c] time(0) NULL, CONSTRAINT [PK_free0] PRIMARY KEY ([id]))
GO
CREATE TABLE [free1] ([id] bigint NOT NULL, [c] datetime2(0) NULL, CONSTRAINT [PK_free1] PRIMARY KEY ([id]))
GO
CREATE TABLE [free2] ([id] bigint NOT NULL, [c] datetimeoffset(0) NULL, CONSTRAINT [PK_free2] PRIMARY KEY ([id]))
GO
-- schema.type.native
CREATE TABLE [typed] ([id] bigint NOT NULL, [c] FOO_BAR(3) NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
