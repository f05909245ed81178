-- function.modulo.sign_of_the_dividend
SELECT (CASE WHEN @P1 = -1 THEN @P2 - @P3 ELSE @P4 % @P5 END) AS [value]
GO
