-- Statistics that somebody asked for, a row a column: those of indexes and those that the server makes by itself come and go with
-- what they are of. Babelfish has none.
SELECT
  s.object_id,
  s.stats_id,
  CONVERT(nvarchar(128), s.name) AS name,
  s.filter_definition,
  s.no_recompute,
  s.is_incremental,
  {16:s.auto_drop|CONVERT(bit, 0)} AS auto_drop,
  c.column_id
FROM sys.stats s
JOIN sys.objects o ON o.object_id = s.object_id
JOIN sys.stats_columns c ON c.object_id = s.object_id AND c.stats_id = s.stats_id
WHERE s.user_created = 1 AND s.is_temporary = 0 AND o.type IN ('U', 'V') AND /*own*/
ORDER BY s.object_id, s.stats_id, c.stats_column_id
