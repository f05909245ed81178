-- https://learn.microsoft.com/sql/t-sql/statements/create-sequence-transact-sql

-- with everything
CREATE SEQUENCE [numbers] AS smallint START WITH 10 INCREMENT BY -5 MINVALUE -100 MAXVALUE 100 CYCLE CACHE 20
GO
-- 2 statements
DECLARE @schema sysname = SCHEMA_NAME(); IF EXISTS (SELECT 1 FROM sys.fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema, N'SEQUENCE', N'numbers', NULL, NULL)) EXEC sys.sp_updateextendedproperty @name = N'MS_Description', @value = N'how many', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'SEQUENCE', @level1name = N'numbers' ELSE EXEC sys.sp_addextendedproperty @name = N'MS_Description', @value = N'how many', @level0type = N'SCHEMA', @level0name = @schema, @level1type = N'SEQUENCE', @level1name = N'numbers'
GO

-- with numbers that are kept ready
CREATE SEQUENCE [ready] AS bigint START WITH 1 INCREMENT BY 1 CACHE
GO

-- it becomes another
ALTER SEQUENCE [numbers] INCREMENT BY 1 NO MAXVALUE NO CYCLE NO CACHE
GO

-- it goes
DROP SEQUENCE [numbers]
GO
