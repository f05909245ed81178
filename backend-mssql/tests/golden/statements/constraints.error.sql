-- constraints.error.session_usable
CREATE TABLE [strict] ([id] bigint NOT NULL, [label] nvarchar(40) NULL, [parent_id] bigint NULL, [n] int NULL, [must] int NOT NULL, CONSTRAINT [PK_strict] PRIMARY KEY ([id]), CONSTRAINT [FK_strict$parent_id$strict] FOREIGN KEY ([parent_id]) REFERENCES [strict] ([id]), CONSTRAINT [CK_strict$8edac60723d18617] CHECK ("n" > 0))
GO
-- constraints.error.key_left_out
CREATE TABLE [thing] ([key] int NOT NULL, [n] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([key]))
GO
-- constraints.error.misleading_names
CREATE TABLE [odd.t0, z] ([id] bigint NOT NULL, [a.b] int NOT NULL, CONSTRAINT [PK_odd.t0, z] PRIMARY KEY ([id]), CONSTRAINT [UQ_odd.t0, z$a.b] UNIQUE ([a.b]))
GO
