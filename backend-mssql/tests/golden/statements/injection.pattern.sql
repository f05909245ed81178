-- injection.pattern.loopback_contains
SELECT [song] FROM [canary] WHERE [song] LIKE @P1 ESCAPE N'\'
GO
