CREATE TABLE "egg" (
    "id" INTEGER PRIMARY KEY,
    "chicken_id" INTEGER,
    FOREIGN KEY ("chicken_id") REFERENCES "chicken" ("id")
);

CREATE TABLE "chicken" (
    "id" INTEGER PRIMARY KEY,
    "egg_id" INTEGER,
    FOREIGN KEY ("egg_id") REFERENCES "egg" ("id")
);

CREATE TABLE "employee" (
    "id" INTEGER PRIMARY KEY,
    "boss_id" INTEGER,
    "mentor_id" INTEGER DEFAULT 1,
    FOREIGN KEY ("boss_id") REFERENCES "employee" ("id") ON DELETE SET NULL,
    FOREIGN KEY ("mentor_id") REFERENCES "employee" ("id") ON DELETE SET DEFAULT ON UPDATE CASCADE
);

CREATE TABLE "employee_badge" (
    "id" INTEGER PRIMARY KEY,
    "employee_id" INTEGER,
    "lost" INTEGER,
    FOREIGN KEY ("employee_id") REFERENCES "employee" ("id")
);
CREATE UNIQUE INDEX "one_badge" ON "employee_badge" ("employee_id") WHERE NOT lost;

CREATE TABLE "employee_car" (
    "id" INTEGER PRIMARY KEY,
    "employee_id" INTEGER,
    "sold" INTEGER,
    FOREIGN KEY ("employee_id") REFERENCES "employee" ("id")
);
CREATE UNIQUE INDEX "one_car" ON "employee_car" ("employee_id");

CREATE TABLE "employee_desk" (
    "id" INTEGER PRIMARY KEY,
    "employee_id" INTEGER,
    UNIQUE ("employee_id"),
    FOREIGN KEY ("employee_id") REFERENCES "employee" ("id")
);

CREATE TABLE "employee_photo" (
    "employee_id" INTEGER PRIMARY KEY,
    "image" BLOB NOT NULL,
    FOREIGN KEY ("employee_id") REFERENCES "employee" ("id")
);

CREATE TABLE "firm" (
    "id" INTEGER PRIMARY KEY
);

CREATE TABLE "person" (
    "id" INTEGER PRIMARY KEY
);

CREATE TABLE "team" (
    "name" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    PRIMARY KEY ("year", "name")
);

CREATE TABLE "lost" (
    "a" INTEGER,
    "b" INTEGER,
    "c" INTEGER,
    "d" INTEGER,
    FOREIGN KEY ("a") REFERENCES "nowhere" ("id"),
    FOREIGN KEY ("b") REFERENCES "nowhere",
    FOREIGN KEY ("c") REFERENCES "person" ("no_such_column"),
    FOREIGN KEY ("d") REFERENCES "team"
);

CREATE TABLE "match" (
    "home_team" TEXT NOT NULL,
    "home_year" INTEGER NOT NULL,
    "away_team" TEXT,
    "away_year" INTEGER,
    FOREIGN KEY ("home_team", "home_year") REFERENCES "team" ("name", "year"),
    CONSTRAINT "away" FOREIGN KEY ("away_team", "away_year") REFERENCES "team" ("name", "year") DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY ("home_year", "home_team") REFERENCES "team" ("year", "name")
);

CREATE TABLE "node" (
    "id" INTEGER PRIMARY KEY,
    "parent_id" INTEGER,
    "node" INTEGER,
    FOREIGN KEY ("parent_id") REFERENCES "node" ("id"),
    FOREIGN KEY ("node") REFERENCES "node" ("id")
);

CREATE TABLE "parent" (
    "id" INTEGER PRIMARY KEY,
    "node_id" INTEGER,
    FOREIGN KEY ("node_id") REFERENCES "node" ("id")
);

CREATE TABLE "thing" (
    "owner_id" INTEGER,
    "maker" INTEGER,
    FOREIGN KEY ("owner_id") REFERENCES "person" ("id"),
    FOREIGN KEY ("owner_id") REFERENCES "firm" ("id"),
    FOREIGN KEY ("maker") REFERENCES "firm" ("id"),
    FOREIGN KEY ("maker") REFERENCES "firm" ("id") ON DELETE RESTRICT
);
