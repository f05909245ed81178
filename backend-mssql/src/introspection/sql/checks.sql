-- Checks of tables, and of types that are tables.
SELECT
  k.parent_object_id,
  CONVERT(nvarchar(128), k.name) AS name,
  k.definition,
  k.is_disabled,
  k.is_not_trusted,
  k.is_not_for_replication
FROM sys.check_constraints k
JOIN sys.objects o ON o.object_id = k.parent_object_id
LEFT JOIN sys.table_types tt ON tt.type_table_object_id = k.parent_object_id
WHERE tt.user_type_id IS NOT NULL OR /*own*/
