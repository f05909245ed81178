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
  {13:i.filter_definition|CONVERT(nvarchar(max), pg_catalog.pg_get_expr(w.indpred, w.indrelid))} AS filter_definition,
  {13:i.compression_delay|CONVERT(int, NULL)} AS compression_delay,
  {15:i.optimize_for_sequential_key|CONVERT(bit, 0)} AS optimize_for_sequential_key,
  s.no_recompute,
  r.data_compression,
  h.bucket_count,
  CONVERT(int, x.xml_index_type) AS xml_index_type,
  x.secondary_type,
  CONVERT(nvarchar(128), u.name) AS using_name,
  g.tessellation_scheme,
  {13:CONVERT(nvarchar(60), z.level_1_grid_desc)|CONVERT(nvarchar(60), NULL)} AS level_1_grid,
  {13:CONVERT(nvarchar(60), z.level_2_grid_desc)|CONVERT(nvarchar(60), NULL)} AS level_2_grid,
  {13:CONVERT(nvarchar(60), z.level_3_grid_desc)|CONVERT(nvarchar(60), NULL)} AS level_3_grid,
  {13:CONVERT(nvarchar(60), z.level_4_grid_desc)|CONVERT(nvarchar(60), NULL)} AS level_4_grid,
  {13:CONVERT(int, z.cells_per_object)|CONVERT(int, NULL)} AS cells_per_object,
  {13:z.bounding_box_xmin|CONVERT(float, NULL)} AS xmin,
  {13:z.bounding_box_ymin|CONVERT(float, NULL)} AS ymin,
  {13:z.bounding_box_xmax|CONVERT(float, NULL)} AS xmax,
  {13:z.bounding_box_ymax|CONVERT(float, NULL)} AS ymax,
  CONVERT(bit, CASE WHEN q.major_id IS NULL THEN 0 ELSE 1 END) AS stands_for_constraint,
  CONVERT(nvarchar(3750), p.value) AS description,
  c.column_id,
  CONVERT(int, c.key_ordinal) AS key_ordinal,
  CONVERT(int, c.partition_ordinal) AS partition_ordinal,
  c.is_descending_key,
  c.is_included_column,
  {16:CONVERT(int, c.column_store_order_ordinal)|0} AS column_store_order_ordinal
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
{13:|LEFT JOIN pg_catalog.pg_class n ON n.relname = i.name AND n.relnamespace = o.schema_id
LEFT JOIN pg_catalog.pg_index w ON w.indexrelid = n.oid AND w.indrelid = i.object_id}
LEFT JOIN sys.extended_properties p
  ON p.class = 7 AND p.major_id = i.object_id AND p.minor_id = i.index_id AND p.name = N'MS_Description'
LEFT JOIN sys.extended_properties q
  ON q.class = 7 AND q.major_id = i.object_id AND q.minor_id = i.index_id AND q.name = N'UNIQUE CONSTRAINT'
WHERE i.is_hypothetical = 0 AND o.type IN ('U', 'V', 'TT') AND (tt.user_type_id IS NOT NULL OR /*own*/)
ORDER BY i.object_id, i.index_id, c.index_column_id
