SELECT t.name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
FROM temp.pragma_table_list AS t, temp.pragma_table_xinfo(t.name, 'main') AS c
WHERE t.schema = 'main' AND t.type = ? AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\'
