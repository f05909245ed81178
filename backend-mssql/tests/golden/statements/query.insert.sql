-- query.insert.more_values_than_parameters
INSERT INTO [item] ([id], [n]) SELECT * FROM ( VALUES (@P1, @P2), (@P3, @P4), (@P5, @P6) /* and 1046 more */) AS [backend_rows] ([column1], [column2])
GO
-- query.insert.default_values
CREATE TABLE [defaults] ([id] bigint NOT NULL IDENTITY(1, 1), [n] int CONSTRAINT [DF_defaults$n] DEFAULT 7 NULL, [none] int NULL, CONSTRAINT [PK_defaults] PRIMARY KEY ([id]))
GO
INSERT INTO [defaults] DEFAULT VALUES
GO
-- query.insert.from_a_select
INSERT INTO [artist] ([id], [name]) SELECT [id] + @P1, [name] FROM [artist] WHERE [born] < @P2
GO
-- query.insert.values_of_every_kind
CREATE TABLE [stored] ([id] bigint NOT NULL, [price] decimal(30,10) NULL, [day] date NULL, [key] uniqueidentifier NULL, [content] varbinary(max) NULL, [flag] bit NULL, [nothing] date NULL, CONSTRAINT [PK_stored] PRIMARY KEY ([id]))
GO
SELECT [id] FROM [stored] WHERE [price] = @P1 AND [day] = @P2 AND [key] = @P3
GO
-- query.insert.divided_gives_back
INSERT INTO [item] ([id], [n]) OUTPUT INSERTED.[id] SELECT * FROM ( VALUES (@P1, @P2), (@P3, @P4), (@P5, @P6) /* and 1046 more */) AS [backend_rows] ([column1], [column2])
GO
-- query.insert.divided_ignores_conflicts
-- 4 statements
DECLARE @backend_depth int = @@TRANCOUNT; IF @backend_depth = 0 BEGIN TRANSACTION [backend_upsert]; IF @backend_depth > 0 SAVE TRANSACTION [backend_upsert]; BEGIN TRY DECLARE @backend_row bigint = 1; WHILE @backend_row <= 1049 BEGIN BEGIN TRY INSERT INTO [item] ([id], [n]) SELECT [excluded].[id], [excluded].[n] FROM (VALUES (1, @P1, @P2), (2, @P3, @P4), (3, @P5, @P6) /* and 1046 more */) AS [excluded] ([backend_row], [id], [n]) WHERE [excluded].[backend_row] = @backend_row; END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2601, 2627) THROW; END CATCH; SET @backend_row = @backend_row + 1; END; IF @backend_depth = 0 COMMIT TRANSACTION; END TRY BEGIN CATCH IF @backend_depth = 0 AND XACT_STATE() <> 0 ROLLBACK TRANSACTION; IF @backend_depth > 0 AND XACT_STATE() = 1 ROLLBACK TRANSACTION [backend_upsert]; THROW; END CATCH
GO
-- query.insert.divided_of_several_lengths
INSERT INTO [item] ([id], [n]) VALUES (@P1, NULL), (@P2, NULL), (@P3, NULL) /* and 37 more */
GO
-- query.insert.not_divided_by_a_subquery
INSERT INTO [item] ([id], [n]) VALUES (@P1, (SELECT TOP (@P2) [id] FROM [item])), (@P3, (SELECT TOP (@P4) [id] FROM [item])), (@P5, (SELECT TOP (@P6) [id] FROM [item])), (@P7, (SELECT TOP (@P8) [id] FROM [item])), (@P9, (SELECT TOP (@P10) [id] FROM [item])), (@P11, (SELECT TOP (@P12) [id] FROM [item])), (@P13, (SELECT TOP (@P14) [id] FROM [item])), (@P15, (SELECT TOP (@P16) [id] FROM [item])), (@P17, (SELECT TOP (@P18) [id] FROM [item])), (@P19, (SELECT TOP (@P20) [id] FROM [item])), (@P21, (SELECT TOP (@P22) [id] FROM [item])), (@P23, (SELECT TOP (@P24) [id] FROM [item])), (@P25, (SELECT TOP (@P26) [id] FROM [item])), (@P27, (SELECT TOP (@P28) [id] FROM [item])), (@P29, (SELECT TOP (@P30) [id] FROM [item])), (@P31, (SELECT TOP (@P32) [id] FROM [item])), (@P33, (SELECT TOP (@P34) [id] FROM [item])), (@P35, (SELECT TOP (@P36) [id] FROM [item])), (@P37, (SELECT TOP (@P38) [id] FROM [item])), (@P39, (SELECT TOP (@P40) [id] FROM [item])), (@P41, (SELECT TOP (@P42) [id] FROM [item])), (@P43, (SELECT TOP (@P44) [id] FROM [item])), (@P45, (SELECT TOP (@P46) [id] FROM [item])), (@P47, (SELECT TOP (@P48) [id] FROM [item])), (@P49, (SELECT TOP (@P50) [id] FROM [item])), (@P51, (SELECT TOP (@P52) [id] FROM [item])), (@P53, (SELECT TOP (@P54) [id] FROM [item])), (@P55, (SELECT TOP (@P56) [id] FROM [item])), (@P57, (SELECT TOP (@P58) [id] FROM [item])), (@P59, (SELECT TOP (@P60) [id] FROM [item])), (@P61, (SELECT TOP (@P62) [id] FROM [item])), (@P63, (SELECT TOP (@P64) [id] FROM [item])), (@P65, (SELECT TOP (@P66) [id] FROM [item])), (@P67, (SELECT TOP (@P68) [id] FROM [item])), (@P69, (SELECT TOP (@P70) [id] FROM [item])), (@P71, (SELECT TOP (@P72) [id] FROM [item])), (@P73, (SELECT TOP (@P74) [id] FROM [item])), (@P75, (SELECT TOP (@P76) [id] FROM [item])), (@P77, (SELECT TOP (@P78) [id] FROM [item])), (@P79, (SELECT TOP (@P80) [id] FROM [item]))
GO
INSERT INTO [item] ([id], [n]) VALUES (@P1, 1), (@P2, 1), (@P3, 1) /* and 37 more */
GO
