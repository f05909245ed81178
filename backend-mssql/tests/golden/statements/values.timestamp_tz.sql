-- values.timestamp_tz.same_instant
CREATE TABLE [stored] ([id] bigint NOT NULL, [value] datetimeoffset NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
