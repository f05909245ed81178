-- values.time.end_of_day
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] time NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
