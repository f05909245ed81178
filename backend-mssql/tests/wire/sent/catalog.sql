-- all of a database of SQL Server 2025
-- What other rows name by number: schemas, places where rows are stored, XML schema collections; and of the
-- session which schema names without one mean, and whether it may read what needs what; Babelfish
-- calls its collations by other names in the catalog than elsewhere, and does not tell what needs what.
SELECT 'session' AS kind, CONVERT(int, HAS_PERMS_BY_NAME(N'sys.sql_expression_dependencies', N'OBJECT', N'SELECT')) AS number,
  0 AS other, CONVERT(nvarchar(128), SCHEMA_NAME()) COLLATE DATABASE_DEFAULT AS name, CONVERT(nvarchar(3750), NULL) AS description
UNION ALL
SELECT 'collation', 0, 0,
  CONVERT(nvarchar(128), DATABASEPROPERTYEX(DB_NAME(), 'Collation'))
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
GO
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
WHERE t.is_user_defined = 1 AND 1 = 1
GO
-- Tables of every sort and views, with what is said of them as a whole. Babelfish keeps a name as it was written beside the one in small
-- letters that its catalog shows.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' WHEN x.object_id IS NOT NULL THEN 'foreign' ELSE 'table' END AS kind,
  CONVERT(nvarchar(3750), p.value) AS description,
  CASE WHEN v.object_id IS NOT NULL THEN m.definition END AS definition,
  v.with_check_option,
  t.is_memory_optimized,
  t.durability,
  t.lock_escalation,
  t.is_filetable,
  t.lob_data_space_id,
  t.filestream_data_space_id,
  CONVERT(int, h.schema_id) AS history_schema,
  CONVERT(nvarchar(128), h.name) AS history_name,
  CONVERT(int, c.schema_id) AS current_schema_id,
  CONVERT(nvarchar(128), c.name) AS current_name,
  e.start_column_id AS period_start,
  e.end_column_id AS period_end,
  t.history_retention_period AS history_retention_period,
  t.history_retention_period_unit AS history_retention_period_unit,
  t.is_node AS is_node,
  t.is_edge AS is_edge,
  t.ledger_type AS ledger_type,
  k.is_track_columns_updated_on,
  xs.name AS data_source,
  xf.name AS file_format,
  x.location AS location,
  CONVERT(nvarchar(128), x.remote_schema_name) AS remote_schema_name,
  CONVERT(nvarchar(128), x.remote_object_name) AS remote_object_name
FROM sys.objects o
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = v.object_id
LEFT JOIN sys.tables h ON h.object_id = t.history_table_id
LEFT JOIN sys.tables c ON c.history_table_id = t.object_id
LEFT JOIN sys.change_tracking_tables k ON k.object_id = t.object_id
LEFT JOIN sys.periods e ON e.object_id = t.object_id
LEFT JOIN sys.external_tables x ON x.object_id = o.object_id
LEFT JOIN sys.external_data_sources xs ON xs.data_source_id = x.data_source_id
LEFT JOIN sys.external_file_formats xf ON xf.file_format_id = x.file_format_id

LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL OR x.object_id IS NOT NULL) AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
-- Columns of tables and views, and of types that are tables; a type's schema only where a user has made the type.
SELECT
  c.object_id,
  c.column_id,
  CONVERT(nvarchar(128), c.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  c.max_length,
  c.precision,
  c.scale,
  c.vector_dimensions AS vector_dimensions,
  CONVERT(int, c.vector_base_type) AS vector_base_type,
  c.is_xml_document,
  c.xml_collection_id,
  c.collation_name,
  c.is_nullable,
  d.definition AS default_definition,
  d.name AS default_name,
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
  CONVERT(nvarchar(4000), mc.masking_function) AS masking_function,
  c.encryption_type,
  c.encryption_algorithm_name,
  ek.name AS encryption_key,
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
LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1
LEFT JOIN sys.column_encryption_keys ek ON ek.column_encryption_key_id = c.column_encryption_key_id
LEFT JOIN sys.objects bd ON bd.object_id = c.default_object_id AND bd.parent_object_id = 0 AND c.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = c.rule_object_id AND c.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = N'MS_Description'
WHERE o.type IN ('U', 'V', 'ET', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
  AND c.graph_type IS NULL AND c.is_dropped_ledger_column = 0
ORDER BY c.object_id, c.column_id
GO
-- Indexes, a row a column, and heaps; those of keys too, and those of types that are tables. Babelfish leaves filters out.
SELECT
  i.object_id,
  i.index_id,
  CONVERT(nvarchar(128), i.name) AS name,
  CONVERT(int, i.type) AS type,
  i.is_unique,
  i.is_primary_key,
  i.is_unique_constraint,
  i.data_space_id,
  i.ignore_dup_key,
  i.fill_factor,
  i.is_padded,
  i.is_disabled,
  i.allow_row_locks,
  i.allow_page_locks,
  i.filter_definition AS filter_definition,
  i.compression_delay AS compression_delay,
  i.optimize_for_sequential_key AS optimize_for_sequential_key,
  s.no_recompute,
  r.data_compression,
  h.bucket_count,
  CONVERT(int, x.xml_index_type) AS xml_index_type,
  x.secondary_type,
  CONVERT(nvarchar(128), u.name) AS using_name,
  g.tessellation_scheme,
  CONVERT(nvarchar(60), z.level_1_grid_desc) AS level_1_grid,
  CONVERT(nvarchar(60), z.level_2_grid_desc) AS level_2_grid,
  CONVERT(nvarchar(60), z.level_3_grid_desc) AS level_3_grid,
  CONVERT(nvarchar(60), z.level_4_grid_desc) AS level_4_grid,
  CONVERT(int, z.cells_per_object) AS cells_per_object,
  z.bounding_box_xmin AS xmin,
  z.bounding_box_ymin AS ymin,
  z.bounding_box_xmax AS xmax,
  z.bounding_box_ymax AS ymax,
  CONVERT(bit, CASE WHEN q.major_id IS NULL THEN 0 ELSE 1 END) AS stands_for_constraint,
  CONVERT(nvarchar(3750), p.value) AS description,
  c.column_id,
  CONVERT(int, c.key_ordinal) AS key_ordinal,
  CONVERT(int, c.partition_ordinal) AS partition_ordinal,
  c.is_descending_key,
  c.is_included_column,
  CONVERT(int, c.column_store_order_ordinal) AS column_store_order_ordinal
FROM sys.indexes i
JOIN sys.objects o ON o.object_id = i.object_id
LEFT JOIN sys.table_types tt ON tt.type_table_object_id = i.object_id
LEFT JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id
LEFT JOIN sys.stats s ON s.object_id = i.object_id AND s.stats_id = i.index_id
LEFT JOIN sys.partitions r ON r.object_id = i.object_id AND r.index_id = i.index_id AND r.partition_number = 1
LEFT JOIN sys.hash_indexes h ON h.object_id = i.object_id AND h.index_id = i.index_id
LEFT JOIN sys.xml_indexes x ON x.object_id = i.object_id AND x.index_id = i.index_id
LEFT JOIN sys.indexes u ON u.object_id = x.object_id AND u.index_id = x.using_xml_index_id
LEFT JOIN sys.spatial_indexes g ON g.object_id = i.object_id AND g.index_id = i.index_id
LEFT JOIN sys.spatial_index_tessellations z ON z.object_id = i.object_id AND z.index_id = i.index_id

LEFT JOIN sys.extended_properties p
  ON p.class = 7 AND p.major_id = i.object_id AND p.minor_id = i.index_id AND p.name = N'MS_Description'
LEFT JOIN sys.extended_properties q
  ON q.class = 7 AND q.major_id = i.object_id AND q.minor_id = i.index_id AND q.name = N'UNIQUE CONSTRAINT'
WHERE i.is_hypothetical = 0 AND o.type IN ('U', 'V', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
ORDER BY i.object_id, i.index_id, c.index_column_id
GO
-- Statistics that somebody asked for, a row a column: those of indexes and those that the server makes by itself come and go with
-- what they are of. Babelfish has none.
SELECT
  s.object_id,
  s.stats_id,
  CONVERT(nvarchar(128), s.name) AS name,
  s.filter_definition,
  s.no_recompute,
  s.is_incremental,
  s.auto_drop AS auto_drop,
  c.column_id
FROM sys.stats s
JOIN sys.objects o ON o.object_id = s.object_id
JOIN sys.stats_columns c ON c.object_id = s.object_id AND c.stats_id = s.stats_id
WHERE s.user_created = 1 AND s.is_temporary = 0 AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
ORDER BY s.object_id, s.stats_id, c.stats_column_id
GO
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
ORDER BY f.parent_object_id, f.object_id, fc.constraint_column_id
GO
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
WHERE tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
-- Triggers of tables and views, a row an event, and those of the database.
SELECT
  CONVERT(int, g.parent_class) AS parent_class,
  g.parent_id,
  g.object_id,
  CONVERT(nvarchar(128), g.name) AS name,
  g.is_disabled,
  g.is_instead_of_trigger,
  CONVERT(int, e.type) AS event,
  m.definition,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.triggers g
LEFT JOIN sys.objects o ON o.object_id = g.parent_id AND g.parent_class = 1
LEFT JOIN sys.trigger_events e ON e.object_id = g.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = g.object_id
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = g.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE g.is_ms_shipped = 0 AND (g.parent_class = 0 AND 1 = 1 OR g.parent_class = 1 AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
ORDER BY g.parent_id, g.object_id, e.type
GO
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
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
WHERE o.type IN ('P', 'FN', 'IF', 'TF', 'PC', 'FS', 'FT', 'AF', 'R', 'D') AND o.parent_object_id = 0 AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
UNION ALL
SELECT 'collection', x.xml_collection_id, CONVERT(int, x.schema_id), CONVERT(nvarchar(128), x.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.xml_schema_collections x
LEFT JOIN sys.extended_properties p
  ON p.class = 10 AND p.major_id = x.xml_collection_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE x.schema_id <> 4 AND 1 = 1
UNION ALL
SELECT 'partition function', f.function_id, NULL, CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), t.name) COLLATE DATABASE_DEFAULT, NULL, NULL, CONVERT(int, a.max_length), CONVERT(int, a.precision),
  CONVERT(int, a.scale), CONVERT(int, f.boundary_value_on_right), NULL
FROM sys.partition_functions f
JOIN sys.partition_parameters a ON a.function_id = f.function_id
JOIN sys.types t ON t.user_type_id = a.system_type_id
WHERE f.is_system = 0 AND 1 = 1
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
WHERE 1 = 1
UNION ALL
SELECT 'partition scheme', s.data_space_id, NULL, CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, NULL, NULL, s.function_id, NULL, NULL, NULL, NULL
FROM sys.partition_schemes s
JOIN sys.partition_functions f ON f.function_id = s.function_id
WHERE s.is_system = 0 AND 1 = 1
UNION ALL
SELECT 'partition scheme place', d.partition_scheme_id, NULL, N'', d.destination_id,
  CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.destination_data_spaces d
JOIN sys.data_spaces s ON s.data_space_id = d.data_space_id
WHERE 1 = 1
UNION ALL
SELECT 'catalog', c.fulltext_catalog_id, NULL, CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, CONVERT(int, c.is_accent_sensitivity_on), CONVERT(int, c.is_default), NULL, NULL, NULL
FROM sys.fulltext_catalogs c
WHERE 1 = 1
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
UNION ALL
SELECT 'fulltext index column', f.object_id, NULL, N'', f.column_id,
  CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, CONVERT(nvarchar(128), t.name) COLLATE DATABASE_DEFAULT, NULL,
  f.language_id, CONVERT(int, f.statistical_semantics), NULL, NULL, NULL
FROM sys.fulltext_index_columns f
JOIN sys.columns c ON c.object_id = f.object_id AND c.column_id = f.column_id
LEFT JOIN sys.columns t ON t.object_id = f.object_id AND t.column_id = f.type_column_id
UNION ALL
SELECT 'policy', o.object_id, o.schema_id, CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, CONVERT(int, o.is_enabled), CONVERT(int, o.is_not_for_replication), CONVERT(int, o.is_schema_bound), NULL,
  CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.security_policies o
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
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
WHERE 1 = 1
UNION ALL
SELECT 'file format', f.file_format_id, NULL, CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), f.format_type) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(10), f.field_terminator) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(255), f.data_compression) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL
FROM sys.external_file_formats f
WHERE 1 = 1
UNION ALL
SELECT 'unread', o.object_id, CONVERT(int, o.schema_id), CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(60), o.type_desc) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.objects o
WHERE o.type NOT IN ('U', 'V', 'ET', 'P', 'FN', 'IF', 'TF', 'PC', 'FS', 'FT', 'AF', 'R', 'D', 'C', 'F', 'PK', 'UQ', 'TR', 'TA', 'SO',
  'SN', 'IT', 'S', 'TT', 'SP') AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
ORDER BY 1, 2, 5
GO
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
GO
SELECT 65536, CONVERT(nvarchar(max), xml_schema_namespace(N'it''s', N'letters'))
GO
-- The names of tables of every sort and of views.
SELECT CONVERT(nvarchar(128), s.name) AS schema_name, CONVERT(nvarchar(128), SCHEMA_NAME()) AS default_schema,
  CONVERT(nvarchar(128), o.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' WHEN x.object_id IS NOT NULL THEN 'foreign' ELSE 'table' END AS kind
FROM sys.objects o
JOIN sys.schemas s ON s.schema_id = o.schema_id
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
LEFT JOIN sys.external_tables x ON x.object_id = o.object_id
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL OR x.object_id IS NOT NULL) AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
-- all of a database of SQL Server 2022
-- Columns of tables and views, and of types that are tables; a type's schema only where a user has made the type.
SELECT
  c.object_id,
  c.column_id,
  CONVERT(nvarchar(128), c.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  c.max_length,
  c.precision,
  c.scale,
  CONVERT(int, NULL) AS vector_dimensions,
  CONVERT(int, NULL) AS vector_base_type,
  c.is_xml_document,
  c.xml_collection_id,
  c.collation_name,
  c.is_nullable,
  d.definition AS default_definition,
  d.name AS default_name,
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
  CONVERT(nvarchar(4000), mc.masking_function) AS masking_function,
  c.encryption_type,
  c.encryption_algorithm_name,
  ek.name AS encryption_key,
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
LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1
LEFT JOIN sys.column_encryption_keys ek ON ek.column_encryption_key_id = c.column_encryption_key_id
LEFT JOIN sys.objects bd ON bd.object_id = c.default_object_id AND bd.parent_object_id = 0 AND c.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = c.rule_object_id AND c.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = N'MS_Description'
WHERE o.type IN ('U', 'V', 'ET', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
  AND c.graph_type IS NULL AND c.is_dropped_ledger_column = 0
ORDER BY c.object_id, c.column_id
GO
-- all of a database of SQL Server 2019
-- Tables of every sort and views, with what is said of them as a whole. Babelfish keeps a name as it was written beside the one in small
-- letters that its catalog shows.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' WHEN x.object_id IS NOT NULL THEN 'foreign' ELSE 'table' END AS kind,
  CONVERT(nvarchar(3750), p.value) AS description,
  CASE WHEN v.object_id IS NOT NULL THEN m.definition END AS definition,
  v.with_check_option,
  t.is_memory_optimized,
  t.durability,
  t.lock_escalation,
  t.is_filetable,
  t.lob_data_space_id,
  t.filestream_data_space_id,
  CONVERT(int, h.schema_id) AS history_schema,
  CONVERT(nvarchar(128), h.name) AS history_name,
  CONVERT(int, c.schema_id) AS current_schema_id,
  CONVERT(nvarchar(128), c.name) AS current_name,
  e.start_column_id AS period_start,
  e.end_column_id AS period_end,
  t.history_retention_period AS history_retention_period,
  t.history_retention_period_unit AS history_retention_period_unit,
  t.is_node AS is_node,
  t.is_edge AS is_edge,
  CONVERT(tinyint, 0) AS ledger_type,
  k.is_track_columns_updated_on,
  xs.name AS data_source,
  xf.name AS file_format,
  x.location AS location,
  CONVERT(nvarchar(128), x.remote_schema_name) AS remote_schema_name,
  CONVERT(nvarchar(128), x.remote_object_name) AS remote_object_name
FROM sys.objects o
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = v.object_id
LEFT JOIN sys.tables h ON h.object_id = t.history_table_id
LEFT JOIN sys.tables c ON c.history_table_id = t.object_id
LEFT JOIN sys.change_tracking_tables k ON k.object_id = t.object_id
LEFT JOIN sys.periods e ON e.object_id = t.object_id
LEFT JOIN sys.external_tables x ON x.object_id = o.object_id
LEFT JOIN sys.external_data_sources xs ON xs.data_source_id = x.data_source_id
LEFT JOIN sys.external_file_formats xf ON xf.file_format_id = x.file_format_id

LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL OR x.object_id IS NOT NULL) AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
-- Columns of tables and views, and of types that are tables; a type's schema only where a user has made the type.
SELECT
  c.object_id,
  c.column_id,
  CONVERT(nvarchar(128), c.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  c.max_length,
  c.precision,
  c.scale,
  CONVERT(int, NULL) AS vector_dimensions,
  CONVERT(int, NULL) AS vector_base_type,
  c.is_xml_document,
  c.xml_collection_id,
  c.collation_name,
  c.is_nullable,
  d.definition AS default_definition,
  d.name AS default_name,
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
  CONVERT(nvarchar(4000), mc.masking_function) AS masking_function,
  c.encryption_type,
  c.encryption_algorithm_name,
  ek.name AS encryption_key,
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
LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1
LEFT JOIN sys.column_encryption_keys ek ON ek.column_encryption_key_id = c.column_encryption_key_id
LEFT JOIN sys.objects bd ON bd.object_id = c.default_object_id AND bd.parent_object_id = 0 AND c.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = c.rule_object_id AND c.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = N'MS_Description'
WHERE o.type IN ('U', 'V', 'ET', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
  AND c.graph_type IS NULL
ORDER BY c.object_id, c.column_id
GO
-- Indexes, a row a column, and heaps; those of keys too, and those of types that are tables. Babelfish leaves filters out.
SELECT
  i.object_id,
  i.index_id,
  CONVERT(nvarchar(128), i.name) AS name,
  CONVERT(int, i.type) AS type,
  i.is_unique,
  i.is_primary_key,
  i.is_unique_constraint,
  i.data_space_id,
  i.ignore_dup_key,
  i.fill_factor,
  i.is_padded,
  i.is_disabled,
  i.allow_row_locks,
  i.allow_page_locks,
  i.filter_definition AS filter_definition,
  i.compression_delay AS compression_delay,
  i.optimize_for_sequential_key AS optimize_for_sequential_key,
  s.no_recompute,
  r.data_compression,
  h.bucket_count,
  CONVERT(int, x.xml_index_type) AS xml_index_type,
  x.secondary_type,
  CONVERT(nvarchar(128), u.name) AS using_name,
  g.tessellation_scheme,
  CONVERT(nvarchar(60), z.level_1_grid_desc) AS level_1_grid,
  CONVERT(nvarchar(60), z.level_2_grid_desc) AS level_2_grid,
  CONVERT(nvarchar(60), z.level_3_grid_desc) AS level_3_grid,
  CONVERT(nvarchar(60), z.level_4_grid_desc) AS level_4_grid,
  CONVERT(int, z.cells_per_object) AS cells_per_object,
  z.bounding_box_xmin AS xmin,
  z.bounding_box_ymin AS ymin,
  z.bounding_box_xmax AS xmax,
  z.bounding_box_ymax AS ymax,
  CONVERT(bit, CASE WHEN q.major_id IS NULL THEN 0 ELSE 1 END) AS stands_for_constraint,
  CONVERT(nvarchar(3750), p.value) AS description,
  c.column_id,
  CONVERT(int, c.key_ordinal) AS key_ordinal,
  CONVERT(int, c.partition_ordinal) AS partition_ordinal,
  c.is_descending_key,
  c.is_included_column,
  0 AS column_store_order_ordinal
FROM sys.indexes i
JOIN sys.objects o ON o.object_id = i.object_id
LEFT JOIN sys.table_types tt ON tt.type_table_object_id = i.object_id
LEFT JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id
LEFT JOIN sys.stats s ON s.object_id = i.object_id AND s.stats_id = i.index_id
LEFT JOIN sys.partitions r ON r.object_id = i.object_id AND r.index_id = i.index_id AND r.partition_number = 1
LEFT JOIN sys.hash_indexes h ON h.object_id = i.object_id AND h.index_id = i.index_id
LEFT JOIN sys.xml_indexes x ON x.object_id = i.object_id AND x.index_id = i.index_id
LEFT JOIN sys.indexes u ON u.object_id = x.object_id AND u.index_id = x.using_xml_index_id
LEFT JOIN sys.spatial_indexes g ON g.object_id = i.object_id AND g.index_id = i.index_id
LEFT JOIN sys.spatial_index_tessellations z ON z.object_id = i.object_id AND z.index_id = i.index_id

LEFT JOIN sys.extended_properties p
  ON p.class = 7 AND p.major_id = i.object_id AND p.minor_id = i.index_id AND p.name = N'MS_Description'
LEFT JOIN sys.extended_properties q
  ON q.class = 7 AND q.major_id = i.object_id AND q.minor_id = i.index_id AND q.name = N'UNIQUE CONSTRAINT'
WHERE i.is_hypothetical = 0 AND o.type IN ('U', 'V', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
ORDER BY i.object_id, i.index_id, c.index_column_id
GO
-- Statistics that somebody asked for, a row a column: those of indexes and those that the server makes by itself come and go with
-- what they are of. Babelfish has none.
SELECT
  s.object_id,
  s.stats_id,
  CONVERT(nvarchar(128), s.name) AS name,
  s.filter_definition,
  s.no_recompute,
  s.is_incremental,
  CONVERT(bit, 0) AS auto_drop,
  c.column_id
FROM sys.stats s
JOIN sys.objects o ON o.object_id = s.object_id
JOIN sys.stats_columns c ON c.object_id = s.object_id AND c.stats_id = s.stats_id
WHERE s.user_created = 1 AND s.is_temporary = 0 AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
ORDER BY s.object_id, s.stats_id, c.stats_column_id
GO
-- all of a database of SQL Server 2017
-- Indexes, a row a column, and heaps; those of keys too, and those of types that are tables. Babelfish leaves filters out.
SELECT
  i.object_id,
  i.index_id,
  CONVERT(nvarchar(128), i.name) AS name,
  CONVERT(int, i.type) AS type,
  i.is_unique,
  i.is_primary_key,
  i.is_unique_constraint,
  i.data_space_id,
  i.ignore_dup_key,
  i.fill_factor,
  i.is_padded,
  i.is_disabled,
  i.allow_row_locks,
  i.allow_page_locks,
  i.filter_definition AS filter_definition,
  i.compression_delay AS compression_delay,
  CONVERT(bit, 0) AS optimize_for_sequential_key,
  s.no_recompute,
  r.data_compression,
  h.bucket_count,
  CONVERT(int, x.xml_index_type) AS xml_index_type,
  x.secondary_type,
  CONVERT(nvarchar(128), u.name) AS using_name,
  g.tessellation_scheme,
  CONVERT(nvarchar(60), z.level_1_grid_desc) AS level_1_grid,
  CONVERT(nvarchar(60), z.level_2_grid_desc) AS level_2_grid,
  CONVERT(nvarchar(60), z.level_3_grid_desc) AS level_3_grid,
  CONVERT(nvarchar(60), z.level_4_grid_desc) AS level_4_grid,
  CONVERT(int, z.cells_per_object) AS cells_per_object,
  z.bounding_box_xmin AS xmin,
  z.bounding_box_ymin AS ymin,
  z.bounding_box_xmax AS xmax,
  z.bounding_box_ymax AS ymax,
  CONVERT(bit, CASE WHEN q.major_id IS NULL THEN 0 ELSE 1 END) AS stands_for_constraint,
  CONVERT(nvarchar(3750), p.value) AS description,
  c.column_id,
  CONVERT(int, c.key_ordinal) AS key_ordinal,
  CONVERT(int, c.partition_ordinal) AS partition_ordinal,
  c.is_descending_key,
  c.is_included_column,
  0 AS column_store_order_ordinal
FROM sys.indexes i
JOIN sys.objects o ON o.object_id = i.object_id
LEFT JOIN sys.table_types tt ON tt.type_table_object_id = i.object_id
LEFT JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id
LEFT JOIN sys.stats s ON s.object_id = i.object_id AND s.stats_id = i.index_id
LEFT JOIN sys.partitions r ON r.object_id = i.object_id AND r.index_id = i.index_id AND r.partition_number = 1
LEFT JOIN sys.hash_indexes h ON h.object_id = i.object_id AND h.index_id = i.index_id
LEFT JOIN sys.xml_indexes x ON x.object_id = i.object_id AND x.index_id = i.index_id
LEFT JOIN sys.indexes u ON u.object_id = x.object_id AND u.index_id = x.using_xml_index_id
LEFT JOIN sys.spatial_indexes g ON g.object_id = i.object_id AND g.index_id = i.index_id
LEFT JOIN sys.spatial_index_tessellations z ON z.object_id = i.object_id AND z.index_id = i.index_id

LEFT JOIN sys.extended_properties p
  ON p.class = 7 AND p.major_id = i.object_id AND p.minor_id = i.index_id AND p.name = N'MS_Description'
LEFT JOIN sys.extended_properties q
  ON q.class = 7 AND q.major_id = i.object_id AND q.minor_id = i.index_id AND q.name = N'UNIQUE CONSTRAINT'
WHERE i.is_hypothetical = 0 AND o.type IN ('U', 'V', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
ORDER BY i.object_id, i.index_id, c.index_column_id
GO
-- all of a database of SQL Server 2016
-- Tables of every sort and views, with what is said of them as a whole. Babelfish keeps a name as it was written beside the one in small
-- letters that its catalog shows.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' WHEN x.object_id IS NOT NULL THEN 'foreign' ELSE 'table' END AS kind,
  CONVERT(nvarchar(3750), p.value) AS description,
  CASE WHEN v.object_id IS NOT NULL THEN m.definition END AS definition,
  v.with_check_option,
  t.is_memory_optimized,
  t.durability,
  t.lock_escalation,
  t.is_filetable,
  t.lob_data_space_id,
  t.filestream_data_space_id,
  CONVERT(int, h.schema_id) AS history_schema,
  CONVERT(nvarchar(128), h.name) AS history_name,
  CONVERT(int, c.schema_id) AS current_schema_id,
  CONVERT(nvarchar(128), c.name) AS current_name,
  e.start_column_id AS period_start,
  e.end_column_id AS period_end,
  CONVERT(int, NULL) AS history_retention_period,
  CONVERT(int, NULL) AS history_retention_period_unit,
  CONVERT(bit, 0) AS is_node,
  CONVERT(bit, 0) AS is_edge,
  CONVERT(tinyint, 0) AS ledger_type,
  k.is_track_columns_updated_on,
  xs.name AS data_source,
  xf.name AS file_format,
  x.location AS location,
  CONVERT(nvarchar(128), x.remote_schema_name) AS remote_schema_name,
  CONVERT(nvarchar(128), x.remote_object_name) AS remote_object_name
FROM sys.objects o
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = v.object_id
LEFT JOIN sys.tables h ON h.object_id = t.history_table_id
LEFT JOIN sys.tables c ON c.history_table_id = t.object_id
LEFT JOIN sys.change_tracking_tables k ON k.object_id = t.object_id
LEFT JOIN sys.periods e ON e.object_id = t.object_id
LEFT JOIN sys.external_tables x ON x.object_id = o.object_id
LEFT JOIN sys.external_data_sources xs ON xs.data_source_id = x.data_source_id
LEFT JOIN sys.external_file_formats xf ON xf.file_format_id = x.file_format_id

LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL OR x.object_id IS NOT NULL) AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1
GO
-- Columns of tables and views, and of types that are tables; a type's schema only where a user has made the type.
SELECT
  c.object_id,
  c.column_id,
  CONVERT(nvarchar(128), c.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  c.max_length,
  c.precision,
  c.scale,
  CONVERT(int, NULL) AS vector_dimensions,
  CONVERT(int, NULL) AS vector_base_type,
  c.is_xml_document,
  c.xml_collection_id,
  c.collation_name,
  c.is_nullable,
  d.definition AS default_definition,
  d.name AS default_name,
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
  CONVERT(nvarchar(4000), mc.masking_function) AS masking_function,
  c.encryption_type,
  c.encryption_algorithm_name,
  ek.name AS encryption_key,
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
LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1
LEFT JOIN sys.column_encryption_keys ek ON ek.column_encryption_key_id = c.column_encryption_key_id
LEFT JOIN sys.objects bd ON bd.object_id = c.default_object_id AND bd.parent_object_id = 0 AND c.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = c.rule_object_id AND c.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = N'MS_Description'
WHERE o.type IN ('U', 'V', 'ET', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND 1 = 1)
  
ORDER BY c.object_id, c.column_id
GO
-- some schemas of a database of SQL Server 2025
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
WHERE t.is_user_defined = 1 AND t.schema_id IN (@P1, @P2)
GO
-- Tables of every sort and views, with what is said of them as a whole. Babelfish keeps a name as it was written beside the one in small
-- letters that its catalog shows.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' WHEN x.object_id IS NOT NULL THEN 'foreign' ELSE 'table' END AS kind,
  CONVERT(nvarchar(3750), p.value) AS description,
  CASE WHEN v.object_id IS NOT NULL THEN m.definition END AS definition,
  v.with_check_option,
  t.is_memory_optimized,
  t.durability,
  t.lock_escalation,
  t.is_filetable,
  t.lob_data_space_id,
  t.filestream_data_space_id,
  CONVERT(int, h.schema_id) AS history_schema,
  CONVERT(nvarchar(128), h.name) AS history_name,
  CONVERT(int, c.schema_id) AS current_schema_id,
  CONVERT(nvarchar(128), c.name) AS current_name,
  e.start_column_id AS period_start,
  e.end_column_id AS period_end,
  t.history_retention_period AS history_retention_period,
  t.history_retention_period_unit AS history_retention_period_unit,
  t.is_node AS is_node,
  t.is_edge AS is_edge,
  t.ledger_type AS ledger_type,
  k.is_track_columns_updated_on,
  xs.name AS data_source,
  xf.name AS file_format,
  x.location AS location,
  CONVERT(nvarchar(128), x.remote_schema_name) AS remote_schema_name,
  CONVERT(nvarchar(128), x.remote_object_name) AS remote_object_name
FROM sys.objects o
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = v.object_id
LEFT JOIN sys.tables h ON h.object_id = t.history_table_id
LEFT JOIN sys.tables c ON c.history_table_id = t.object_id
LEFT JOIN sys.change_tracking_tables k ON k.object_id = t.object_id
LEFT JOIN sys.periods e ON e.object_id = t.object_id
LEFT JOIN sys.external_tables x ON x.object_id = o.object_id
LEFT JOIN sys.external_data_sources xs ON xs.data_source_id = x.data_source_id
LEFT JOIN sys.external_file_formats xf ON xf.file_format_id = x.file_format_id

LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL OR x.object_id IS NOT NULL) AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
GO
-- Columns of tables and views, and of types that are tables; a type's schema only where a user has made the type.
SELECT
  c.object_id,
  c.column_id,
  CONVERT(nvarchar(128), c.name) AS name,
  CONVERT(nvarchar(4000), NULL) AS written,
  CASE WHEN ut.is_user_defined = 1 THEN CONVERT(int, ut.schema_id) END AS type_schema,
  CONVERT(nvarchar(128), ut.name) AS type_name,
  CONVERT(nvarchar(128), st.name) AS base_name,
  c.max_length,
  c.precision,
  c.scale,
  c.vector_dimensions AS vector_dimensions,
  CONVERT(int, c.vector_base_type) AS vector_base_type,
  c.is_xml_document,
  c.xml_collection_id,
  c.collation_name,
  c.is_nullable,
  d.definition AS default_definition,
  d.name AS default_name,
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
  CONVERT(nvarchar(4000), mc.masking_function) AS masking_function,
  c.encryption_type,
  c.encryption_algorithm_name,
  ek.name AS encryption_key,
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
LEFT JOIN sys.masked_columns mc ON mc.object_id = c.object_id AND mc.column_id = c.column_id AND mc.is_masked = 1
LEFT JOIN sys.column_encryption_keys ek ON ek.column_encryption_key_id = c.column_encryption_key_id
LEFT JOIN sys.objects bd ON bd.object_id = c.default_object_id AND bd.parent_object_id = 0 AND c.default_object_id <> 0
LEFT JOIN sys.objects br ON br.object_id = c.rule_object_id AND c.rule_object_id <> 0
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = c.object_id AND p.minor_id = c.column_id AND p.name = N'MS_Description'
WHERE o.type IN ('U', 'V', 'ET', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2))
  AND c.graph_type IS NULL AND c.is_dropped_ledger_column = 0
ORDER BY c.object_id, c.column_id
GO
-- Indexes, a row a column, and heaps; those of keys too, and those of types that are tables. Babelfish leaves filters out.
SELECT
  i.object_id,
  i.index_id,
  CONVERT(nvarchar(128), i.name) AS name,
  CONVERT(int, i.type) AS type,
  i.is_unique,
  i.is_primary_key,
  i.is_unique_constraint,
  i.data_space_id,
  i.ignore_dup_key,
  i.fill_factor,
  i.is_padded,
  i.is_disabled,
  i.allow_row_locks,
  i.allow_page_locks,
  i.filter_definition AS filter_definition,
  i.compression_delay AS compression_delay,
  i.optimize_for_sequential_key AS optimize_for_sequential_key,
  s.no_recompute,
  r.data_compression,
  h.bucket_count,
  CONVERT(int, x.xml_index_type) AS xml_index_type,
  x.secondary_type,
  CONVERT(nvarchar(128), u.name) AS using_name,
  g.tessellation_scheme,
  CONVERT(nvarchar(60), z.level_1_grid_desc) AS level_1_grid,
  CONVERT(nvarchar(60), z.level_2_grid_desc) AS level_2_grid,
  CONVERT(nvarchar(60), z.level_3_grid_desc) AS level_3_grid,
  CONVERT(nvarchar(60), z.level_4_grid_desc) AS level_4_grid,
  CONVERT(int, z.cells_per_object) AS cells_per_object,
  z.bounding_box_xmin AS xmin,
  z.bounding_box_ymin AS ymin,
  z.bounding_box_xmax AS xmax,
  z.bounding_box_ymax AS ymax,
  CONVERT(bit, CASE WHEN q.major_id IS NULL THEN 0 ELSE 1 END) AS stands_for_constraint,
  CONVERT(nvarchar(3750), p.value) AS description,
  c.column_id,
  CONVERT(int, c.key_ordinal) AS key_ordinal,
  CONVERT(int, c.partition_ordinal) AS partition_ordinal,
  c.is_descending_key,
  c.is_included_column,
  CONVERT(int, c.column_store_order_ordinal) AS column_store_order_ordinal
FROM sys.indexes i
JOIN sys.objects o ON o.object_id = i.object_id
LEFT JOIN sys.table_types tt ON tt.type_table_object_id = i.object_id
LEFT JOIN sys.index_columns c ON c.object_id = i.object_id AND c.index_id = i.index_id
LEFT JOIN sys.stats s ON s.object_id = i.object_id AND s.stats_id = i.index_id
LEFT JOIN sys.partitions r ON r.object_id = i.object_id AND r.index_id = i.index_id AND r.partition_number = 1
LEFT JOIN sys.hash_indexes h ON h.object_id = i.object_id AND h.index_id = i.index_id
LEFT JOIN sys.xml_indexes x ON x.object_id = i.object_id AND x.index_id = i.index_id
LEFT JOIN sys.indexes u ON u.object_id = x.object_id AND u.index_id = x.using_xml_index_id
LEFT JOIN sys.spatial_indexes g ON g.object_id = i.object_id AND g.index_id = i.index_id
LEFT JOIN sys.spatial_index_tessellations z ON z.object_id = i.object_id AND z.index_id = i.index_id

LEFT JOIN sys.extended_properties p
  ON p.class = 7 AND p.major_id = i.object_id AND p.minor_id = i.index_id AND p.name = N'MS_Description'
LEFT JOIN sys.extended_properties q
  ON q.class = 7 AND q.major_id = i.object_id AND q.minor_id = i.index_id AND q.name = N'UNIQUE CONSTRAINT'
WHERE i.is_hypothetical = 0 AND o.type IN ('U', 'V', 'TT') AND (tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2))
ORDER BY i.object_id, i.index_id, c.index_column_id
GO
-- Statistics that somebody asked for, a row a column: those of indexes and those that the server makes by itself come and go with
-- what they are of. Babelfish has none.
SELECT
  s.object_id,
  s.stats_id,
  CONVERT(nvarchar(128), s.name) AS name,
  s.filter_definition,
  s.no_recompute,
  s.is_incremental,
  s.auto_drop AS auto_drop,
  c.column_id
FROM sys.stats s
JOIN sys.objects o ON o.object_id = s.object_id
JOIN sys.stats_columns c ON c.object_id = s.object_id AND c.stats_id = s.stats_id
WHERE s.user_created = 1 AND s.is_temporary = 0 AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
ORDER BY s.object_id, s.stats_id, c.stats_column_id
GO
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
ORDER BY f.parent_object_id, f.object_id, fc.constraint_column_id
GO
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
WHERE tt.user_type_id IS NOT NULL OR o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
GO
-- Triggers of tables and views, a row an event, and those of the database.
SELECT
  CONVERT(int, g.parent_class) AS parent_class,
  g.parent_id,
  g.object_id,
  CONVERT(nvarchar(128), g.name) AS name,
  g.is_disabled,
  g.is_instead_of_trigger,
  CONVERT(int, e.type) AS event,
  m.definition,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.triggers g
LEFT JOIN sys.objects o ON o.object_id = g.parent_id AND g.parent_class = 1
LEFT JOIN sys.trigger_events e ON e.object_id = g.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = g.object_id
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = g.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE g.is_ms_shipped = 0 AND (g.parent_class = 0 AND 1 = 0 OR g.parent_class = 1 AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2))
ORDER BY g.parent_id, g.object_id, e.type
GO
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
GO
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
WHERE o.type IN ('P', 'FN', 'IF', 'TF', 'PC', 'FS', 'FT', 'AF', 'R', 'D') AND o.parent_object_id = 0 AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
GO
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
UNION ALL
SELECT 'collection', x.xml_collection_id, CONVERT(int, x.schema_id), CONVERT(nvarchar(128), x.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, NULL, NULL, NULL, NULL, CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.xml_schema_collections x
LEFT JOIN sys.extended_properties p
  ON p.class = 10 AND p.major_id = x.xml_collection_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE x.schema_id <> 4 AND x.schema_id IN (@P1, @P2)
UNION ALL
SELECT 'partition function', f.function_id, NULL, CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), t.name) COLLATE DATABASE_DEFAULT, NULL, NULL, CONVERT(int, a.max_length), CONVERT(int, a.precision),
  CONVERT(int, a.scale), CONVERT(int, f.boundary_value_on_right), NULL
FROM sys.partition_functions f
JOIN sys.partition_parameters a ON a.function_id = f.function_id
JOIN sys.types t ON t.user_type_id = a.system_type_id
WHERE f.is_system = 0 AND 1 = 0
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
WHERE 1 = 0
UNION ALL
SELECT 'partition scheme', s.data_space_id, NULL, CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, NULL, NULL, s.function_id, NULL, NULL, NULL, NULL
FROM sys.partition_schemes s
JOIN sys.partition_functions f ON f.function_id = s.function_id
WHERE s.is_system = 0 AND 1 = 0
UNION ALL
SELECT 'partition scheme place', d.partition_scheme_id, NULL, N'', d.destination_id,
  CONVERT(nvarchar(128), s.name) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.destination_data_spaces d
JOIN sys.data_spaces s ON s.data_space_id = d.data_space_id
WHERE 1 = 0
UNION ALL
SELECT 'catalog', c.fulltext_catalog_id, NULL, CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, CONVERT(int, c.is_accent_sensitivity_on), CONVERT(int, c.is_default), NULL, NULL, NULL
FROM sys.fulltext_catalogs c
WHERE 1 = 0
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
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
UNION ALL
SELECT 'fulltext index column', f.object_id, NULL, N'', f.column_id,
  CONVERT(nvarchar(128), c.name) COLLATE DATABASE_DEFAULT, CONVERT(nvarchar(128), t.name) COLLATE DATABASE_DEFAULT, NULL,
  f.language_id, CONVERT(int, f.statistical_semantics), NULL, NULL, NULL
FROM sys.fulltext_index_columns f
JOIN sys.columns c ON c.object_id = f.object_id AND c.column_id = f.column_id
LEFT JOIN sys.columns t ON t.object_id = f.object_id AND t.column_id = f.type_column_id
UNION ALL
SELECT 'policy', o.object_id, o.schema_id, CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  NULL, NULL, NULL, CONVERT(int, o.is_enabled), CONVERT(int, o.is_not_for_replication), CONVERT(int, o.is_schema_bound), NULL,
  CONVERT(nvarchar(3750), p.value) COLLATE DATABASE_DEFAULT
FROM sys.security_policies o
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
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
WHERE 1 = 0
UNION ALL
SELECT 'file format', f.file_format_id, NULL, CONVERT(nvarchar(128), f.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(128), f.format_type) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(10), f.field_terminator) COLLATE DATABASE_DEFAULT,
  CONVERT(nvarchar(255), f.data_compression) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL
FROM sys.external_file_formats f
WHERE 1 = 0
UNION ALL
SELECT 'unread', o.object_id, CONVERT(int, o.schema_id), CONVERT(nvarchar(128), o.name) COLLATE DATABASE_DEFAULT, 0,
  CONVERT(nvarchar(60), o.type_desc) COLLATE DATABASE_DEFAULT, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM sys.objects o
WHERE o.type NOT IN ('U', 'V', 'ET', 'P', 'FN', 'IF', 'TF', 'PC', 'FS', 'FT', 'AF', 'R', 'D', 'C', 'F', 'PK', 'UQ', 'TR', 'TA', 'SO',
  'SN', 'IT', 'S', 'TT', 'SP') AND o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 AND own.name = N'microsoft_database_tools_support') AND o.schema_id IN (@P1, @P2)
ORDER BY 1, 2, 5
GO
