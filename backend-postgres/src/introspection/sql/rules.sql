-- Rules beside those that make a view one, and the policies of row security.
SELECT 'rule'::text AS kind, r.ev_class::bigint AS relation, r.rulename::text AS name, CASE WHEN $3::boolean THEN pg_get_ruledef(r.oid) END AS definition
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ($1::text IS NULL OR n.nspname = ANY (string_to_array($1::text, chr(31)))) AND r.rulename <> '_RETURN' AND r.ev_class >= 16384 AND ($2::bigint IS NULL OR r.ev_class = $2::bigint)
UNION ALL
SELECT 'policy', p.polrelid::bigint, p.polname::text,
  CASE WHEN p.polpermissive THEN 'AS PERMISSIVE' ELSE 'AS RESTRICTIVE' END
  || CASE p.polcmd
    WHEN 'r' THEN ' FOR SELECT' WHEN 'a' THEN ' FOR INSERT' WHEN 'w' THEN ' FOR UPDATE' WHEN 'd' THEN ' FOR DELETE'
    ELSE ' FOR ALL' END
  || ' TO ' || (
    SELECT string_agg(CASE WHEN u.number = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(u.number)) END, ', ' ORDER BY u.place)
    FROM unnest(p.polroles) WITH ORDINALITY AS u (number, place)
  )
  || coalesce(' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', '')
  || coalesce(' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')', '')
FROM pg_catalog.pg_policy p
WHERE $2::bigint IS NULL OR p.polrelid = $2::bigint
