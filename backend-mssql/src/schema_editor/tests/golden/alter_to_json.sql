-- https://learn.microsoft.com/sql/t-sql/data-types/json-data-type

-- a document of texts
SELECT 1 FROM [artist] WHERE ISJSON([note]) = 0
GO
ALTER TABLE [artist] ALTER COLUMN [note] nvarchar(max) NULL
GO
