-- The same names in several schemas, and keys and types from one to another.

CREATE SCHEMA audit;
CREATE SCHEMA "Model";
CREATE SCHEMA time;
CREATE SCHEMA only_types;

CREATE TYPE only_types.colour AS ENUM ('red', 'green');
CREATE TYPE audit.colour AS ENUM ('black', 'white');
CREATE TYPE mood AS ENUM ('sad', 'happy');

CREATE TABLE item (id INTEGER PRIMARY KEY, colour only_types.colour NOT NULL, mood mood);
CREATE TABLE audit.item (
    id INTEGER PRIMARY KEY,
    item_id INTEGER REFERENCES item (id) ON DELETE CASCADE,
    before_id INTEGER REFERENCES audit.item (id),
    colour audit.colour,
    other_colours only_types.colour[],
    mood mood,
    at TIMESTAMPTZ
);
CREATE TABLE "Model".item (id INTEGER PRIMARY KEY, item_id INTEGER REFERENCES audit.item (id), value TEXT);
CREATE TABLE time.date (id INTEGER PRIMARY KEY, day DATE, item_id INTEGER REFERENCES item (id));
ALTER TABLE item ADD COLUMN date_id INTEGER REFERENCES time.date (id);
CREATE VIEW audit.recent AS SELECT past.id, past.colour FROM audit.item past JOIN item ON item.id = past.item_id;
