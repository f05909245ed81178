SELECT name, type, ncol, wr, strict
FROM temp.pragma_table_list
WHERE schema = 'main' AND type <> 'shadow' AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
ORDER BY name
