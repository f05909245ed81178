-- The names of tables of every sort and of views.
SELECT CONVERT(nvarchar(128), s.name) AS schema_name, CONVERT(nvarchar(128), SCHEMA_NAME()) AS default_schema,
  CONVERT(nvarchar(128), o.name) AS name,
  {13:CONVERT(nvarchar(4000), NULL)|CONVERT(nvarchar(4000), pg_catalog.array_to_string(w.reloptions, NCHAR(31)))} AS written,
  CASE WHEN v.object_id IS NOT NULL THEN 'view' {13:WHEN x.object_id IS NOT NULL THEN 'foreign' |}ELSE 'table' END AS kind
FROM sys.objects o
JOIN sys.schemas s ON s.schema_id = o.schema_id
LEFT JOIN sys.tables t ON t.object_id = o.object_id
LEFT JOIN sys.views v ON v.object_id = o.object_id
{13:LEFT JOIN sys.external_tables x ON x.object_id = o.object_id|LEFT JOIN pg_catalog.pg_class w ON w.oid = o.object_id}
WHERE (t.object_id IS NOT NULL OR v.object_id IS NOT NULL{13: OR x.object_id IS NOT NULL|}) AND /*own*/
