-- validation.keys.same_twice
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [UQ_thing$id] UNIQUE ([id]))
GO
