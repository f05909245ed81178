-- What other rows name by number: schemas, places where rows are stored, XML schema collections; and of the
-- session which schema names without one mean, and whether it may read what needs what; Babelfish
-- calls its collations by other names in the catalog than elsewhere, and does not tell what needs what.
SELECT 'session' AS kind, {13:CONVERT(int, HAS_PERMS_BY_NAME(N'sys.sql_expression_dependencies', N'OBJECT', N'SELECT'))|0} AS number,
  0 AS other, CONVERT(nvarchar(128), SCHEMA_NAME()) COLLATE DATABASE_DEFAULT AS name, CONVERT(nvarchar(3750), NULL) AS description
UNION ALL
SELECT 'collation', 0, 0,
  {13:CONVERT(nvarchar(128), DATABASEPROPERTYEX(DB_NAME(), 'Collation'))|(SELECT MAX(c.collation_name) FROM sys.types c WHERE c.name = N'nvarchar')}
  COLLATE DATABASE_DEFAULT, NULL
UNION ALL
SELECT 'schema', CONVERT(int, s.schema_id), 0, CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.schemas s
LEFT JOIN sys.extended_properties p
  ON p.class = 3 AND p.major_id = s.schema_id AND p.minor_id = 0 AND p.name = N'MS_Description'
UNION ALL
SELECT 'space', d.data_space_id, CONVERT(int, d.is_default), CONVERT(nvarchar(128), d.name) COLLATE DATABASE_DEFAULT, NULL
FROM sys.data_spaces d
UNION ALL
SELECT 'collection', x.xml_collection_id, CONVERT(int, x.schema_id), CONVERT(nvarchar(128), x.name) COLLATE DATABASE_DEFAULT, NULL
FROM sys.xml_schema_collections x
