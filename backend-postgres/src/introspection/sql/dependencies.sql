-- What tables inherit from, in order, and what views read from.
SELECT 'parent'::text AS kind, i.inhrelid::bigint AS relation, i.inhparent::bigint AS other, i.inhseqno::bigint AS place,
  pc.relnamespace::bigint, pc.relname::text
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent AND pc.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT DISTINCT 'view', r.ev_class::bigint, d.refobjid::bigint, 0::bigint, NULL::bigint, NULL::text
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_depend d
  ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
  AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> r.ev_class
JOIN pg_catalog.pg_class c ON c.oid = d.refobjid AND c.relkind IN ('v', 'm')
WHERE r.rulename = '_RETURN' AND r.ev_class >= 16384
ORDER BY 1, 2, 4, 3
