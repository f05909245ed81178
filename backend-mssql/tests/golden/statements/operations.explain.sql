-- operations.explain.nothing_happens
SET SHOWPLAN_XML ON
GO
SELECT 1
GO
