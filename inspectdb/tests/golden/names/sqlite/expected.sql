CREATE TABLE "" (
    "only" INTEGER
);

CREATE TABLE "2nd" (
    "3rd" INTEGER PRIMARY KEY,
    "4 th" TEXT
);

CREATE TABLE "OrderItem" (
    "id" INTEGER
);

CREATE TABLE "it's ""quoted"" \ */ // `code`" ("new
line" TEXT DEFAULT 'a
b', -- a comment with */ and "quotes" and \ and `code
"tab	stop" TEXT DEFAULT 'it''s', "left‮right" TEXT, -- turns‮around
"separator " TEXT, "[link](x)" TEXT, /* [see](there), <b>bold</b>
let not_run = compile_error!();
```
compile_error!()
``` */
"#[attribute]" INTEGER, FOREIGN KEY ("#[attribute]") REFERENCES "it's ""quoted"" \ */ // `code`" ("new
line"), CHECK ("separator " <> '
```
'), CONSTRAINT "check `` it" CHECK ("new
line" <> '`'));
CREATE INDEX "index
`of` it" ON "it's ""quoted"" \ */ // `code`" (("tab	stop" || '`') DESC) WHERE "[link](x)" LIKE '%\%''"';

CREATE TABLE "model" (
    "model" TEXT
);

CREATE TABLE "naïve" (
    "naïve" TEXT,
    "naïve" TEXT,
    "x¨y" TEXT,
    "né" TEXT,
    "né" TEXT,
    "Größe" TEXT,
    "名前" TEXT,
    "имя" TEXT,
    "x²" TEXT,
    "ﬁn" TEXT
);

CREATE TABLE "option" (
    "option" TEXT,
    "id" INTEGER
);

CREATE TABLE "order item" (
    "id" INTEGER
);

CREATE TABLE "order_item" (
    "a b" INTEGER,
    "a_b" INTEGER,
    "a-b" INTEGER,
    "a_b_2" INTEGER
);

CREATE TABLE "relation" (
    "kind" TEXT,
    "action" TEXT
);

CREATE TABLE "self" (
    "self" INTEGER,
    "super" INTEGER,
    "crate" INTEGER,
    "Self " INTEGER,
    "_" INTEGER,
    "__" INTEGER
);

CREATE TABLE "string" (
    "string" TEXT,
    "String " TEXT
);

CREATE TABLE "type" (
    "type" TEXT,
    "Type " TEXT,
    "async" TEXT,
    "gen" TEXT,
    "try" TEXT,
    "union" TEXT,
    "r#type" TEXT
);

CREATE TABLE "vec" (
    "vec" BLOB NOT NULL
);

CREATE TABLE "🦀" (
    "🦀" INTEGER,
    "" INTEGER,
    "   " INTEGER,
    "!!!" INTEGER,
    "crab🦀" INTEGER
);
