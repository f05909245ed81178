-- Sequences.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  o.precision,
  CONVERT(nvarchar(50), o.start_value) AS start_value,
  CONVERT(nvarchar(50), o.increment) AS increment,
  CONVERT(nvarchar(50), o.minimum_value) AS minimum_value,
  CONVERT(nvarchar(50), o.maximum_value) AS maximum_value,
  o.is_cycling,
  o.is_cached,
  o.cache_size,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.sequences o
JOIN sys.types ut ON ut.user_type_id = o.user_type_id
LEFT JOIN sys.types st ON st.user_type_id = o.system_type_id
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE /*own*/
