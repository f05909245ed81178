-- https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql

-- every type
CREATE TABLE [typed] ([c0] bit NULL, [c1] smallint NULL, [c2] smallint NULL, [c3] int NULL, [c4] bigint NULL, [c5] real NULL, [c6] float NULL, [c7] decimal(10,2) NULL, [c8] decimal(38,10) NULL, [c9] nchar(8) NULL, [c10] nvarchar(60) NULL, [c11] nvarchar(max) NULL, [c12] binary(16) NULL, [c13] varbinary(20) NULL, [c14] varbinary(max) NULL, [c15] date NULL, [c16] time(3) NULL, [c17] datetime2 NULL, [c18] datetimeoffset(0) NULL, [c19] nvarchar(64) NULL, [c20] uniqueidentifier NULL, [c21] nvarchar(max) NULL, [c22] varchar(30) NULL, [c23] rowversion NULL, [c24] [dbo].[phone] NULL, [read] numeric(18) NULL)
GO
