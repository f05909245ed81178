-- constraints.foreign_key.unique_column
CREATE TABLE [country] ([id] bigint NOT NULL, [code] nvarchar(10) NOT NULL, CONSTRAINT [PK_country] PRIMARY KEY ([id]), CONSTRAINT [UQ_country$code] UNIQUE ([code]))
GO
