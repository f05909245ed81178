-- schema.view.create_and_drop
DROP VIEW [seen]
GO
-- schema.view.condition
CREATE VIEW [positive] AS SELECT "id", "square" + 1 AS "more" FROM "number" WHERE "n" > 0
GO
-- schema.view.column_names
CREATE VIEW [seen] ([key], [Some "Number"]) AS SELECT "id", "n" FROM "number"
GO
