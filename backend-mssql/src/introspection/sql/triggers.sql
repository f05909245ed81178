-- Triggers of tables and views, a row an event, and those of the database.
SELECT
  CONVERT(int, g.parent_class) AS parent_class,
  g.parent_id,
  g.object_id,
  CONVERT(nvarchar(128), g.name) AS name,
  g.is_disabled,
  g.is_instead_of_trigger,
  CONVERT(int, e.type) AS event,
  m.definition,
  CONVERT(nvarchar(3750), p.value) AS description
FROM sys.triggers g
LEFT JOIN sys.objects o ON o.object_id = g.parent_id AND g.parent_class = 1
LEFT JOIN sys.trigger_events e ON e.object_id = g.object_id
LEFT JOIN sys.sql_modules m ON m.object_id = g.object_id
LEFT JOIN sys.extended_properties p
  ON p.class = 1 AND p.major_id = g.object_id AND p.minor_id = 0 AND p.name = N'MS_Description'
WHERE g.is_ms_shipped = 0 AND (g.parent_class = 0 AND /*whole*/ OR g.parent_class = 1 AND /*own*/)
ORDER BY g.parent_id, g.object_id, e.type
