-- Sequences, and the columns that they belong to; those of identities too.
SELECT
  c.oid::bigint,
  c.relnamespace::bigint,
  c.relname::text,
  c.relpersistence::text,
  format_type(s.seqtypid, NULL) AS number_type,
  s.seqstart,
  s.seqincrement,
  s.seqmin,
  s.seqmax,
  s.seqcycle,
  s.seqcache,
  o.refobjid::bigint AS owner,
  o.refobjsubid::bigint AS owner_column,
  o.deptype IS NOT DISTINCT FROM 'i' AS is_identity,
  ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31)))) AS is_in_scope,
  d.description
FROM pg_catalog.pg_sequence s
JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_depend o
  ON o.classid = 'pg_catalog.pg_class'::regclass AND o.objid = c.oid AND o.objsubid = 0
  AND o.refclassid = 'pg_catalog.pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
