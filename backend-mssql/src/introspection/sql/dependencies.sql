-- Which object needs which, by sort and number; what belongs to a table is the table's. A name that means nothing any more has no number.
SELECT DISTINCT
  CASE WHEN o.parent_object_id <> 0 THEN o.parent_object_id ELSE d.referencing_id END AS object_id,
  CONVERT(int, d.referenced_class) AS referenced_class,
  d.referenced_id,
  CASE WHEN d.referenced_id IS NULL THEN d.referenced_schema_name END AS missing_schema,
  CASE WHEN d.referenced_id IS NULL THEN d.referenced_entity_name END AS missing_name
FROM sys.sql_expression_dependencies d
JOIN sys.objects o ON o.object_id = d.referencing_id
WHERE d.referencing_class = 1 AND o.type <> 'TR' AND d.referenced_server_name IS NULL AND d.referenced_database_name IS NULL
  AND d.is_caller_dependent = 0 AND d.is_ambiguous = 0
UNION
SELECT r.object_id, 6, r.user_type_id, NULL, NULL
FROM sys.all_parameters r
JOIN sys.types t ON t.user_type_id = r.user_type_id
WHERE t.is_user_defined = 1
