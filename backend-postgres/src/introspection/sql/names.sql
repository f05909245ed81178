-- What other rows name by number: schemas (1 for the session's own, 2 for those that users have made), collations, operator classes, and the
-- options of columns and of parts of indexes.
SELECT 'schema'::text AS kind, n.oid::bigint AS number, CASE WHEN n.nspname = current_schema() THEN 1
  WHEN n.oid >= 16384 AND n.nspname !~ '^pg_' AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_namespace'::regclass AND e.objid = n.oid AND e.deptype = 'e'
  ) THEN 2 ELSE 0 END::bigint AS other,
  n.nspname::text AS name, d.description
FROM pg_catalog.pg_namespace n
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = n.oid AND d.classoid = 'pg_catalog.pg_namespace'::regclass
UNION ALL
SELECT 'collation', c.oid::bigint, c.collnamespace::bigint, c.collname::text, NULL
FROM pg_catalog.pg_collation c
UNION ALL
SELECT CASE WHEN o.opcdefault THEN 'default class' ELSE 'class' END, o.oid::bigint, o.opcnamespace::bigint, o.opcname::text, NULL
FROM pg_catalog.pg_opclass o
UNION ALL
SELECT 'options', a.attrelid::bigint, a.attnum::bigint, array_to_string(a.attoptions, chr(31)), NULL
FROM pg_catalog.pg_attribute a
WHERE a.attoptions IS NOT NULL
