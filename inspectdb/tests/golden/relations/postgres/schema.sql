-- Foreign keys of every sort.

CREATE TABLE employee (
    id INTEGER PRIMARY KEY,
    boss_id INTEGER REFERENCES employee ON DELETE SET NULL,
    mentor_id INTEGER REFERENCES employee (id) ON UPDATE CASCADE ON DELETE SET DEFAULT DEFAULT 1
);

-- One row of each at most: a primary key, a unique column, a unique index.
CREATE TABLE employee_photo (employee_id INTEGER PRIMARY KEY REFERENCES employee, image BYTEA NOT NULL);
CREATE TABLE employee_desk (id INTEGER PRIMARY KEY, employee_id INTEGER UNIQUE REFERENCES employee (id));
CREATE TABLE employee_car (id INTEGER PRIMARY KEY, employee_id INTEGER REFERENCES employee (id), sold INTEGER);
CREATE UNIQUE INDEX one_car ON employee_car (employee_id);
-- Any number: the index is unique for some rows only.
CREATE TABLE employee_badge (id INTEGER PRIMARY KEY, employee_id INTEGER REFERENCES employee (id), lost BOOLEAN);
CREATE UNIQUE INDEX one_badge ON employee_badge (employee_id) WHERE NOT lost;

-- Keys of several columns, to a key in another order.
CREATE TABLE team (name TEXT NOT NULL, year INTEGER NOT NULL, PRIMARY KEY (year, name));
CREATE TABLE "match" (
    home_team TEXT NOT NULL,
    home_year INTEGER NOT NULL,
    away_team TEXT,
    away_year INTEGER,
    FOREIGN KEY (home_team, home_year) REFERENCES team (name, year),
    CONSTRAINT away FOREIGN KEY (away_team, away_year) REFERENCES team (name, year)
        MATCH FULL DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (home_year, home_team) REFERENCES team
);

-- One column that refers to two tables, and two keys that say the same.
CREATE TABLE person (id INTEGER PRIMARY KEY);
CREATE TABLE firm (id INTEGER PRIMARY KEY);
CREATE TABLE thing (
    owner_id INTEGER REFERENCES person (id) REFERENCES firm (id),
    maker INTEGER REFERENCES firm (id),
    FOREIGN KEY (maker) REFERENCES firm (id) ON DELETE RESTRICT
);

-- A relation that would be named like another one.
CREATE TABLE node (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES node (id), node INTEGER REFERENCES node (id));
CREATE TABLE parent (id INTEGER PRIMARY KEY, node_id INTEGER REFERENCES node (id));

-- Tables that refer to each other.
CREATE TABLE chicken (id INTEGER PRIMARY KEY, egg_id INTEGER);
CREATE TABLE egg (id INTEGER PRIMARY KEY, chicken_id INTEGER REFERENCES chicken);
ALTER TABLE chicken ADD FOREIGN KEY (egg_id) REFERENCES egg;

-- A key that older rows need not meet, and one that sets a part of itself.
CREATE TABLE late (person_id INTEGER);
ALTER TABLE late ADD CONSTRAINT late_person FOREIGN KEY (person_id) REFERENCES person (id) NOT VALID;
