-- cursor.columns.kinds_of_declared_types
CREATE TABLE [kinds] ([id] bigint NOT NULL, [a] bigint NULL, [b] int NULL, [c] float NULL, [d] nvarchar(max) NULL, [e] varbinary(max) NULL, [f] bit NULL, [g] date NULL, [h] datetime2 NULL, [i] uniqueidentifier NULL, [j] decimal(10,2) NULL, CONSTRAINT [PK_kinds] PRIMARY KEY ([id]))
GO
-- cursor.columns.forty_of_them
CREATE TABLE [wide] ([id] bigint NOT NULL, [c00] int NULL, [c01] int NULL, [c02] int NULL, [c03] int NULL, [c04] int NULL, [c05] int NULL, [c06] int NULL, [c07] int NULL, [c08] int NULL, [c09] int NULL, [c10] int NULL, [c11] int NULL, [c12] int NULL, [c13] int NULL, [c14] int NULL, [c15] int NULL, [c16] int NULL, [c17] int NULL, [c18] int NULL, [c19] int NULL, [c20] int NULL, [c21] int NULL, [c22] int NULL, [c23] int NULL, [c24] int NULL, [c25] int NULL, [c26] int NULL, [c27] int NULL, [c28] int NULL, [c29] int NULL, [c30] int NULL, [c31] int NULL, [c32] int NULL, [c33] int NULL, [c34] int NULL, [c35] int NULL, [c36] int NULL, [c37] int NULL, [c38] int NULL, [c39] int NULL, CONSTRAINT [PK_wide] PRIMARY KEY ([id]))
GO
