-- Declared types, defaults and computed columns.

CREATE TABLE kind (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    flag BOOLEAN NOT NULL DEFAULT FALSE,
    tiny TINYINT NOT NULL DEFAULT -1,
    small SMALLINT,
    plain INT,
    big BIGINT DEFAULT 9223372036854775807,
    real_number REAL DEFAULT 1.5,
    double_number DOUBLE PRECISION DEFAULT 9e999,
    exact DECIMAL(10, 2) NOT NULL DEFAULT 0.00,
    number NUMERIC,
    fixed CHAR(3) DEFAULT 'abc',
    varying VARCHAR(40) COLLATE NOCASE,
    words TEXT DEFAULT 'it''s',
    bytes BLOB DEFAULT x'00ff',
    day DATE DEFAULT '2024-02-29',
    moment TIME,
    stamp DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    instant TIMESTAMP WITH TIME ZONE,
    identifier UUID,
    document JSON DEFAULT '{}',
    untyped,
    anything ANY,
    strange GEOMETRY,
    random INTEGER DEFAULT (abs(random()) % 10),
    always_null TEXT DEFAULT NULL,
    computed INTEGER GENERATED ALWAYS AS (plain * 2) VIRTUAL,
    kept TEXT AS (varying || '!') STORED NOT NULL
);

-- A key whose columns stand in another order than the table's, one of them descending.
CREATE TABLE keyed (
    second INTEGER NOT NULL,
    first TEXT NOT NULL,
    CONSTRAINT keyed_key PRIMARY KEY (first COLLATE NOCASE, second DESC) ON CONFLICT REPLACE,
    UNIQUE (second, first) ON CONFLICT IGNORE
) WITHOUT ROWID, STRICT;

-- NULL may stand in the key of such a table.
CREATE TABLE null_key (code TEXT PRIMARY KEY, value TEXT NOT NULL ON CONFLICT IGNORE);

CREATE TABLE no_key (value TEXT CONSTRAINT value_known NOT NULL);
