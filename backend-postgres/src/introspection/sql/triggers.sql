-- Triggers by name, but those that the server made for a constraint or for a partition.
SELECT
  t.tgrelid::bigint,
  t.tgname::text,
  t.tgtype::bigint,
  t.tgenabled::text,
  t.tgattr::text,
  t.tgconstraint <> 0 AS is_constraint,
  t.tgdeferrable,
  t.tginitdeferred,
  f.pronamespace::bigint,
  f.proname::text,
  t.tgqual IS NOT NULL AS has_condition,
  CASE WHEN $3::boolean THEN pg_get_triggerdef(t.oid) END AS definition,
  d.description
FROM pg_catalog.pg_trigger t
JOIN pg_catalog.pg_class c ON c.oid = t.tgrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_proc f ON f.oid = t.tgfoid
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_trigger'::regclass
WHERE NOT t.tgisinternal
  AND {13:t.tgparentid = 0|NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend p
    WHERE p.classid = 'pg_catalog.pg_trigger'::regclass AND p.objid = t.oid
      AND p.refclassid = 'pg_catalog.pg_trigger'::regclass
  )}
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND ($2::bigint IS NULL OR t.tgrelid = $2::bigint)
ORDER BY t.tgrelid, t.tgname
