-- What other rows name by number: schemas (1 for the session's own), collations, operator classes, and the
-- options of columns and of parts of indexes.
SELECT 'schema'::text AS kind, n.oid::bigint AS number, (n.nspname IS NOT DISTINCT FROM current_schema())::int::bigint AS other, n.nspname::text AS name
FROM pg_catalog.pg_namespace n
UNION ALL
SELECT 'collation', c.oid::bigint, c.collnamespace::bigint, c.collname::text
FROM pg_catalog.pg_collation c
UNION ALL
SELECT CASE WHEN o.opcdefault THEN 'default class' ELSE 'class' END, o.oid::bigint, o.opcnamespace::bigint, o.opcname::text
FROM pg_catalog.pg_opclass o
UNION ALL
SELECT 'options', a.attrelid::bigint, a.attnum::bigint, array_to_string(a.attoptions, chr(31))
FROM pg_catalog.pg_attribute a
WHERE a.attoptions IS NOT NULL
