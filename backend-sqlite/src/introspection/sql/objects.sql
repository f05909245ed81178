SELECT o.type, o.name, o.tbl_name, o.sql, EXISTS (
    SELECT 1
    FROM main.sqlite_schema AS i, temp.pragma_index_xinfo(i.name, 'main') AS k
    WHERE i.type = 'index' AND instr(lower(i.sql), 'desc') AND k."desc"
)
FROM main.sqlite_schema AS o
ORDER BY o.rowid
