-- Types that users have made: of another type, tables, and those of assemblies.
SELECT
  t.user_type_id,
  CONVERT(int, t.schema_id) AS schema_id,
  CONVERT(nvarchar(128), t.name) AS name,
  CASE WHEN t.is_table_type = 1 THEN 'table' WHEN t.is_assembly_type = 1 THEN 'assembly' ELSE 'alias' END AS kind,
  tt.type_table_object_id,
  CONVERT(nvarchar(128), st.name) AS base_name,
  t.max_length,
  t.precision,
  t.scale,
  t.collation_name,
  t.is_nullable,
  tt.is_memory_optimized,
  CONVERT(int, bd.schema_id) AS bound_default_schema,
  CONVERT(nvarchar(128), bd.name) AS bound_default,
  CONVERT(int, br.schema_id) AS bound_rule_schema,
  CONVERT(nvarchar(128), br.name) AS bound_rule,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.types t
LEFT JOIN sys.table_types tt ON tt.user_type_id = t.user_type_id
LEFT JOIN sys.types st ON st.user_type_id = t.system_type_id
LEFT JOIN sys.objects bd ON bd.object_id = t.default_object_id AND t.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = t.rule_object_id AND t.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 6 AND p.major_id = t.user_type_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE t.is_user_defined = 1 AND /*schema t*/
