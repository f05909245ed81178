-- schema.remake.numbers_given_out
CREATE TABLE [numbered] ([n] int NULL, [id] bigint NOT NULL IDENTITY(1, 1), CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
-- schema.remake.views_of_views
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int NULL, [label] nvarchar(max) NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- schema.remake.several_at_once
ALTER TABLE [thing] ADD [label] nvarchar(20) CONSTRAINT [DF_thing$label] DEFAULT N'new' WITH VALUES NULL
GO
