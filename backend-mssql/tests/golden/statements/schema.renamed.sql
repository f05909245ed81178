-- schema.renamed.check
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [positive] CHECK ("n" > 0))
GO
-- schema.renamed.name_free_again
ALTER TABLE [thing] ADD [n] int CONSTRAINT [DF_thing$n] DEFAULT 1 WITH VALUES NULL
GO
