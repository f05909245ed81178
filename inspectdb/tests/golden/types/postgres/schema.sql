-- Declared types, defaults, computed columns, types that users have made.

CREATE TYPE mood AS ENUM ('sad', 'ok', 'very happy');
COMMENT ON TYPE mood IS 'How it feels.';
CREATE DOMAIN email AS TEXT COLLATE "C" CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
COMMENT ON DOMAIN email IS 'Where letters go.';
CREATE DOMAIN required_email AS email NOT NULL DEFAULT 'nobody@example.org';
CREATE DOMAIN good_mood AS mood CHECK (VALUE <> 'sad');
CREATE TYPE place AS (x DOUBLE PRECISION, y DOUBLE PRECISION, "the name" VARCHAR(9));
CREATE TYPE span AS RANGE (subtype = DOUBLE PRECISION);
CREATE SEQUENCE ticket START 100;

CREATE TABLE kind (
    id BIGINT GENERATED ALWAYS AS IDENTITY (START 10 INCREMENT 5 MAXVALUE 1000 CYCLE CACHE 3) PRIMARY KEY,
    counted SERIAL,
    ticket BIGINT NOT NULL DEFAULT nextval('ticket'),
    flag BOOLEAN NOT NULL DEFAULT FALSE,
    small SMALLINT DEFAULT -1,
    plain INTEGER,
    big BIGINT DEFAULT 9223372036854775807,
    real_number REAL DEFAULT 1.5,
    double_number DOUBLE PRECISION DEFAULT 'infinity',
    exact DECIMAL(10, 2) NOT NULL DEFAULT 0.00,
    number NUMERIC,
    fixed CHAR(3) DEFAULT 'abc',
    varying VARCHAR(40) COLLATE "C",
    words TEXT DEFAULT 'it''s',
    bytes BYTEA DEFAULT '\x00ff',
    day DATE DEFAULT '2024-02-29',
    moment TIME(3),
    stamp TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    instant TIMESTAMP(3) WITH TIME ZONE,
    zoned_time TIME WITH TIME ZONE,
    lasting INTERVAL DEFAULT '1 mon 2 days 03:00:00',
    identifier UUID,
    document JSON DEFAULT '{}',
    binary_document JSONB,
    numbers INTEGER[] DEFAULT '{1,2}',
    grid TEXT[][],
    moods mood[],
    mood mood NOT NULL DEFAULT 'ok',
    good good_mood,
    email required_email,
    emails email[],
    place place,
    span span,
    days DATERANGE,
    address INET,
    flags BIT(3),
    price MONEY,
    search TSVECTOR,
    shape POLYGON,
    markup XML,
    object OID,
    letter "char",
    random DOUBLE PRECISION DEFAULT random() * 10,
    always_null TEXT DEFAULT NULL,
    kept TEXT GENERATED ALWAYS AS (varying || '!') STORED NOT NULL
);

-- A key whose columns stand in another order than the table's, and one that carries a column.
CREATE TABLE keyed (
    second INTEGER NOT NULL,
    first TEXT NOT NULL,
    carried TEXT,
    CONSTRAINT keyed_key PRIMARY KEY (first, second) INCLUDE (carried),
    UNIQUE (second, first) DEFERRABLE
);

CREATE TABLE no_key (value TEXT NOT NULL);
CREATE TABLE no_columns ();
