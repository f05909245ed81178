-- Enumerations (a row a label), domains, composite types and ranges, in the order in which they were made.
SELECT
  t.oid::bigint,
  t.typnamespace::bigint,
  t.typname::text,
  t.typtype::text,
  t.typrelid::bigint,
  e.enumlabel::text,
  b.oid::bigint AS base,
  format_type(b.oid, t.typtypmod) AS declared_base,
  CASE WHEN coalesce(bt.typnamespace, b.typnamespace) <> 'pg_catalog'::regnamespace
    THEN coalesce(bt.typnamespace, b.typnamespace)::bigint END AS base_schema,
  CASE WHEN coalesce(bt.typnamespace, b.typnamespace) <> 'pg_catalog'::regnamespace
    THEN coalesce(bt.typname, b.typname)::text END AS base_name,
  bt.oid IS NOT NULL AS base_is_array,
  t.typnotnull,
  CASE WHEN t.typtype = 'd' THEN pg_get_expr(t.typdefaultbin, 0) END AS value,
  CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::bigint ELSE 0 END AS collation,
  d.description,
  CASE WHEN NOT oc.opcdefault THEN quote_ident(ocn.nspname) || '.' || quote_ident(oc.opcname) END AS class,
  CASE WHEN t.typtype = 'r' AND r.rngcollation <> b.typcollation THEN (
    SELECT quote_ident(cn.nspname) || '.' || quote_ident(co.collname)
    FROM pg_catalog.pg_collation co
    JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace
    WHERE co.oid = r.rngcollation) END AS range_collation,
  CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END AS difference,
  {14:(
    SELECT format_type(mt.oid, NULL) FROM pg_catalog.pg_type mt
    WHERE mt.oid = r.rngmultitypid AND (mt.typnamespace, mt.typname) <> (t.typnamespace,
      CASE WHEN t.typname ~ 'range' THEN regexp_replace(t.typname, 'range', 'multirange') ELSE concat(t.typname, '_multirange') END)
  )|NULL::text} AS multirange,
  CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END AS canonical
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_catalog.pg_opclass oc ON oc.oid = r.rngsubopc
LEFT JOIN pg_catalog.pg_namespace ocn ON ocn.oid = oc.opcnamespace
LEFT JOIN pg_catalog.pg_type b ON b.oid = coalesce(r.rngsubtype, nullif(t.typbasetype, 0))
LEFT JOIN pg_catalog.pg_type bt ON bt.oid = b.typelem AND bt.typarray = b.oid
LEFT JOIN pg_catalog.pg_enum e ON e.enumtypid = t.oid
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_type'::regclass AND d.objsubid = 0
WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_type'::regclass AND x.objid = t.oid AND x.deptype = 'e'
  )
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend x
    WHERE x.classid = 'pg_catalog.pg_class'::regclass AND x.objid = t.typrelid AND x.deptype = 'e'
  )
ORDER BY t.oid, e.enumsortorder
