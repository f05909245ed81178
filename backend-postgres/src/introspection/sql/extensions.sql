-- Extensions that were installed by somebody, not with the database.
SELECT x.extname::text, x.extversion::text, x.extnamespace::bigint, d.description
FROM pg_catalog.pg_extension x
LEFT JOIN pg_catalog.pg_description d
  ON d.objoid = x.oid AND d.classoid = 'pg_catalog.pg_extension'::regclass
WHERE x.oid >= 16384
ORDER BY x.extname
