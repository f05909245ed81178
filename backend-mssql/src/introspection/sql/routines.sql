-- Functions, procedures and aggregates, and the defaults and rules that are objects.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  RTRIM(o.type) AS type,
  m.definition,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  r.max_length,
  r.precision,
  r.scale,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.objects o
LEFT JOIN sys.sql_modules m ON m.object_id = o.object_id
LEFT JOIN sys.all_parameters r ON r.object_id = o.object_id AND r.parameter_id = 0
LEFT JOIN sys.types ut ON ut.user_type_id = r.user_type_id
LEFT JOIN sys.types st ON st.user_type_id = r.system_type_id
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE o.type IN ('P', 'FN', 'IF', 'TF', 'PC', 'FS', 'FT', 'AF', 'R', 'D') AND o.parent_object_id = 0 AND /*own*/
