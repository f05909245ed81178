-- Tables of every sort and views, with what is said of them as a whole. Babelfish keeps a name as it was written beside the one in small
-- letters that its catalog shows.
SELECT
  o.object_id,
  CONVERT(int, o.schema_id) AS schema_id,
  CONVERT(nvarchar(128), o.name) AS name,
  {13:CONVERT(nvarchar(4000), NULL)|CONVERT(nvarchar(4000), pg_catalog.array_to_string(w.reloptions, NCHAR(31)))} AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' {13:WHEN x.object_id IS NOT NULL THEN 'foreign' |}ELSE 'table' END AS kind,
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
  {13:e.start_column_id|CONVERT(int, NULL)} AS period_start,
  {13:e.end_column_id|CONVERT(int, NULL)} AS period_end,
  {14:t.history_retention_period|CONVERT(int, NULL)} AS history_retention_period,
  {14:t.history_retention_period_unit|CONVERT(int, NULL)} AS history_retention_period_unit,
  {14:t.is_node|CONVERT(bit, 0)} AS is_node,
  {14:t.is_edge|CONVERT(bit, 0)} AS is_edge,
  {16:t.ledger_type|CONVERT(tinyint, 0)} AS ledger_type,
  k.is_track_columns_updated_on,
  {13:xs.name|CONVERT(nvarchar(128), NULL)} AS data_source,
  {13:xf.name|CONVERT(nvarchar(128), NULL)} AS file_format,
  {13:x.location|CONVERT(nvarchar(4000), NULL)} AS location,
  {13:CONVERT(nvarchar(128), x.remote_schema_name)|CONVERT(nvarchar(128), NULL)} AS remote_schema_name,
  {13:CONVERT(nvarchar(128), x.remote_object_name)|CONVERT(nvarchar(128), NULL)} AS remote_object_name
FROM sys.objects o
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = v.object_id
LEFT JOIN sys.tables h ON h.object_id = t.history_table_id
LEFT JOIN sys.tables c ON c.history_table_id = t.object_id
LEFT JOIN sys.change_tracking_tables k ON k.object_id = t.object_id
{13:LEFT JOIN sys.periods e ON e.object_id = t.object_id
LEFT JOIN sys.external_tables x ON x.object_id = o.object_id
LEFT JOIN sys.external_data_sources xs ON xs.data_source_id = x.data_source_id
LEFT JOIN sys.external_file_formats xf ON xf.file_format_id = x.file_format_id|}
{13:|LEFT JOIN pg_catalog.pg_class w ON w.oid = o.object_id}
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = o.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL{13: OR x.object_id IS NOT NULL|}) AND /*own*/
