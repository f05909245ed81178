-- validation.keys.missing_columns
CREATE TABLE [b] ([id] bigint NOT NULL, [n] int NULL, CONSTRAINT [PK_b] PRIMARY KEY ())
GO
CREATE TABLE [d] ([id] bigint NOT NULL, [n] int NULL, CONSTRAINT [PK_d] PRIMARY KEY ([id]), CONSTRAINT [UQ_d] UNIQUE ())
GO
-- validation.keys.same_twice
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [UQ_thing$id] UNIQUE ([id]))
GO
