-- injection.window.backquotes
SELECT MAX([id]) OVER (PARTITION BY [song]) AS [id] FROM [canary]
GO
