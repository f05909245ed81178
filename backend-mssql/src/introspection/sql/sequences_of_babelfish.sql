-- Sequences of Babelfish, whose `sys.sequences` lists none: those of PostgreSQL that are no identity's.
SELECT
  CONVERT(int, o.object_id) AS object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  CONVERT(int, NULL) AS type_schema,
  CASE s.seqtypid WHEN 21 THEN N'smallint' WHEN 23 THEN N'int' ELSE N'bigint' END AS type_name,
  CASE s.seqtypid WHEN 21 THEN N'smallint' WHEN 23 THEN N'int' ELSE N'bigint' END AS base_name,
  CONVERT(int, NULL) AS [precision],
  CONVERT(nvarchar(50), s.seqstart) AS start_value,
  CONVERT(nvarchar(50), s.seqincrement) AS increment,
  CONVERT(nvarchar(50), s.seqmin) AS minimum_value,
  CONVERT(nvarchar(50), s.seqmax) AS maximum_value,
  CONVERT(bit, s.seqcycle) AS is_cycling,
  CONVERT(bit, CASE WHEN s.seqcache > 1 THEN 1 ELSE 0 END) AS is_cached,
  CONVERT(int, s.seqcache) AS cache_size,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.objects o
JOIN pg_catalog.pg_sequence s ON s.seqrelid = o.object_id
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE o.type = 'SO' AND /*own*/
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = o.object_id AND d.deptype = 'i')
