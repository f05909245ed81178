-- Indexes, those of constraints too, by name; the whole statement only of those with expressions.
SELECT
  i.indexrelid::bigint,
  i.indrelid::bigint,
  ic.relname::text,
  m.amname::text,
  i.indisunique,
  i.indisvalid,
  {15:i.indnullsnotdistinct|false} AS nulls_not_distinct,
  i.indnkeyatts::bigint,
  i.indkey::text,
  i.indoption::text,
  i.indclass::text,
  i.indcollation::text,
  CASE WHEN $3::boolean AND i.indexprs IS NOT NULL THEN pg_get_indexdef(i.indexrelid) END AS definition,
  CASE WHEN $3::boolean THEN pg_get_expr(i.indpred, i.indrelid) END AS predicate,
  i.indpred IS NOT NULL AS is_partial,
  array_to_string(ic.reloptions, chr(31)) AS options,
  s.spcname::text AS tablespace,
  i.indisclustered,
  i.indisreplident,
  ic.relispartition,
  d.description
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = ic.relam
JOIN pg_catalog.pg_namespace n ON n.oid = ic.relnamespace
LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = ic.reltablespace
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = i.indexrelid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND ($2::bigint IS NULL OR i.indrelid = $2::bigint)
ORDER BY i.indrelid, ic.relname
