-- Which sorts of objects there are at all: each of Babelfish's views is made of many, and is not asked for nothing.
SELECT CONVERT(nvarchar(10), o.type) AS kind FROM sys.objects o WHERE /*own*/ GROUP BY o.type
UNION ALL
SELECT N'type' FROM sys.types t WHERE t.is_user_defined = 1
UNION ALL
SELECT N'partition' FROM sys.partition_functions f WHERE f.is_system = 0
