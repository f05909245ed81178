SELECT t.name, f.id, f."table", f."from", f."to", f.on_update, f.on_delete
FROM temp.pragma_table_list AS t, temp.pragma_foreign_key_list(t.name, 'main') AS f
WHERE t.schema = 'main' AND t.type = ? AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
