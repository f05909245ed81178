-- Rules beside those that make a view one, and the policies of row security.
SELECT 'rule'::text AS kind, r.ev_class::bigint AS relation, r.rulename::text AS name, pg_get_ruledef(r.oid) AS definition
FROM pg_catalog.pg_rewrite r
WHERE r.rulename <> '_RETURN' AND r.ev_class >= 16384
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
