-- function.round.halves_away_from_zero
SELECT ROUND(CAST(@P1 AS decimal(38,1)), CAST(@P2 AS int)) AS [value]
GO
-- function.round.negative_places
SELECT ROUND(@P1, CAST(@P2 AS int)) AS [value]
GO
-- function.round.decimal_is_exact
SELECT FLOOR(@P1) AS [value]
GO
