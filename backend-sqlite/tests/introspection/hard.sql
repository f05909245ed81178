-- Everything that a SQLite catalog can hold, odd names included: what readers of catalogs are known to fall over.

-- Keys, in their order and with every rule of row ids.
CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, name);
CREATE TABLE not_an_alias (id INTEGER PRIMARY KEY DESC, name TEXT);
CREATE TABLE text_key (code TEXT PRIMARY KEY, n INT);
CREATE TABLE int_key (id INT PRIMARY KEY);
CREATE TABLE swapped (x INT, y TEXT, z REAL, PRIMARY KEY (y, x));
CREATE TABLE "order" (id INTEGER, line INTEGER, note TEXT COLLATE NOCASE, CONSTRAINT "pk of order" PRIMARY KEY (id, line DESC));
CREATE TABLE keyless (a, b);
CREATE TABLE no_rowid (k TEXT, v BLOB, PRIMARY KEY (k COLLATE NOCASE)) WITHOUT ROWID;
CREATE TABLE strict_one (a INT, b INTEGER NOT NULL, c REAL, d TEXT, e BLOB, f ANY, PRIMARY KEY (b)) STRICT;
CREATE TABLE both_options (id INTEGER PRIMARY KEY, v ANY) WITHOUT ROWID, STRICT;

-- Types and their meaning.
CREATE TABLE types (
    a INT, b INTEGER, c BIGINT, d "UNSIGNED BIG INT", e SMALLINT, f TINYINT, g BOOLEAN,
    h VARCHAR ( 10 ), i nvarchar(160), j CHARACTER(20), k CLOB, l DECIMAL(10,2), m decimal(10, 2), n numeric(5,1),
    o FLOAT, p DOUBLE PRECISION, q DATE, r DATETIME, s timestamp, t TIME, u UUID, v JSON, w BLOB, x ANY, y log, z,
    aa "my type", ab VARBINARY(16), ac TIMESTAMP WITH TIME ZONE, ad GEOMETRY(2,4326)
);

-- Defaults, generation, collation, conflicts.
CREATE TABLE defaults (
    a INT DEFAULT 5, b INT DEFAULT -5, c TEXT DEFAULT 'it''s', d TEXT DEFAULT "quoted", e REAL DEFAULT 1.50,
    f BLOB DEFAULT x'00ff', g TEXT DEFAULT CURRENT_TIMESTAMP, h INT DEFAULT (1 + 2), i BOOLEAN DEFAULT TRUE,
    j TEXT DEFAULT NULL, k DECIMAL(10,2) DEFAULT 9.90, l TEXT DEFAULT (lower('A)B')), m TEXT DEFAULT bare, n INT DEFAULT 0x10,
    o DATE DEFAULT '2020-02-29'
);
CREATE TABLE computed (
    a INT, b INT GENERATED ALWAYS AS (a * 2) VIRTUAL, c TEXT AS (upper('x, y)') || a) STORED, d INT AS (a)
);
CREATE TABLE collated (a TEXT collate nocase, b TEXT COLLATE rtrim NOT NULL, UNIQUE (a COLLATE BINARY), UNIQUE (b, a));
CREATE TABLE conflicts (
    id INTEGER CONSTRAINT the_key PRIMARY KEY ON CONFLICT REPLACE,
    a INT CONSTRAINT "must be" NOT NULL ON CONFLICT IGNORE,
    b INT CONSTRAINT b_once UNIQUE ON CONFLICT FAIL,
    CONSTRAINT "a & b" UNIQUE (a, b) ON CONFLICT ROLLBACK
);

-- Checks, with and without a blank, names, strings and comments that look like SQL.
CREATE TABLE checked (
    a INT check(a>0), b TEXT CHECK (b <> ')' AND b NOT LIKE 'CHECK (%') CHECK(length(b)<9),
    c INT /* CHECK (c > 100) */ CONSTRAINT positive CHECK (c > 0), -- UNIQUE (c)
    constraint "a < c" check (a < c) CHECK (b IN ('unique(a)', 'x')) unique(`a`)
);

-- Foreign keys: implicit targets, other case, composite, actions, deferred, self, circles, missing.
CREATE TABLE parent (id INTEGER PRIMARY KEY, code TEXT UNIQUE, a INT, b INT, UNIQUE (a, b));
CREATE TABLE child (
    id INTEGER PRIMARY KEY,
    implicit_id INT REFERENCES parent,
    other_case INT REFERENCES PARENT (ID),
    code TEXT CONSTRAINT by_code REFERENCES parent (code) ON DELETE SET NULL ON UPDATE CASCADE,
    a INT DEFAULT 1, b INT, x TEXT, y INT,
    boss_id INT REFERENCES child ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT pair FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE SET DEFAULT ON UPDATE RESTRICT,
    FOREIGN KEY (x, y) REFERENCES swapped
);
CREATE TABLE egg (id INTEGER PRIMARY KEY, hen_id INT REFERENCES hen (id));
CREATE TABLE hen (id INTEGER PRIMARY KEY, egg_id INT REFERENCES egg (id));
CREATE TABLE orphan (id INTEGER PRIMARY KEY, a INT REFERENCES gone (id), b INT REFERENCES gone, c INT REFERENCES parent (absent));
CREATE TABLE nobodys (k INT REFERENCES keyless);

-- Indexes: partial, expression, order, collation, odd names.
CREATE INDEX parent_order ON parent (a DESC, b COLLATE NOCASE, lower(code), code || 'x, y)' COLLATE NOCASE desc);
CREATE UNIQUE INDEX one_active ON parent (a) WHERE b IS NOT NULL AND code <> 'a, (b';
CREATE UNIQUE INDEX plain_unique ON parent (b, a);
CREATE INDEX "it's an ""index""" ON plain (name COLLATE nocase);
CREATE INDEX [bracket index] ON plain (name) WHERE name = 'UNIQUE (x)';

-- Comments where the text has them.
CREATE TABLE commented ( -- Things that are said of.
    id INTEGER PRIMARY KEY, -- The number.
    -- The name, as people write it.
    name TEXT,
    quantity INT /* How many */ NOT NULL
);

-- Names.
CREATE TABLE "person's" ("first name" TEXT, "a""b" INT, "back`tick" INT, "c.d" INT, "e\f" INT, "g-h" INT);
CREATE TABLE [select] ([from] INT, `where` INT, "group" INT, 'order' INT);
CREATE TABLE "super" ("self" INT, "crate" INT, "type" INT, "async" INT, "gen" INT);
CREATE TABLE "Self" ("Self" INT, "self_" INT);
CREATE TABLE "2nd" ("3" INT, "4th" INT, "" INT, "_" INT, "   " INT);
CREATE TABLE "🦀" ("🦀" INT, "né" TEXT, "名前" TEXT, "a b" INT, "a_b" INT, "A_B2" INT);
CREATE TABLE "   " (x INT);
CREATE TABLE "new
line" ("tab	bed" INT, "*/ end" INT, "-- dash" INT, "{}" INT);
CREATE TABLE camelCase ("camelCase" INT, "HTTPServer" INT, "UPPER_CASE" INT);
CREATE TABLE camel_case (x INT);
CREATE TABLE "schema.table" (x INT);
CREATE TABLE "sqlitelike" (x INT);

-- Text that ALTER TABLE edited.
CREATE TABLE grown (id INTEGER PRIMARY KEY);
ALTER TABLE grown ADD COLUMN "later" TEXT DEFAULT 'x' CHECK (later <> '');
ALTER TABLE grown RENAME COLUMN later TO "even later";
ALTER TABLE grown RENAME TO "fully grown";

-- Views, a broken one too, and triggers.
CREATE VIEW names AS SELECT id, name FROM plain WHERE name <> 'CREATE VIEW';
CREATE VIEW renamed (number, "the name") AS SELECT id, name AS x FROM plain;
CREATE VIEW of_view AS SELECT number + 1 AS next, "the name" FROM renamed;
CREATE VIEW broken AS SELECT * FROM gone;
CREATE VIEW "broken column" AS SELECT absent FROM plain;
CREATE TRIGGER on_insert AFTER INSERT ON plain WHEN new.name = 'BEGIN' BEGIN
    UPDATE plain SET name = CASE WHEN new.id > 1 THEN 'x; END' ELSE 'y' END WHERE id = new.id;
    DELETE FROM counted WHERE id = new.id; -- END;
END;
CREATE TRIGGER "odd ""trigger""" BEFORE UPDATE OF name, id ON PLAIN FOR EACH ROW BEGIN SELECT 1; END;
CREATE TRIGGER instead INSTEAD OF DELETE ON names BEGIN DELETE FROM plain WHERE id = old.id; END;

-- Virtual tables and their shadows.
CREATE VIRTUAL TABLE words USING fts5 (title, body, tokenize = 'porter ascii');
CREATE VIRTUAL TABLE boxes USING rtree (id, min_x, max_x);
