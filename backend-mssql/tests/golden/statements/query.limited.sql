-- query.limited.update_and_delete
WITH [backend_rows] AS (SELECT TOP (@P1) * FROM [item] ORDER BY [id] DESC) UPDATE [backend_rows] SET [n] = @P2
GO
