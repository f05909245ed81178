-- care.checks.scope
CREATE TABLE [album] ([id] bigint NOT NULL, [by] bigint NULL, CONSTRAINT [PK_album] PRIMARY KEY ([id]), CONSTRAINT [FK_album$by$artist] FOREIGN KEY ([by]) REFERENCES [artist] ([id]))
GO
