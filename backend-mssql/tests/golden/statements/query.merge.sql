-- query.merge.new_row
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [code] = [excluded].[code], [amount] = [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.row_that_is_there
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [amount] = [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.parameters_in_every_part
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED AND ([stock].[amount] = @P4) THEN UPDATE SET [code] = @P5, [amount] = [excluded].[amount] + @P6 WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.condition_of_both_rows
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3), (@P4, @P5, @P6), (@P7, @P8, @P9)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED AND ([excluded].[amount] > [stock].[amount] AND [stock].[code] <> @P10) THEN UPDATE SET [code] = [excluded].[code], [amount] = [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.condition_that_is_null
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED AND ([stock].[shelf] <> @P4) THEN UPDATE SET [code] = [excluded].[code], [amount] = [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.null_in_the_key
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2)) AS [excluded] ([id], [code]) ON [stock].[code] = [excluded].[code] WHEN MATCHED THEN UPDATE SET [amount] = @P3 WHEN NOT MATCHED THEN INSERT ([id], [code]) VALUES ([excluded].[id], [excluded].[code]);
GO
-- query.merge.nothing_leaves_the_row
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3), (@P4, @P5, @P6)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.returning_inserted_and_changed
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3), (@P4, @P5, @P6), (@P7, @P8, @P9)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED AND ([excluded].[amount] < @P10) THEN UPDATE SET [amount] = [stock].[amount] + [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]) OUTPUT INSERTED.[id], INSERTED.[amount];
GO
-- query.merge.returning_what_was_inserted
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3), (@P4, @P5, @P6)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]) OUTPUT INSERTED.[id], INSERTED.[amount];
GO
-- query.merge.from_a_limited_order
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (SELECT TOP (@P1) [id], [name], [born] FROM [artist] ORDER BY [id] DESC) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [code] = [excluded].[code], [amount] = [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.table_by_another_name
MERGE INTO [stock] WITH (HOLDLOCK) AS [there] USING (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [amount]) ON [there].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [amount] = [there].[amount] - [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
-- query.merge.partial_index
WITH [backend_old] AS (SELECT * FROM [stock] WITH (HOLDLOCK) WHERE shelf > 0) MERGE INTO [backend_old] USING (SELECT *, CASE WHEN shelf > 0 THEN 1 ELSE 0 END AS [backend_covered] FROM (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [shelf])) AS [excluded] ON [backend_old].[shelf] = [excluded].[shelf] AND [excluded].[backend_covered] = 1 WHEN MATCHED THEN UPDATE SET [amount] = [backend_old].[amount] + @P4 WHEN NOT MATCHED THEN INSERT ([id], [code], [shelf]) VALUES ([excluded].[id], [excluded].[code], [excluded].[shelf]);
GO
-- query.merge.numbers_given
-- 3 statements
SET IDENTITY_INSERT [numbered] ON; MERGE INTO [numbered] WITH (HOLDLOCK) AS [numbered] USING (VALUES (@P1, @P2), (@P3, @P4)) AS [excluded] ([id], [label]) ON [numbered].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [label] = [excluded].[label] WHEN NOT MATCHED THEN INSERT ([id], [label]) VALUES ([excluded].[id], [excluded].[label]); SET IDENTITY_INSERT [numbered] OFF
GO
-- query.merge.divided
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2), (@P3, @P4), (@P5, @P6) /* and 1046 more */) AS [excluded] ([id], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [amount] = [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [amount]) VALUES ([excluded].[id], [excluded].[amount]);
GO
-- query.merge.beside_another
MERGE INTO [stock] WITH (HOLDLOCK) AS [stock] USING (VALUES (@P1, @P2, @P3)) AS [excluded] ([id], [code], [amount]) ON [stock].[id] = [excluded].[id] WHEN MATCHED THEN UPDATE SET [amount] = [stock].[amount] + [excluded].[amount] WHEN NOT MATCHED THEN INSERT ([id], [code], [amount]) VALUES ([excluded].[id], [excluded].[code], [excluded].[amount]);
GO
