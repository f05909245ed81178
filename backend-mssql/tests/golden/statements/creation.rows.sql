-- creation.rows.generated
CREATE TABLE [thing] ([id] bigint NOT NULL, [twice] AS (CONVERT(bigint, "id" * 2)) PERSISTED, [word] nvarchar(max) NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- creation.rows.identities
CREATE TABLE [numbered] ([id] bigint NOT NULL IDENTITY(1, 1), [word] nvarchar(max) NULL, CONSTRAINT [PK_numbered] PRIMARY KEY ([id]))
GO
