-- Constraints of tables and of domains, by name; the columns that a key refers to only where no other row can tell them.
SELECT
  k.conrelid::bigint,
  k.contypid::bigint,
  k.conname::text,
  k.contype::text,
  k.condeferrable,
  k.condeferred,
  k.convalidated,
  {18:k.conenforced|true} AS is_enforced,
  k.conparentid <> 0 AS is_clone,
  k.conislocal,
  k.connoinherit,
  array_to_string(k.conkey, ' ') AS columns,
  k.conindid::bigint,
  k.confrelid::bigint,
  rc.relnamespace::bigint AS references_schema,
  rc.relname::text AS references_name,
  array_to_string(k.confkey, ' ') AS references_columns,
  CASE WHEN k.contype = 'f' AND ($1::text IS NOT NULL OR k.confrelid IN (
    SELECT e.objid FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e'
  )) THEN (
    SELECT string_agg(ra.attname, chr(31) ORDER BY rk.place)
    FROM unnest(k.confkey) WITH ORDINALITY AS rk (number, place)
    JOIN pg_catalog.pg_attribute ra ON ra.attrelid = k.confrelid AND ra.attnum = rk.number
  ) END AS references_column_names,
  k.confupdtype::text,
  k.confdeltype::text,
  k.confmatchtype::text,
  {15:array_to_string(k.confdelsetcols, ' ')|NULL::text} AS delete_columns,
  {18:k.conperiod|false} AS is_period,
  CASE WHEN $3::boolean AND k.contype = 'c' THEN pg_get_expr(k.conbin, k.conrelid) END AS expression,
  CASE WHEN k.contype = 'x' THEN (
    SELECT string_agg(o.oprnamespace || ' ' || o.oprname, ' ' ORDER BY x.place)
    FROM unnest(k.conexclop) WITH ORDINALITY AS x (number, place)
    JOIN pg_catalog.pg_operator o ON o.oid = x.number
  ) END AS operators
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
LEFT JOIN pg_catalog.pg_class rc ON rc.oid = k.confrelid
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x', 'n')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND ($2::bigint IS NULL OR k.conrelid = $2::bigint)
ORDER BY k.conrelid, k.contypid, k.conname
