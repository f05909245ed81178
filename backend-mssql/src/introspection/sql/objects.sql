-- Objects that the model has no noun for, with their parts: what is where stands in `objects.rs`.
SELECT 'synonym' AS kind, o.object_id AS number, CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT AS name, 0 AS place,
  CONVERT(nvarchar(4000), o.base_object_name) COLLATE DATABASE_DEFAULT AS text1,
  CONVERT(nvarchar(4000), NULL) AS text2, CONVERT(nvarchar(4000), NULL) AS text3,
  CONVERT(int, NULL) AS number1, CONVERT(int, NULL) AS number2, CONVERT(int, NULL) AS number3, CONVERT(int, NULL) AS number4,
  CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT AS description
FROM sys.synonyms o
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE /*own*/
UNION ALL
SELECT 'collection', x.xml_collection_id, CONVERT(int, x.schema_id), CONVERT(nvarchar(128), x.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.xml_schema_collections x
LEFT JOIN sys.extended_properties p
  ON p.class = 10 AND p.major_id = x.xml_collection_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE x.schema_id <> 4 AND /*schema x*/
UNION ALL
SELECT 'partition function', f.function_id, NULL, CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), t.name) COLLATE DATABASE_DEFAULT, NULL, NULL, CONVERT(int, a.max_length), CONVERT(int, a.precision),
  CONVERT(int, a.scale), CONVERT(int, f.boundary_value_on_right), NULL
FROM sys.partition_functions f
JOIN sys.partition_parameters a ON a.function_id = f.function_id
JOIN sys.types t ON t.user_type_id = a.system_type_id
WHERE f.is_system = 0 AND /*whole*/
UNION ALL
SELECT 'partition function boundary', v.function_id, NULL, N'', v.boundary_id,
  CASE
    WHEN CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(v.value, 'BaseType')) IN (N'binary', N'varbinary')
      THEN CONVERT(nvarchar(4000), CONVERT(varbinary(8000), v.value), 1)
    WHEN CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(v.value, 'BaseType')) IN (N'float', N'real')
      THEN CONVERT(nvarchar(4000), CONVERT(float, v.value), 3)
    WHEN CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(v.value, 'BaseType')) IN (N'datetime', N'smalldatetime', N'datetime2')
      THEN CONVERT(nvarchar(4000), CONVERT(datetime2, v.value), 126)
    WHEN CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(v.value, 'BaseType')) = N'money'
      THEN CONVERT(nvarchar(4000), CONVERT(decimal(19, 4), v.value))
    ELSE CONVERT(nvarchar(4000), v.value)
  END COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(128), SQL_VARIANT_PROPERTY(v.value, 'BaseType')) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.partition_range_values v
WHERE /*whole*/
UNION ALL
SELECT 'partition scheme', s.data_space_id, NULL, CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, NULL, NULL, s.function_id, NULL, NULL, NULL, NULL
FROM sys.partition_schemes s
JOIN sys.partition_functions f ON f.function_id = s.function_id
WHERE s.is_system = 0 AND /*whole*/
UNION ALL
SELECT 'partition scheme place', d.partition_scheme_id, NULL, N'', d.destination_id,
  CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.destination_data_spaces d
JOIN sys.data_spaces s ON s.data_space_id = d.data_space_id
WHERE /*whole*/
UNION ALL
SELECT 'catalog', c.fulltext_catalog_id, NULL, CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, CONVERT(int, c.is_accent_sensitivity_on), CONVERT(int, c.is_default), NULL, NULL, NULL
FROM sys.fulltext_catalogs c
WHERE /*whole*/
UNION ALL
SELECT 'fulltext index', f.object_id, CONVERT(int, o.schema_id), CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), i.name) COLLATE DATABASE_DEFAULT, CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(128), l.name) COLLATE DATABASE_DEFAULT, f.stoplist_id, UNICODE(CONVERT(nvarchar(1), f.change_tracking_state)),
  CONVERT(int, f.is_enabled), NULL, NULL
FROM sys.fulltext_indexes f
JOIN sys.objects o ON o.object_id = f.object_id
JOIN sys.indexes i ON i.object_id = f.object_id AND i.index_id = f.unique_index_id
LEFT JOIN sys.fulltext_catalogs c ON c.fulltext_catalog_id = f.fulltext_catalog_id
LEFT JOIN sys.fulltext_stoplists l ON l.stoplist_id = f.stoplist_id AND f.stoplist_id <> 0
WHERE /*own*/
UNION ALL
SELECT 'fulltext index column', f.object_id, NULL, N'', f.column_id,
  CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, CONVERT(nvarchar(128), t.name) COLLATE DATABASE_DEFAULT, NULL,
  f.language_id, CONVERT(int, f.statistical_semantics), NULL, NULL, NULL
FROM sys.fulltext_index_columns f
JOIN sys.columns c ON c.object_id = f.object_id AND c.column_id = f.column_id
LEFT JOIN sys.columns t ON t.object_id = f.object_id AND t.column_id = f.type_column_id
{13:UNION ALL
SELECT 'policy', o.object_id, o.schema_id, CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, CONVERT(int, o.is_enabled), CONVERT(int, o.is_not_for_replication), CONVERT(int, o.is_schema_bound), NULL,
  CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.security_policies o
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE /*own*/
UNION ALL
SELECT 'policy predicate', r.object_id, NULL, N'', r.security_predicate_id,
  CONVERT(nvarchar(4000), r.predicate_definition) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(60), r.predicate_type_desc) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(60), r.operation_desc) COLLATE DATABASE_DEFAULT, r.target_object_id, NULL, NULL, NULL, NULL
FROM sys.security_predicates r
UNION ALL
SELECT 'data source', d.data_source_id, NULL, CONVERT(nvarchar(128), d.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(4000), d.location) COLLATE DATABASE_DEFAULT, CONVERT(nvarchar(255), d.type_desc) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL
FROM sys.external_data_sources d
LEFT JOIN sys.database_scoped_credentials c ON c.credential_id = d.credential_id
WHERE /*whole*/
UNION ALL
SELECT 'file format', f.file_format_id, NULL, CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), f.format_type) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(10), f.field_terminator) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(255), f.data_compression) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL
FROM sys.external_file_formats f
WHERE /*whole*/
|}UNION ALL
SELECT 'unread', o.object_id, CONVERT(int, o.schema_id), CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(60), o.type_desc) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.objects o
WHERE o.type NOT IN ('U', 'V', 'ET', 'P', 'FN', 'IF', 'TF', 'PC', 'FS', 'FT', 'AF', 'R', 'D', 'C', 'F', 'PK', 'UQ', 'TR', 'TA', 'SO',
  'SN', 'IT', 'S', 'TT', 'SP') AND /*own*/
ORDER BY 1, 2, 5
