-- validation.changes.types
CREATE TABLE [new__t0_12] ([id] bigint NOT NULL, [c] nvarchar(max) NULL)
GO
CREATE TABLE [new__t3_6] ([id] bigint NOT NULL, [c] nvarchar(9) NULL)
GO
-- validation.changes.lossless
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] smallint NULL, [word] nvarchar(9) NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
