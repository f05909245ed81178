-- injection.negated.minus
SELECT [song] FROM [canary] WHERE (notes -(-5)) > @P1
GO
SELECT [song] FROM [canary] WHERE (notes -@P1) > @P2
GO
