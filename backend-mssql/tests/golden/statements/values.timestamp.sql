-- values.timestamp.round_trip
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] datetime2 NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
