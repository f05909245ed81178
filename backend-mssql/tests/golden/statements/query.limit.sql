-- query.limit.what_cannot_be_divided
SELECT [id] FROM [item] WHERE [id] > @P1 AND [n] <> @P2 AND [n] <> @P3 AND [n] <> @P4 AND [n] <> @P5 ORDER BY [id] ASC
GO
