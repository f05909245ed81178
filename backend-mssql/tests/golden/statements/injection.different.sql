-- injection.different.statement_in_a_text
SELECT [song] FROM [canary] WHERE [song] <> @P1 AND ([song] = @P2 OR [song] = @P3)
GO
