-- injection.ordered.backslash_quote
SELECT [song] FROM [canary] ORDER BY CASE WHEN [song]=N'x\''; DROP TABLE canary; --' THEN 0 WHEN [song]=N'still alive' THEN 1 ELSE 2 END
GO
