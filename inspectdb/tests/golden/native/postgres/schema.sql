-- What PostgreSQL has and few others: exclusion, partitions, inheritance, row security, indexes of every sort.

CREATE TABLE booking (
    room INT4RANGE,
    during TSRANGE NOT NULL,
    cancelled BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT no_overlap EXCLUDE USING gist (room WITH &&, during WITH &&) WHERE (NOT cancelled)
);

CREATE TABLE sale (
    id BIGINT NOT NULL,
    sold_on DATE NOT NULL,
    amount NUMERIC(10, 2),
    PRIMARY KEY (id, sold_on)
) PARTITION BY RANGE (sold_on);
CREATE TABLE sale_2023 PARTITION OF sale FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE sale_2024 PARTITION OF sale FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE sale_2024_one PARTITION OF sale_2024 FOR VALUES IN (1);
CREATE TABLE sale_rest PARTITION OF sale DEFAULT;
CREATE TABLE refund (
    id BIGINT PRIMARY KEY,
    sale_id BIGINT,
    sold_on DATE,
    FOREIGN KEY (sale_id, sold_on) REFERENCES sale (id, sold_on) MATCH FULL ON DELETE SET NULL
);

CREATE TABLE animal (id INTEGER PRIMARY KEY, name TEXT NOT NULL, CONSTRAINT here CHECK (id > 0) NO INHERIT, CHECK (name <> ''));
CREATE TABLE cat (lives INTEGER DEFAULT 9) INHERITS (animal);

CREATE TABLE secret (id INTEGER PRIMARY KEY, owner TEXT);
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE secret FORCE ROW LEVEL SECURITY;

CREATE TABLE indexed (a INTEGER, b TEXT, c JSONB, d TEXT, e INTEGER[]);
ALTER TABLE indexed ADD CONSTRAINT a_is_small CHECK (a < 10) NOT VALID;
CREATE INDEX by_a ON indexed (a DESC NULLS LAST, b NULLS FIRST);
CREATE INDEX by_pattern ON indexed (b text_pattern_ops, d COLLATE "C");
CREATE INDEX by_hash ON indexed USING hash (b);
CREATE INDEX by_document ON indexed USING gin (c jsonb_path_ops);
CREATE INDEX by_expression ON indexed ((a + 1), lower(b)) INCLUDE (d) WHERE a IS NOT NULL;
CREATE UNIQUE INDEX one_of_some ON indexed (b) WHERE a > 0;
CREATE INDEX by_pages ON indexed USING brin (a) WITH (pages_per_range = 16);

CREATE UNLOGGED TABLE scratch (id INTEGER) WITH (fillfactor = 70);

CREATE FOREIGN DATA WRAPPER nothing;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing;
CREATE FOREIGN TABLE far (id INTEGER, note TEXT) SERVER elsewhere OPTIONS (table_name 'near');
