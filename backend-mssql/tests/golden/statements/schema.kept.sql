-- schema.kept.collation_by_type
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] nvarchar(20) COLLATE NOCASE NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- schema.kept.identity_by_type
CREATE TABLE [thing] ([label] nvarchar(max) NULL, [id] int NOT NULL IDENTITY(1, 1), CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- schema.kept.generated_by_rename
CREATE TABLE [new__doubled] ([id] bigint NOT NULL, [m] int NULL, [twice] AS (CONVERT(int, [m] * 2)) PERSISTED)
GO
-- schema.kept.source_of_generated
CREATE TABLE [new__doubled] ([id] bigint NOT NULL, [n] bigint NULL, [twice] AS (CONVERT(int, "n" * 2)) PERSISTED)
GO
-- schema.kept.same_default
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int CONSTRAINT [DF_thing$n] DEFAULT 9 NULL, [label] nvarchar(max) CONSTRAINT [DF_thing$label] DEFAULT N'it''s' NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- schema.kept.covering_index_by_type
CREATE INDEX [thing_id] ON [thing] ([id]) INCLUDE ([n])
GO
-- schema.kept.check_of_two_columns
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [ordered] CHECK ("id" <= "n"))
GO
ALTER TABLE [thing] ADD CONSTRAINT [ordered] CHECK ("id" <= "n")
GO
-- schema.kept.primary_key_by_type
CREATE TABLE [thing] ([n] int NOT NULL, [label] nvarchar(20) NOT NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([n]))
GO
-- schema.kept.own_reference_by_type
CREATE TABLE [person] ([id] int NOT NULL, [boss_id] int NULL, CONSTRAINT [PK_person] PRIMARY KEY ([id]), CONSTRAINT [FK_person$boss_id$person] FOREIGN KEY ([boss_id]) REFERENCES [person] ([id]))
GO
