-- What tables inherit from, in order, and which object needs which, by sort and number.
SELECT 'parent'::text AS kind, i.inhrelid::bigint AS object, i.inhparent::bigint AS other, i.inhseqno::bigint AS place,
  pc.relnamespace::bigint, pc.relname::text
FROM pg_catalog.pg_inherits i
JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent AND pc.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT DISTINCT
  CASE WHEN d.classid = 'pg_catalog.pg_type'::regclass OR k.contypid <> 0 OR c.relkind = 'c' THEN 'type'
    WHEN d.classid = 'pg_catalog.pg_proc'::regclass THEN 'function'
    WHEN d.classid IN ('pg_catalog.pg_statistic_ext'::regclass, 'pg_catalog.pg_foreign_server'::regclass,
      'pg_catalog.pg_foreign_data_wrapper'::regclass, 'pg_catalog.pg_collation'::regclass) THEN 'vendor'
    ELSE 'relation' END,
  coalesce(r.ev_class, ad.adrelid, nullif(k.conrelid, 0), nullif(k.contypid, 0), i.indrelid, p.polrelid,
    CASE WHEN c.relkind = 'c' THEN c.reltype END, d.objid)::bigint,
  coalesce(CASE WHEN tc.relkind <> 'c' THEN tc.oid END, et.oid, {14:nullif(m.rngtypid, 0)|NULL::oid}, d.refobjid)::bigint,
  0::bigint, NULL::bigint,
  CASE d.refclassid
    WHEN 'pg_catalog.pg_type'::regclass THEN CASE WHEN tc.relkind <> 'c' THEN 'relation' ELSE 'type' END
    WHEN 'pg_catalog.pg_proc'::regclass THEN 'function'
    WHEN 'pg_catalog.pg_class'::regclass THEN CASE WHEN rc.relkind = 'S' THEN 'sequence' ELSE 'relation' END
    ELSE 'vendor' END
FROM pg_catalog.pg_depend d
LEFT JOIN pg_catalog.pg_rewrite r ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND r.oid = d.objid
LEFT JOIN pg_catalog.pg_attrdef ad ON d.classid = 'pg_catalog.pg_attrdef'::regclass AND ad.oid = d.objid
LEFT JOIN pg_catalog.pg_constraint k ON d.classid = 'pg_catalog.pg_constraint'::regclass AND k.oid = d.objid
LEFT JOIN pg_catalog.pg_index i ON d.classid = 'pg_catalog.pg_class'::regclass AND i.indexrelid = d.objid
LEFT JOIN pg_catalog.pg_policy p ON d.classid = 'pg_catalog.pg_policy'::regclass AND p.oid = d.objid
LEFT JOIN pg_catalog.pg_class c ON d.classid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objid
LEFT JOIN pg_catalog.pg_class rc ON d.refclassid = 'pg_catalog.pg_class'::regclass AND rc.oid = d.refobjid
LEFT JOIN pg_catalog.pg_type t ON d.refclassid = 'pg_catalog.pg_type'::regclass AND t.oid = d.refobjid
LEFT JOIN pg_catalog.pg_type et ON et.oid = t.typelem AND et.typarray = t.oid
LEFT JOIN pg_catalog.pg_class tc ON tc.oid = coalesce(et.typrelid, t.typrelid) AND tc.oid <> 0
{14:LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = t.oid|}
WHERE d.refobjid >= 16384 AND d.deptype IN ('n', 'a')
  AND (
    d.refclassid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_collation'::regclass,
      'pg_catalog.pg_foreign_server'::regclass, 'pg_catalog.pg_foreign_data_wrapper'::regclass)
    OR d.refclassid = 'pg_catalog.pg_class'::regclass
      AND d.classid IN ('pg_catalog.pg_rewrite'::regclass, 'pg_catalog.pg_proc'::regclass, 'pg_catalog.pg_policy'::regclass,
        'pg_catalog.pg_statistic_ext'::regclass)
    OR d.refclassid = 'pg_catalog.pg_class'::regclass AND d.classid = 'pg_catalog.pg_attrdef'::regclass AND rc.relkind = 'S'
  )
  AND d.classid <> 'pg_catalog.pg_trigger'::regclass
ORDER BY 1, 2, 4, 3, 6
