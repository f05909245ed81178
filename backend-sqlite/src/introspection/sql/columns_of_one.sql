SELECT ?1, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
FROM temp.pragma_table_xinfo(?1, 'main') AS c
