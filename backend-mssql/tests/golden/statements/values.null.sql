-- values.null.typed_in_every_type
CREATE TABLE [every_type] ([id] bigint NOT NULL, [boolean] bit NULL, [small_integer] smallint NULL, [integer] int NULL, [big_integer] bigint NULL, [real] real NULL, [double] float NULL, [decimal] decimal(10,2) NULL, [var_char] nvarchar(10) NULL, [text] nvarchar(max) NULL, [bytes] varbinary(max) NULL, [date] date NULL, [time] time NULL, [timestamp] datetime2 NULL, [timestamp_tz] datetimeoffset NULL, [interval] nvarchar(64) NULL, [uuid] uniqueidentifier NULL, [json] nvarchar(max) NULL, CONSTRAINT [PK_every_type] PRIMARY KEY ([id]))
GO
