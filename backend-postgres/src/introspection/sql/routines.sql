-- Functions, procedures and aggregates, and objects of kinds that the model has no noun for, each with the statement that makes it.
SELECT
  'function'::text AS kind,
  p.oid::bigint,
  p.pronamespace::bigint,
  p.proname::text,
  p.prokind::text AS sort,
  pg_get_function_identity_arguments(p.oid) AS arguments,
  pg_get_function_result(p.oid) AS returns,
  l.lanname::text AS language,
  CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) ELSE
    'CREATE AGGREGATE ' || quote_ident(n.nspname) || '.' || quote_ident(p.proname) || '('
    || CASE WHEN p.pronargs = 0 THEN '*' ELSE pg_get_function_arguments(p.oid) END
    || E') (\n    SFUNC = ' || a.aggtransfn::regproc || E',\n    STYPE = ' || format_type(a.aggtranstype, NULL)
    || CASE WHEN a.aggtransspace <> 0 THEN E',\n    SSPACE = ' || a.aggtransspace ELSE '' END
    || coalesce(E',\n    INITCOND = ' || quote_literal(a.agginitval), '')
    || CASE WHEN a.aggfinalfn <> 0 THEN E',\n    FINALFUNC = ' || a.aggfinalfn::regproc ELSE '' END
    || CASE WHEN a.aggfinalextra THEN E',\n    FINALFUNC_EXTRA' ELSE '' END
    || CASE WHEN a.aggfinalfn <> 0 AND a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char"
      THEN E',\n    FINALFUNC_MODIFY = '
        || CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END
      ELSE '' END
    || CASE WHEN a.aggcombinefn <> 0 THEN E',\n    COMBINEFUNC = ' || a.aggcombinefn::regproc ELSE '' END
    || CASE WHEN a.aggserialfn <> 0 THEN E',\n    SERIALFUNC = ' || a.aggserialfn::regproc ELSE '' END
    || CASE WHEN a.aggdeserialfn <> 0 THEN E',\n    DESERIALFUNC = ' || a.aggdeserialfn::regproc ELSE '' END
    || CASE WHEN a.aggmtransfn <> 0 THEN E',\n    MSFUNC = ' || a.aggmtransfn::regproc
      || E',\n    MINVFUNC = ' || a.aggminvtransfn::regproc || E',\n    MSTYPE = ' || format_type(a.aggmtranstype, NULL)
      ELSE '' END
    || CASE WHEN a.aggmtransspace <> 0 THEN E',\n    MSSPACE = ' || a.aggmtransspace ELSE '' END
    || coalesce(E',\n    MINITCOND = ' || quote_literal(a.aggminitval), '')
    || CASE WHEN a.aggmfinalfn <> 0 THEN E',\n    MFINALFUNC = ' || a.aggmfinalfn::regproc ELSE '' END
    || CASE WHEN a.aggmfinalextra THEN E',\n    MFINALFUNC_EXTRA' ELSE '' END
    || CASE WHEN a.aggmfinalfn <> 0 AND a.aggmfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char"
      THEN E',\n    MFINALFUNC_MODIFY = '
        || CASE a.aggmfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END
      ELSE '' END
    || CASE WHEN a.aggsortop <> 0 THEN E',\n    SORTOP = ' || (
      SELECT 'OPERATOR(' || quote_ident(pn.nspname) || '.' || o.oprname || ')'
      FROM pg_catalog.pg_operator o
      JOIN pg_catalog.pg_namespace pn ON pn.oid = o.oprnamespace
      WHERE o.oid = a.aggsortop) ELSE '' END
    || CASE WHEN a.aggkind = 'h' THEN E',\n    HYPOTHETICAL' ELSE '' END
    || CASE p.proparallel WHEN 's' THEN E',\n    PARALLEL = SAFE' WHEN 'r' THEN E',\n    PARALLEL = RESTRICTED' ELSE '' END
    || E'\n)'
  END AS definition,
  CASE WHEN l.lanname = 'sql' AND {14:p.prosqlbody IS NULL|true} THEN p.prosrc END AS body,
  d.description
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
LEFT JOIN pg_catalog.pg_aggregate a ON a.aggfnoid = p.oid
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = p.oid AND d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objsubid = 0
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype IN ('e', 'i')
  )
UNION ALL
SELECT 'collation', c.oid::bigint, c.collnamespace::bigint, c.collname::text, 'COLLATION', NULL, NULL, NULL,
  'CREATE COLLATION ' || quote_ident(n.nspname) || '.' || quote_ident(c.collname) || ' (provider = '
  || CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END
  || CASE WHEN c.collisdeterministic THEN '' ELSE ', deterministic = false' END
  || CASE WHEN c.collprovider <> 'c'
      THEN ', locale = ' || quote_literal(coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', c.collcollate::text))
    WHEN c.collcollate = c.collctype THEN ', locale = ' || quote_literal(c.collcollate)
    ELSE ', lc_collate = ' || quote_literal(c.collcollate) || ', lc_ctype = ' || quote_literal(c.collctype) END
  || coalesce(', rules = ' || quote_literal(to_jsonb(c) ->> 'collicurules'), '')
  || ')',
  NULL, d.description
FROM pg_catalog.pg_collation c
JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
LEFT JOIN pg_catalog.pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_collation'::regclass
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_collation'::regclass AND e.objid = c.oid AND e.deptype = 'e'
  )
UNION ALL
SELECT 'statistics', s.oid::bigint, s.stxnamespace::bigint, s.stxname::text, 'STATISTICS', NULL, NULL, NULL,
  pg_get_statisticsobjdef(s.oid), NULL, d.description
FROM pg_catalog.pg_statistic_ext s
JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
LEFT JOIN pg_catalog.pg_description d ON d.objoid = s.oid AND d.classoid = 'pg_catalog.pg_statistic_ext'::regclass
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
  AND ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31))))
UNION ALL
SELECT 'wrapper', w.oid::bigint, NULL, w.fdwname::text, 'FOREIGN DATA WRAPPER', NULL, NULL, NULL,
  'CREATE FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname)
  || CASE WHEN w.fdwhandler <> 0 THEN ' HANDLER ' || w.fdwhandler::regproc ELSE '' END
  || CASE WHEN w.fdwvalidator <> 0 THEN ' VALIDATOR ' || w.fdwvalidator::regproc ELSE '' END
  || coalesce(' OPTIONS (' || (
    SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ')
    FROM pg_catalog.pg_options_to_table(w.fdwoptions) o) || ')', ''),
  NULL, d.description
FROM pg_catalog.pg_foreign_data_wrapper w
LEFT JOIN pg_catalog.pg_description d ON d.objoid = w.oid AND d.classoid = 'pg_catalog.pg_foreign_data_wrapper'::regclass
WHERE $1::text IS NULL
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_foreign_data_wrapper'::regclass AND e.objid = w.oid AND e.deptype = 'e'
  )
UNION ALL
SELECT 'server', s.oid::bigint, NULL, s.srvname::text, 'SERVER', NULL, NULL, NULL,
  'CREATE SERVER ' || quote_ident(s.srvname)
  || coalesce(' TYPE ' || quote_literal(s.srvtype), '') || coalesce(' VERSION ' || quote_literal(s.srvversion), '')
  || ' FOREIGN DATA WRAPPER ' || quote_ident(w.fdwname)
  || coalesce(' OPTIONS (' || (
    SELECT string_agg(quote_ident(o.option_name) || ' ' || quote_literal(o.option_value), ', ')
    FROM pg_catalog.pg_options_to_table(s.srvoptions) o) || ')', ''),
  NULL, d.description
FROM pg_catalog.pg_foreign_server s
JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
LEFT JOIN pg_catalog.pg_description d ON d.objoid = s.oid AND d.classoid = 'pg_catalog.pg_foreign_server'::regclass
WHERE $1::text IS NULL
  AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.pg_foreign_server'::regclass AND e.objid = s.oid AND e.deptype = 'e'
  )
