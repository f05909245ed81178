-- introspection.round_trip.types
CREATE TABLE [typed] ([id] bigint NOT NULL, [c0] bit NULL, [c1] smallint NOT NULL, [c2] smallint NULL, [c3] int NOT NULL, [c4] bigint NULL, [c5] real NOT NULL, [c6] float NULL, [c7] decimal(12,3) NOT NULL, [c8] nvarchar(33) NULL, [c9] nvarchar(max) NOT NULL, [c10] varbinary(max) NULL, [c11] date NOT NULL, [c12] time NULL, [c13] datetime2 NOT NULL, [c14] datetimeoffset NULL, [c15] nvarchar(64) NOT NULL, [c16] uniqueidentifier NULL, [c17] nvarchar(max) NOT NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
CREATE TABLE [typed] ([id] bigint NOT NULL, [c0] bit NULL, [c1] smallint NOT NULL, [c2] smallint NULL, [c3] int NOT NULL, [c4] bigint NULL, [c5] real NOT NULL, [c6] double precision NULL, [c7] decimal(12,3) NOT NULL, [c8] nvarchar(33) NULL, [c9] nvarchar(max) NOT NULL, [c10] varbinary(max) NULL, [c11] date NOT NULL, [c12] time NULL, [c13] datetime2 NOT NULL, [c14] datetimeoffset NULL, [c15] nvarchar(64) NOT NULL, [c16] uniqueidentifier NULL, [c17] nvarchar(max) NOT NULL, CONSTRAINT [PK_typed] PRIMARY KEY ([id]))
GO
-- introspection.round_trip.columns
CREATE TABLE [thing] ([id] bigint NOT NULL IDENTITY(1, 1), [n] int NULL, [text] nvarchar(20) CONSTRAINT [DF_thing$text] DEFAULT N'it''s' NOT NULL, [number] int CONSTRAINT [DF_thing$number] DEFAULT -7 NULL, [sum] int CONSTRAINT [DF_thing$sum] DEFAULT (1 + 2) NULL, [Stored] AS (CONVERT(bigint, "n" * 2)) PERSISTED, [Virtual] AS (CONVERT(bigint, "n" * 2)), [noted] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
CREATE TABLE [thing] ([id] bigint NOT NULL IDENTITY(1, 1), [n] int NULL, [text] nvarchar(20) CONSTRAINT [DF_thing$text] DEFAULT N'it''s' NOT NULL, [number] int CONSTRAINT [DF_thing$number] DEFAULT -7 NULL, [sum] int CONSTRAINT [DF_thing$sum] DEFAULT (1 + 2) NULL, [Stored] AS ("n" * 2) PERSISTED, [Virtual] AS ("n" * 2), [noted] int NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- introspection.round_trip.constraints
CREATE TABLE [seat] ([number] int NOT NULL, [line] int NOT NULL, [code] bigint NULL, CONSTRAINT [seat key] PRIMARY KEY ([line], [number]))
GO
-- introspection.round_trip.random
CREATE TABLE [t0\] ([id] bigint NOT NULL IDENTITY(1, 1), CONSTRAINT [PK_t0\] PRIMARY KEY ([id]), CONSTRAINT [CK_t0\$833127fc1a11b91e] CHECK ("id" <> -1))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL, [part] int NOT NULL, [c0 ] float NOT NULL, [c1\] AS (CONVERT(bigint, "id" + 94)), [c2] int CONSTRAINT [DF_t0$c2] DEFAULT 0 NOT NULL, [c3%] smallint NULL, [c4 ] bigint CONSTRAINT [DF_t0$c4 ] DEFAULT 21 NULL, [c5] decimal(9,2) NOT NULL, [c6] varbinary(max) NULL, CONSTRAINT [PK_t0] PRIMARY KEY ([part], [id]), CONSTRAINT [CK_t0$10d66efe9c644db0] CHECK ("c4 " <> -1))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL, [part] int NOT NULL, [c0 ] double precision NOT NULL, [c1\] AS ("id" + 94), [c2] int CONSTRAINT [DF_t0$c2] DEFAULT 0 NOT NULL, [c3%] smallint NULL, [c4 ] bigint CONSTRAINT [DF_t0$c4 ] DEFAULT 21 NULL, [c5] decimal(9,2) NOT NULL, [c6] varbinary(max) NULL, CONSTRAINT [PK_t0] PRIMARY KEY ([part], [id]), CONSTRAINT [CK_t0$10d66efe9c644db0] CHECK ("c4 " <> -1))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL, [part] int NOT NULL, [c0
] datetime2 NULL, [c1;] bit NULL, [c2.dot] datetime2 NULL, [c3;] bit NULL, [c4] nvarchar(max) NULL, [c5] bit NULL, [c6] bit NULL, CONSTRAINT [PK_t0] PRIMARY KEY ([part], [id]))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL, [c0] uniqueidentifier NULL, [c1"q"] int NULL, [c2] bit NULL, CONSTRAINT [PK_t0] PRIMARY KEY ([id]))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL, CONSTRAINT [t0_c0`] CHECK ("id" <> -1))
GO
CREATE TABLE [t1] ([id] bigint NOT NULL, [c0;] float NULL, [c1] date NOT NULL, [c2] float NOT NULL, [later] bigint NULL, CONSTRAINT [PK_t1] PRIMARY KEY ([id]), CONSTRAINT [FK_t1$later$t2\] FOREIGN KEY ([later]) REFERENCES [t2\] ([id]))
GO
CREATE TABLE [t1] ([id] bigint NOT NULL, [c0;] double precision NULL, [c1] date NOT NULL, [c2] double precision NOT NULL, [later] bigint NULL, CONSTRAINT [PK_t1] PRIMARY KEY ([id]), CONSTRAINT [FK_t1$later$t2\] FOREIGN KEY ([later]) REFERENCES [t2\] ([id]))
GO
CREATE TABLE [t0[x]]] ([id] bigint NOT NULL, [c0] date NOT NULL, [c1's] varbinary(max) NULL, [c2\] uniqueidentifier NULL, [c3.dot] uniqueidentifier NULL, [c4.dot] uniqueidentifier NULL, [c5 ] nvarchar(max) COLLATE NOCASE CONSTRAINT [DF_t0[x]]$c5 ] DEFAULT N'x' NOT NULL, [c6
] bit NOT NULL)
GO
CREATE TABLE [t2] ([id] bigint NOT NULL, [c0] nvarchar(40) COLLATE NOCASE NULL, [c1
] smallint NULL, [c2] datetime2 NULL, [c3`] date NULL, [c4[x]]] date NULL, [c5] varbinary(max) NOT NULL, [c6
] uniqueidentifier NULL, CONSTRAINT [t2_key.dot] PRIMARY KEY ([id]), CONSTRAINT [CK_t2$8e3ee40406199db9] CHECK ("c1
" <> -1))
GO
CREATE TABLE [t1's] ([id] bigint NOT NULL, [c0 ] AS (CONVERT(bigint, "id" + 12)) PERSISTED, [c1 ] uniqueidentifier NULL, [c2é漢🦀] AS (CONVERT(bigint, "id" + 53)) PERSISTED, [later] bigint NULL, CONSTRAINT [FK_t1's$later$t2] FOREIGN KEY ([later]) REFERENCES [t2] ([id]), CONSTRAINT [CK_t1's$833127fc1a11b91e] CHECK ("id" <> -1))
GO
CREATE UNIQUE INDEX [t1's_i0%] ON [t1's] ([id] DESC)
GO
CREATE TABLE [t1's] ([id] bigint NOT NULL, [c0 ] AS ("id" + 12) PERSISTED, [c1 ] uniqueidentifier NULL, [c2é漢🦀] AS ("id" + 53) PERSISTED, [later] bigint NULL, CONSTRAINT [FK_t1's$later$t2] FOREIGN KEY ([later]) REFERENCES [t2] ([id]), CONSTRAINT [CK_t1's$833127fc1a11b91e] CHECK ("id" <> -1))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL IDENTITY(1, 1), [c0`] datetime2 NOT NULL, [c1.dot] varbinary(max) NULL, [c2] decimal(9,2) NULL, [c3] decimal(9,2) NOT NULL, [c4 ] smallint NULL, [c5] decimal(9,2) NOT NULL, [c6] smallint NULL, CONSTRAINT [PK_t0] PRIMARY KEY ([id]), CONSTRAINT [t0_c0] CHECK ("id" <> -1))
GO
CREATE UNIQUE INDEX [t0_i0.dot] ON [t0] ([id] DESC, [c6] DESC) WHERE "id" > 0 AND [c6] IS NOT NULL
GO
CREATE TABLE [t0.dot] ([id] bigint NOT NULL, [c0] datetime2 NULL, [c1;] smallint NULL, [c2] AS (CONVERT(bigint, "id" + 40)) PERSISTED, [c3
] int NULL, [c4[x]]] nvarchar(40) NULL, CONSTRAINT [t0.dot_key
] PRIMARY KEY ([id]), CONSTRAINT [CK_t0.dot$bd33c8f793d29ba0] CHECK ("c1;" <> -1))
GO
CREATE TABLE [t0.dot] ([id] bigint NOT NULL, [c0] datetime2 NULL, [c1;] smallint NULL, [c2] AS ("id" + 40) PERSISTED, [c3
] int NULL, [c4[x]]] nvarchar(40) NULL, CONSTRAINT [t0.dot_key
] PRIMARY KEY ([id]), CONSTRAINT [CK_t0.dot$bd33c8f793d29ba0] CHECK ("c1;" <> -1))
GO
CREATE TABLE [t0`] ([id] bigint NOT NULL IDENTITY(1, 1), [c0[x]]] float NULL, [r0 ] bigint NULL, CONSTRAINT [PK_t0`] PRIMARY KEY ([id]), CONSTRAINT [t0`_f0%] FOREIGN KEY ([r0 ]) REFERENCES [t0`] ([id]), CONSTRAINT [t0`_c0é漢🦀] CHECK ("id" <> -1))
GO
CREATE TABLE [t0`] ([id] bigint NOT NULL IDENTITY(1, 1), [c0[x]]] double precision NULL, [r0 ] bigint NULL, CONSTRAINT [PK_t0`] PRIMARY KEY ([id]), CONSTRAINT [t0`_f0%] FOREIGN KEY ([r0 ]) REFERENCES [t0`] ([id]), CONSTRAINT [t0`_c0é漢🦀] CHECK ("id" <> -1))
GO
CREATE TABLE [t2] ([id] bigint NOT NULL, [c0
] bigint NULL, [c1] datetime2 NULL, [c2] varbinary(max) NULL, [c3] decimal(9,2) NULL, [c4"q"] nvarchar(max) CONSTRAINT [DF_t2$c4"q"] DEFAULT N'xé漢🦀' NOT NULL, [r0] bigint NULL, CONSTRAINT [t2_key
] PRIMARY KEY ([id]), CONSTRAINT [t2_f0] FOREIGN KEY ([r0]) REFERENCES [t2] ([id]), CONSTRAINT [t2_c0`] CHECK ("id" <> -1))
GO
CREATE TABLE [t0] ([id] bigint NOT NULL, [c0"q"] int CONSTRAINT [DF_t0$c0"q"] DEFAULT -8 NULL, [c1] varbinary(max) NULL, [c2%] varbinary(max) NOT NULL, [c3%] datetime2 NULL, [c4's] decimal(9,2) NOT NULL, [c5] datetime2 NULL, [c6 ] nvarchar(40) COLLATE NOCASE CONSTRAINT [DF_t0$c6 ] DEFAULT N'x`' NULL, [r0
] bigint NULL, CONSTRAINT [t0_key] PRIMARY KEY ([id]), CONSTRAINT [t0_f0
] FOREIGN KEY ([r0
]) REFERENCES [t0] ([id]))
GO
CREATE TABLE [t0[x]]] ([id] bigint NOT NULL IDENTITY(1, 1), [c0] int CONSTRAINT [DF_t0[x]]$c0] DEFAULT 12 NOT NULL, [c1's] nvarchar(max) CONSTRAINT [DF_t0[x]]$c1's] DEFAULT N'x`' NULL, [c2.dot] varbinary(max) NOT NULL, [c3] uniqueidentifier NULL, [c4] date NULL, [c5] int CONSTRAINT [DF_t0[x]]$c5] DEFAULT (15 * 3) NULL, [r0[x]]] bigint NULL, CONSTRAINT [PK_t0[x]]] PRIMARY KEY ([id]), CONSTRAINT [FK_t0[x]]$r0[x]]$t0[x]]] FOREIGN KEY ([r0[x]]]) REFERENCES [t0[x]]] ([id]))
GO
