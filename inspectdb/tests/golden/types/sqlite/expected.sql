CREATE TABLE "keyed" (
    "second" INTEGER NOT NULL,
    "first" TEXT NOT NULL,
    CONSTRAINT "keyed_key" PRIMARY KEY ("first" COLLATE "NOCASE", "second" DESC) ON CONFLICT REPLACE,
    UNIQUE ("second", "first") ON CONFLICT IGNORE
) STRICT, WITHOUT ROWID;

CREATE TABLE "kind" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT,
    "flag" BOOLEAN DEFAULT 0 NOT NULL,
    "tiny" TINYINT DEFAULT -1 NOT NULL,
    "small" SMALLINT,
    "plain" INT,
    "big" BIGINT DEFAULT 9223372036854775807,
    "real_number" REAL DEFAULT 1.5E0,
    "double_number" DOUBLE PRECISION DEFAULT 9e999,
    "exact" DECIMAL(10, 2) DEFAULT '0.00' NOT NULL,
    "number" NUMERIC,
    "fixed" CHAR(3) DEFAULT 'abc',
    "varying" VARCHAR(40) COLLATE "NOCASE",
    "words" TEXT DEFAULT 'it''s',
    "bytes" BLOB DEFAULT X'00ff',
    "day" DATE DEFAULT '2024-02-29',
    "moment" TIME,
    "stamp" DATETIME DEFAULT (CURRENT_TIMESTAMP) NOT NULL,
    "instant" TIMESTAMP WITH TIME ZONE,
    "identifier" UUID,
    "document" JSON DEFAULT '{}',
    "untyped",
    "anything" ANY,
    "strange" GEOMETRY,
    "random" INTEGER DEFAULT (abs(random()) % 10),
    "always_null" TEXT DEFAULT NULL,
    "computed" INTEGER GENERATED ALWAYS AS (plain * 2) VIRTUAL,
    "kept" TEXT GENERATED ALWAYS AS (varying || '!') STORED NOT NULL
);

CREATE TABLE "no_key" (
    "value" TEXT CONSTRAINT "value_known" NOT NULL
);

CREATE TABLE "null_key" (
    "code" TEXT,
    "value" TEXT NOT NULL ON CONFLICT IGNORE,
    PRIMARY KEY ("code")
);
