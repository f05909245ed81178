SELECT name, type, ncol, wr, strict
FROM temp.pragma_table_list
WHERE schema = 'main' AND type <> 'shadow'
ORDER BY name
