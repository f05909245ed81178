SELECT max("desc")
FROM pragma_index_xinfo(?, 'main')
WHERE key
