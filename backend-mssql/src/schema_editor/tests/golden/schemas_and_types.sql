-- https://learn.microsoft.com/sql/t-sql/statements/create-schema-transact-sql

-- a schema
CREATE SCHEMA [shop]
GO
IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', N'shop', NULL, NULL, NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'what is sold', @level0type = N'SCHEMA', @level0name = N'shop' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'what is sold', @level0type = N'SCHEMA', @level0name = N'shop'
GO

-- an alias of a type
CREATE TYPE [phone] FROM nvarchar(30) NOT NULL
GO

-- it goes
DROP TYPE [phone]
GO
