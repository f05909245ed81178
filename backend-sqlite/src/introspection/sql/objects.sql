SELECT type, name, tbl_name, sql
FROM main.sqlite_schema
WHERE sql IS NOT NULL
ORDER BY rowid
