-- injection.check_name.statement_in_a_name
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] bigint NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [x"; DROP TABLE canary; --] CHECK ("id" < 2))
GO
