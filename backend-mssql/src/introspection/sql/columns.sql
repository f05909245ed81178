-- Columns of tables and views, and of types that are tables; a type's schema only where a user has made the type.
SELECT
  c.object_id,
  c.column_id,
  CONVERT(nvarchar(128), c.name) AS name,
  {13:CONVERT(nvarchar(4000), NULL)|CONVERT(nvarchar(4000), pg_catalog.array_to_string(w.attoptions, NCHAR(31)))} AS written,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  c.max_length,
  c.precision,
  c.scale,
  {17:c.vector_dimensions|CONVERT(int, NULL)} AS vector_dimensions,
  {17:CONVERT(int, c.vector_base_type)|CONVERT(int, NULL)} AS vector_base_type,
  c.is_xml_document,
  c.xml_collection_id,
  c.collation_name,
  c.is_nullable,
  d.definition AS default_definition,
  {13:d.name|CONVERT(sysname, NULL)} AS default_name,
  CONVERT(nvarchar(50), i.seed_value) AS seed_value,
  CONVERT(nvarchar(50), i.increment_value) AS increment_value,
  i.is_not_for_replication,
  k.definition AS computed_definition,
  k.is_persisted,
  c.is_rowguidcol,
  c.is_filestream,
  c.is_sparse,
  c.is_column_set,
  c.is_hidden,
  c.generated_always_type_desc,
  {13:CONVERT(nvarchar(4000), mc.masking_function)|CONVERT(nvarchar(4000), NULL)} AS masking_function,
  c.encryption_type,
  c.encryption_algorithm_name,
  {13:ek.name|CONVERT(nvarchar(128), NULL)} AS encryption_key,
  CONVERT(int, bd.schema_id) AS bound_default_schema,
  CONVERT(nvarchar(128), bd.name) AS bound_default,
  CONVERT(int, br.schema_id) AS bound_rule_schema,
  CONVERT(nvarchar(128), br.name) AS bound_rule,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.columns c
JOIN sys.objects o ON o.object_id = c.object_id
LEFT JOIN sys.table_types tt ON tt.type_table_object_id = c.object_id
JOIN sys.types ut ON ut.user_type_id = c.user_type_id
LEFT JOIN sys.types st ON st.user_type_id = c.system_type_id
LEFT JOIN sys.default_constraints d ON d.parent_object_id = c.object_id AND d.parent_column_id = c.column_id
LEFT JOIN sys.identity_columns i ON i.object_id = c.object_id AND i.column_id = c.column_id
LEFT JOIN sys.computed_columns k ON k.object_id = c.object_id AND k.column_id = c.column_id
{13:LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1
LEFT JOIN sys.column_encryption_keys ek ON ek.column_encryption_key_id = c.column_encryption_key_id|LEFT JOIN pg_catalog.pg_attribute w ON w.attrelid = c.object_id AND w.attnum = c.column_id}
LEFT JOIN sys.objects bd ON bd.object_id = c.default_object_id AND bd.parent_object_id = 0 AND c.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = c.rule_object_id AND c.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = N'MS_Description'
WHERE o.type IN ('U', 'V', 'ET', 'TT') AND (tt.user_type_id IS NOT NULL OR /*own*/)
  {14:AND c.graph_type IS NULL|}{16: AND c.is_dropped_ledger_column = 0|}
ORDER BY c.object_id, c.column_id
