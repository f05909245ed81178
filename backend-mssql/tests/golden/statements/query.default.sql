-- query.default.keyword
CREATE TABLE [stored] ([id] bigint NOT NULL, [n] int CONSTRAINT [DF_stored$n] DEFAULT 7 NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
UPDATE [stored] SET [n] = DEFAULT
GO
-- query.default.several_rows
CREATE TABLE [stored] ([n] int CONSTRAINT [DF_stored$n] DEFAULT 7 NULL)
GO
