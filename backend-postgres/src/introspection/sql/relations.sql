-- Tables of every sort and views, with what is said of them as a whole.
SELECT
  c.oid::bigint,
  c.relnamespace::bigint,
  c.relname::text,
  c.relkind::text,
  c.relpersistence::text,
  c.relrowsecurity,
  c.relforcerowsecurity,
  c.relispopulated,
  CASE WHEN $3::boolean AND c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END AS bound,
  p.partattrs::text,
  p.partclass::text,
  p.partcollation::text,
  CASE WHEN $3::boolean AND p.partrelid IS NOT NULL THEN pg_get_partkeydef(c.oid) END AS partition_key,
  CASE WHEN $3::boolean AND c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
  array_to_string(c.reloptions, chr(31)) AS options,
  s.spcname::text AS tablespace,
  m.amname::text AS method,
  c.relispartition,
  CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type,
  c.relreplident::text,
  fs.srvname::text AS server,
  array_to_string(f.ftoptions, chr(31)) AS server_options,
  d.description
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_partitioned_table p ON p.partrelid = c.oid
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname <> 'heap'
LEFT JOIN pg_catalog.pg_foreign_table f ON f.ftrelid = c.oid
LEFT JOIN pg_catalog.pg_foreign_server fs ON fs.oid = f.ftserver
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND ($2::bigint IS NULL OR c.oid = $2::bigint)
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
