-- Foreign keys, a row a pair of columns.
SELECT
  f.parent_object_id,
  f.object_id,
  CONVERT(nvarchar(128), f.name) AS name,
  f.referenced_object_id,
  CONVERT(int, r.schema_id) AS references_schema,
  CONVERT(nvarchar(128), r.name) AS references_name,
  CONVERT(int, f.delete_referential_action) AS on_delete,
  CONVERT(int, f.update_referential_action) AS on_update,
  f.is_disabled,
  f.is_not_trusted,
  f.is_not_for_replication,
  fc.parent_column_id,
  fc.referenced_column_id,
  CONVERT(nvarchar(128), rc.name) AS references_column
FROM sys.foreign_keys f
JOIN sys.objects o ON o.object_id = f.parent_object_id
JOIN sys.objects r ON r.object_id = f.referenced_object_id
JOIN sys.foreign_key_columns fc ON fc.constraint_object_id = f.object_id
JOIN sys.columns rc ON rc.object_id = fc.referenced_object_id AND rc.column_id = fc.referenced_column_id
WHERE /*own*/
ORDER BY f.parent_object_id, f.object_id, fc.constraint_column_id
