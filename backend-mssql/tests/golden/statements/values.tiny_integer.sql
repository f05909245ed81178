-- values.tiny_integer.round_trip
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] smallint NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
