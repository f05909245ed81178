-- introspection.facts.literal_defaults
CREATE TABLE [thing] ([id] bigint NOT NULL, [c0] nvarchar(20) CONSTRAINT [DF_thing$c0] DEFAULT N'' NULL, [c1] nvarchar(20) CONSTRAINT [DF_thing$c1] DEFAULT N'plain' NULL, [c2] nvarchar(20) CONSTRAINT [DF_thing$c2] DEFAULT N'it''s' NULL, [c3] nvarchar(20) CONSTRAINT [DF_thing$c3] DEFAULT N'"x"' NULL, [c4] nvarchar(20) CONSTRAINT [DF_thing$c4] DEFAULT N'007' NULL, [c5] nvarchar(20) CONSTRAINT [DF_thing$c5] DEFAULT N'NULL' NULL, [c6] nvarchar(20) CONSTRAINT [DF_thing$c6] DEFAULT N'TRUE' NULL, [c7] nvarchar(20) CONSTRAINT [DF_thing$c7] DEFAULT N'(1)' NULL, [c8] nvarchar(20) CONSTRAINT [DF_thing$c8] DEFAULT N'1 + 1' NULL, [c9] nvarchar(20) CONSTRAINT [DF_thing$c9] DEFAULT N'CURRENT_DATE' NULL, [c10] nvarchar(20) CONSTRAINT [DF_thing$c10] DEFAULT N'a\b' NULL, [c11] nvarchar(20) CONSTRAINT [DF_thing$c11] DEFAULT N'two
lines' NULL, [c12] nvarchar(20) CONSTRAINT [DF_thing$c12] DEFAULT N'ž 🦀' NULL, [c13] nvarchar(20) CONSTRAINT [DF_thing$c13] DEFAULT N'x''ff''' NULL, [c14] bigint CONSTRAINT [DF_thing$c14] DEFAULT 0 NULL, [c15] bigint CONSTRAINT [DF_thing$c15] DEFAULT 1 NULL, [c16] bigint CONSTRAINT [DF_thing$c16] DEFAULT -1 NULL, [c17] bigint CONSTRAINT [DF_thing$c17] DEFAULT 42 NULL, [c18] bigint CONSTRAINT [DF_thing$c18] DEFAULT CAST(-9223372036854775808 AS bigint) NULL, [c19] bigint CONSTRAINT [DF_thing$c19] DEFAULT CAST(9223372036854775807 AS bigint) NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- introspection.facts.checks
CREATE TABLE [thing] ([id] bigint NOT NULL, [height] int NULL, [weight] int NULL, [must] int NOT NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]), CONSTRAINT [thing_weight] CHECK ("weight" < 77), CONSTRAINT [thing_height] CHECK ("height" < 99))
GO
-- introspection.facts.foreign_key_without_columns
CREATE TABLE [child] ([id] bigint NOT NULL, [x] int NULL, [y] int NULL, CONSTRAINT [PK_child] PRIMARY KEY ([id]), CONSTRAINT [FK_child$x$y$parent] FOREIGN KEY ([x], [y]) REFERENCES [parent])
GO
-- introspection.facts.declared_type
CREATE TABLE [thing] ([id] bigint NOT NULL, [n] int NULL, [label] nvarchar(10) NULL, [day] date NULL, CONSTRAINT [PK_thing] PRIMARY KEY ([id]))
GO
-- introspection.facts.no_primary_key
CREATE TABLE [thing] ([n] int NULL, [label] nvarchar(max) NOT NULL)
GO
