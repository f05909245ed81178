-- Names that are no names in Rust, or become the same one.

CREATE TABLE "2nd" ("3rd" INTEGER PRIMARY KEY, "4 th" TEXT);

CREATE TABLE self ("self" INTEGER, "super" INTEGER, "crate" INTEGER, "Self " INTEGER, "_" INTEGER, "__" INTEGER);

CREATE TABLE "type" ("type" TEXT, "Type " TEXT, "async" TEXT, "gen" TEXT, "try" TEXT, "union" TEXT, "r#type" TEXT);

CREATE TABLE "🦀" ("🦀" INTEGER, "   " INTEGER, "!!!" INTEGER, "crab🦀" INTEGER);

-- Three names that become one struct, and three columns that become one field.
CREATE TABLE order_item ("a b" INTEGER, "a_b" INTEGER, "a-b" INTEGER, "a_b_2" INTEGER);
CREATE TABLE "OrderItem" (id INTEGER);
CREATE TABLE "order item" (id INTEGER);

-- Names that the generated code needs for itself.
CREATE TABLE string (string TEXT, "String " TEXT);
CREATE TABLE option (option TEXT, id INTEGER);
CREATE TABLE vec (vec BYTEA NOT NULL);
CREATE TABLE model (model TEXT);
CREATE TABLE relation (kind TEXT, action TEXT);

CREATE TABLE "naïve" ("naïve" TEXT, "naïve" TEXT, "x¨y" TEXT, "né" TEXT, "né" TEXT, "Größe" TEXT, "名前" TEXT, "имя" TEXT, "x²" TEXT, "ﬁn" TEXT);

-- Everything that ends a string, a comment or a line somewhere.
CREATE TABLE "it's ""quoted"" \ */ // `code`" (
    "new
line" TEXT UNIQUE DEFAULT 'a
b',
    "tab	stop" TEXT DEFAULT 'it''s',
    "left‮right" TEXT,
    "separator " TEXT CHECK ("separator " <> '
```
'),
    "[link](x)" TEXT,
    "#[attribute]" TEXT REFERENCES "it's ""quoted"" \ */ // `code`" ("new
line"),
    CONSTRAINT "check `` it" CHECK ("new
line" <> '`')
);
COMMENT ON COLUMN "it's ""quoted"" \ */ // `code`"."new
line" IS 'a comment with */ and "quotes" and \ and `code';
COMMENT ON COLUMN "it's ""quoted"" \ */ // `code`"."[link](x)" IS '[see](there), <b>bold</b>
        let not_run = compile_error!();
    ```
    compile_error!()
    ```';
CREATE INDEX "index
`of` it" ON "it's ""quoted"" \ */ // `code`" (("tab	stop" || '`') DESC) WHERE "[link](x)" LIKE '%\%''"';

-- As long as a name may be, in a schema of a long name.
CREATE SCHEMA a_schema_whose_name_has_sixty_three_bytes_as_more_are_cut_off__;
CREATE TABLE a_schema_whose_name_has_sixty_three_bytes_as_more_are_cut_off__.a_table_whose_name_has_sixty_three_bytes_as_more_are_cut_off___ (
    a_column_whose_name_has_sixty_three_bytes_as_more_are_cut_off__ TIMESTAMPTZ,
    PRIMARY KEY (a_column_whose_name_has_sixty_three_bytes_as_more_are_cut_off__)
);

-- Words of an enumeration that are no variants, or become the same one.
CREATE TYPE "My Mood" AS ENUM ('sad', 'Sad', 'very sad', 'very-sad', '', '2nd', 'self', 'Ok', '🦀', 'it''s "so"', 'new
line');
CREATE TABLE feeling (mood "My Mood", moods "My Mood"[]);
