-- What PostgreSQL 13 to 15 have added.

CREATE FUNCTION standard(n integer) RETURNS integer LANGUAGE sql RETURN n + 1;
CREATE FUNCTION standard_items() RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT id FROM item WHERE id > standard(1); END;
CREATE PROCEDURE gives_back(OUT a integer) LANGUAGE sql AS 'SELECT 1';
CREATE TYPE odd_range AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = other.odd_ranges);
CREATE TABLE many_ranges (a int4multirange, b odd_range, c other.odd_ranges, d xid8);
CREATE STATISTICS other.expressions ON (lower(b)), a FROM indexed;
CREATE UNLOGGED SEQUENCE unlogged_numbers;
CREATE UNIQUE INDEX many_ranges_a ON many_ranges (a) NULLS NOT DISTINCT;
CREATE COLLATION other.unsorted (PROVIDER = icu, LOCALE = 'und', DETERMINISTIC = false);
