-- Columns of tables and views, and fields of composite types; a type's schema only where a user has made the type.
SELECT
  a.attrelid::bigint,
  a.attnum::bigint,
  a.attname::text,
  a.atttypid::bigint,
  a.atttypmod::bigint,
  format_type(a.atttypid, a.atttypmod) AS declared_type,
  CASE WHEN coalesce(et.typnamespace, t.typnamespace) <> 'pg_catalog'::regnamespace
    THEN coalesce(et.typnamespace, t.typnamespace)::bigint END AS type_schema,
  CASE WHEN coalesce(et.typnamespace, t.typnamespace) <> 'pg_catalog'::regnamespace
    THEN coalesce(et.typname, t.typname)::text END AS type_name,
  et.oid IS NOT NULL AS is_array,
  a.attnotnull,
  a.attidentity::text,
  a.attgenerated::text,
  CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::bigint ELSE 0 END AS collation,
  a.attcollation::bigint AS own_collation,
  a.attislocal,
  CASE WHEN $3::boolean THEN pg_get_expr(ad.adbin, ad.adrelid) END AS value,
  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END AS storage,
  {14:nullif(a.attcompression::text, '')|NULL::text} AS compression,
  array_to_string(a.attfdwoptions, chr(31)) AS server_options,
  d.description
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_type et ON et.oid = t.typelem AND et.typarray = t.oid
LEFT JOIN pg_catalog.pg_attrdef ad ON ad.adrelid = a.attrelid AND ad.adnum = a.attnum
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = a.attrelid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = a.attnum
WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
  AND a.attnum > 0 AND NOT a.attisdropped
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND ($2::bigint IS NULL OR a.attrelid = $2::bigint)
ORDER BY a.attrelid, a.attnum
