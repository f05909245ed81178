-- What the schema of the introspection's tests does not have: functions and what needs them, foreign tables, extensions, statistics, and
-- more tables, so that there are sixty and more.

COMMENT ON SCHEMA other IS 'The other schema''s "comment".';
CREATE SCHEMA empty;
CREATE EXTENSION fuzzystrmatch WITH SCHEMA other;
CREATE EXTENSION cube;
CREATE EXTENSION earthdistance;
COMMENT ON COLLATION other.mine IS 'As C.';
COMMENT ON DOMAIN positive IS 'From 1.';
COMMENT ON SEQUENCE other.small_one IS 'Down.';
COMMENT ON TYPE point_3d IS 'A point.';

-- Functions of every sort.
CREATE FUNCTION double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS 'SELECT n * 2';
CREATE FUNCTION double(n bigint) RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$ BEGIN RETURN n * 2; END $$;
CREATE FUNCTION other."Odd name"("Odd argument" text, VARIADIC more text[] DEFAULT '{}', OUT a integer, OUT b text) LANGUAGE sql COST 7
  AS $$ SELECT 1, "Odd argument" $$;
CREATE FUNCTION all_items() RETURNS SETOF item LANGUAGE sql ROWS 12 AS 'SELECT * FROM item';
CREATE FUNCTION z_counts() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM item); END $$;
CREATE FUNCTION a_reads_z() RETURNS bigint LANGUAGE sql AS 'SELECT z_counts() + count(*) FROM z_first';
CREATE FUNCTION anything(a anyelement, b anyarray) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RETURN a = ANY (b); END $$;
CREATE FUNCTION table_of(smallest integer) RETURNS TABLE (number integer, "text" text) LANGUAGE sql AS 'SELECT id, shade::text FROM item WHERE id > smallest';
CREATE PROCEDURE empty_item(INOUT times integer) LANGUAGE plpgsql AS $$ BEGIN DELETE FROM item; times := 1; END $$;
CREATE FUNCTION is_fine(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT value <> '' $$;
CREATE FUNCTION first_of(state text, next text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT coalesce(state, next)';
CREATE FUNCTION is_first(state text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT state';
CREATE AGGREGATE first_text(text) (SFUNC = first_of, STYPE = text, FINALFUNC = is_first, COMBINEFUNC = first_of, PARALLEL = SAFE);
CREATE AGGREGATE other.sum_from_seven(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '7', MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer);
CREATE AGGREGATE counted(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0');
COMMENT ON FUNCTION double(bigint) IS 'The large one.';
COMMENT ON PROCEDURE empty_item(integer) IS 'Empties.';
COMMENT ON AGGREGATE first_text(text) IS 'The first.';
COMMENT ON AGGREGATE counted(*) IS 'Counts.';

-- What calls functions, and what functions are made of.
CREATE DOMAIN fine AS text CHECK (is_fine(VALUE));
CREATE TABLE calling (
  id integer PRIMARY KEY DEFAULT double(7),
  code fine DEFAULT 'x',
  many integer GENERATED ALWAYS AS (double(9)) STORED,
  label text CONSTRAINT said CHECK (is_fine(label)),
  item_id integer DEFAULT nextval('loose') REFERENCES other.item ON UPDATE SET NULL
);
CREATE INDEX calling_double ON calling (double(id)) WHERE is_fine(label);
CREATE FUNCTION label_of(calling) RETURNS text LANGUAGE sql AS 'SELECT $1.label';
CREATE VIEW labelled AS SELECT label_of(c.*) AS label, double(c.id) AS twice FROM calling c;
COMMENT ON COLUMN labelled.twice IS 'Twice the key.';
CREATE FUNCTION of_labelled() RETURNS SETOF labelled LANGUAGE sql AS 'SELECT * FROM labelled';
CREATE VIEW over_function AS SELECT * FROM of_labelled();
CREATE MATERIALIZED VIEW counted_items AS SELECT shade, counted(*) AS many, first_text(feeling::text) AS first FROM item GROUP BY shade;
CREATE INDEX counted_items_many ON counted_items (many DESC);
COMMENT ON INDEX counted_items_many IS 'Many first.';
COMMENT ON MATERIALIZED VIEW counted_items IS 'Counted.';
CREATE TRIGGER on_calling AFTER UPDATE OF label ON calling FOR EACH ROW WHEN (old.label IS DISTINCT FROM new.label) EXECUTE FUNCTION noted('a', 'b''c');
CREATE TRIGGER replica AFTER INSERT ON calling FOR EACH ROW EXECUTE FUNCTION noted();
ALTER TABLE calling ENABLE REPLICA TRIGGER replica;
CREATE TRIGGER always AFTER DELETE ON calling REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION noted();
ALTER TABLE calling ENABLE ALWAYS TRIGGER always;
CREATE TRIGGER instead_of_it INSTEAD OF UPDATE OR DELETE ON other.item_view FOR EACH ROW EXECUTE FUNCTION noted();
COMMENT ON TRIGGER instead_of_it ON other.item_view IS 'In place of it.';

-- Ranges, statistics, foreign tables.
CREATE TYPE text_range AS RANGE (SUBTYPE = text, SUBTYPE_OPCLASS = text_pattern_ops, COLLATION = "C");
CREATE FUNCTION apart(a date, b date) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT (a - b)::double precision';
CREATE TYPE other.days AS RANGE (SUBTYPE = date, SUBTYPE_DIFF = apart);
CREATE STATISTICS item_statistics (dependencies) ON shade, feeling FROM item;
COMMENT ON STATISTICS item_statistics IS 'They go together.';
CREATE FOREIGN DATA WRAPPER nothing OPTIONS (debug 'true');
CREATE SERVER elsewhere TYPE 'odd' VERSION '1' FOREIGN DATA WRAPPER nothing OPTIONS (host 'a''b', port '1');
COMMENT ON SERVER elsewhere IS 'Far.';
CREATE FOREIGN TABLE far (id integer NOT NULL, name text OPTIONS (column_name 'Name''s') COLLATE "C" DEFAULT 'x', CONSTRAINT near CHECK (id > 0))
  SERVER elsewhere OPTIONS (table_name 'far away');
COMMENT ON FOREIGN TABLE far IS 'Over there.';
COMMENT ON COLUMN far.name IS 'A name.';

-- Rules, policies, what replication needs.
CREATE TABLE logged (id bigserial PRIMARY KEY, what text NOT NULL, at timestamptz DEFAULT now());
CREATE TABLE ruled (id smallserial, a text, CONSTRAINT ruled_key UNIQUE (id));
CREATE RULE log_it AS ON UPDATE TO ruled WHERE new.a <> old.a DO ALSO INSERT INTO logged (what) VALUES (new.a);
CREATE RULE into_view AS ON INSERT TO labelled DO INSTEAD SELECT 1;
ALTER TABLE ruled ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Odd policy" ON ruled AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (is_fine(a)) WITH CHECK (EXISTS (SELECT FROM logged WHERE what = a));
CREATE TABLE replicated (id integer NOT NULL, code text);
CREATE UNIQUE INDEX replicated_id ON replicated (id);
ALTER TABLE replicated REPLICA IDENTITY USING INDEX replicated_id;
CREATE TABLE replicated_not (id integer);
ALTER TABLE replicated_not REPLICA IDENTITY NOTHING;

-- Families and circles over schemas.
CREATE TABLE other.upper (id integer PRIMARY KEY, lower_id integer);
CREATE TABLE other.lower (id integer PRIMARY KEY, upper_id integer NOT NULL REFERENCES other.upper DEFERRABLE);
ALTER TABLE other.upper ADD CONSTRAINT lower_of FOREIGN KEY (lower_id) REFERENCES other.lower ON DELETE CASCADE;
CREATE TABLE kept (id integer, state mood, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE INDEX kept_state ON kept (state);
CREATE TABLE other.kept_old PARTITION OF kept (CONSTRAINT positive_id CHECK (id > 0), state DEFAULT 'sad') FOR VALUES FROM (MINVALUE) TO ('2000-01-01');
CREATE TABLE kept_new PARTITION OF kept FOR VALUES FROM ('2000-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
CREATE TABLE kept_new_0 PARTITION OF kept_new FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE by_mood (id integer, state mood) PARTITION BY LIST (state);
CREATE TABLE by_mood_sad PARTITION OF by_mood FOR VALUES IN ('sad', NULL);
CREATE TABLE plain (id integer);
CREATE TABLE keeps (id integer PRIMARY KEY, kept_id integer, kept_day date, FOREIGN KEY (kept_id, kept_day) REFERENCES kept ON DELETE CASCADE);
CREATE TABLE vehicle (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, wheels integer DEFAULT 4, name text);
CREATE TABLE car (doors integer DEFAULT 5) INHERITS (vehicle);
ALTER TABLE car ALTER wheels SET DEFAULT 3;
CREATE TABLE wagon (LIKE vehicle INCLUDING DEFAULTS INCLUDING INDEXES, seats integer);
CREATE TABLE wide (
  "ID" bigint GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 10), mine text COLLATE other.mine, moods mood[] DEFAULT '{sad}', box other."Box",
  boxes other."Box"[], spans int4range[], span text_range, days other.days, e earth, price numeric(9,2) DEFAULT 0.00, flag boolean NOT NULL DEFAULT false,
  bits bit varying(5) DEFAULT B'101', parent_id bigint, CONSTRAINT "Wide key" PRIMARY KEY ("ID"), CONSTRAINT self FOREIGN KEY (parent_id) REFERENCES wide
);
CREATE INDEX wide_mixed ON wide (lower(mine) DESC NULLS LAST, price) INCLUDE (flag) WHERE flag;
CREATE INDEX wide_moods ON wide USING gin (moods);
