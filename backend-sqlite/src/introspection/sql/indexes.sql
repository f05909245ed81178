SELECT t.name, i.name, i."unique", i.origin, k.name, k."desc", k.coll
FROM temp.pragma_table_list AS t, temp.pragma_index_list(t.name, 'main') AS i, temp.pragma_index_xinfo(i.name, 'main') AS k
WHERE t.schema = 'main' AND t.type = ? AND t.name NOT LIKE 'sqlite\_%' ESCAPE '\' AND k.key
