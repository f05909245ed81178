-- validation.foreign_keys.target_keys
CREATE TABLE [unique] ([id] bigint NOT NULL, [n] bigint NOT NULL, [word] nvarchar(max) NULL, CONSTRAINT [PK_unique] PRIMARY KEY ([id]), CONSTRAINT [UQ_unique$n] UNIQUE ([n]))
GO
CREATE UNIQUE INDEX [by_n] ON [indexed] ([n])
GO
-- validation.foreign_keys.types
CREATE TABLE [s0_0] ([id] bigint NOT NULL, [key] smallint NULL, CONSTRAINT [PK_s0_0] PRIMARY KEY ([id]), CONSTRAINT [FK_s0_0$key$t0] FOREIGN KEY ([key]) REFERENCES [t0] ([key]))
GO
CREATE TABLE [t2] ([id] bigint NOT NULL, [key] bigint NOT NULL, CONSTRAINT [PK_t2] PRIMARY KEY ([id]), CONSTRAINT [UQ_t2$key] UNIQUE ([key]))
GO
CREATE TABLE [t3] ([id] bigint NOT NULL, [key] decimal(9,2) NOT NULL, CONSTRAINT [PK_t3] PRIMARY KEY ([id]), CONSTRAINT [UQ_t3$key] UNIQUE ([key]))
GO
CREATE TABLE [s3_3] ([id] bigint NOT NULL, [key] decimal(9,2) NULL, CONSTRAINT [PK_s3_3] PRIMARY KEY ([id]), CONSTRAINT [FK_s3_3$key$t3] FOREIGN KEY ([key]) REFERENCES [t3] ([key]))
GO
CREATE TABLE [t4] ([id] bigint NOT NULL, [key] float NOT NULL, CONSTRAINT [PK_t4] PRIMARY KEY ([id]), CONSTRAINT [UQ_t4$key] UNIQUE ([key]))
GO
CREATE TABLE [s4_4] ([id] bigint NOT NULL, [key] float NULL, CONSTRAINT [PK_s4_4] PRIMARY KEY ([id]), CONSTRAINT [FK_s4_4$key$t4] FOREIGN KEY ([key]) REFERENCES [t4] ([key]))
GO
CREATE TABLE [s5_5] ([id] bigint NOT NULL, [key] bit NULL, CONSTRAINT [PK_s5_5] PRIMARY KEY ([id]), CONSTRAINT [FK_s5_5$key$t5] FOREIGN KEY ([key]) REFERENCES [t5] ([key]))
GO
CREATE TABLE [s6_6] ([id] bigint NOT NULL, [key] nvarchar(max) NULL, CONSTRAINT [PK_s6_6] PRIMARY KEY ([id]), CONSTRAINT [FK_s6_6$key$t6] FOREIGN KEY ([key]) REFERENCES [t6] ([key]))
GO
CREATE TABLE [s8_8] ([id] bigint NOT NULL, [key] varbinary(max) NULL, CONSTRAINT [PK_s8_8] PRIMARY KEY ([id]), CONSTRAINT [FK_s8_8$key$t8] FOREIGN KEY ([key]) REFERENCES [t8] ([key]))
GO
CREATE TABLE [s9_9] ([id] bigint NOT NULL, [key] date NULL, CONSTRAINT [PK_s9_9] PRIMARY KEY ([id]), CONSTRAINT [FK_s9_9$key$t9] FOREIGN KEY ([key]) REFERENCES [t9] ([key]))
GO
CREATE TABLE [t10] ([id] bigint NOT NULL, [key] datetime2 NOT NULL, CONSTRAINT [PK_t10] PRIMARY KEY ([id]), CONSTRAINT [UQ_t10$key] UNIQUE ([key]))
GO
CREATE TABLE [s10_10] ([id] bigint NOT NULL, [key] datetime2 NULL, CONSTRAINT [PK_s10_10] PRIMARY KEY ([id]), CONSTRAINT [FK_s10_10$key$t10] FOREIGN KEY ([key]) REFERENCES [t10] ([key]))
GO
CREATE TABLE [t11] ([id] bigint NOT NULL, [key] datetimeoffset NOT NULL, CONSTRAINT [PK_t11] PRIMARY KEY ([id]), CONSTRAINT [UQ_t11$key] UNIQUE ([key]))
GO
CREATE TABLE [s11_11] ([id] bigint NOT NULL, [key] datetimeoffset NULL, CONSTRAINT [PK_s11_11] PRIMARY KEY ([id]), CONSTRAINT [FK_s11_11$key$t11] FOREIGN KEY ([key]) REFERENCES [t11] ([key]))
GO
CREATE TABLE [t12] ([id] bigint NOT NULL, [key] time NOT NULL, CONSTRAINT [PK_t12] PRIMARY KEY ([id]), CONSTRAINT [UQ_t12$key] UNIQUE ([key]))
GO
CREATE TABLE [t14] ([id] bigint NOT NULL, [key] uniqueidentifier NOT NULL, CONSTRAINT [PK_t14] PRIMARY KEY ([id]), CONSTRAINT [UQ_t14$key] UNIQUE ([key]))
GO
