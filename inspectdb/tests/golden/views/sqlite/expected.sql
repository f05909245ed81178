CREATE TABLE "article" (
    "id" INTEGER PRIMARY KEY,
    "title" TEXT NOT NULL,
    "body" TEXT,
    "price" REAL
);

CREATE VIRTUAL TABLE "article_search" USING fts5(title, body, content='article', content_rowid='id');

CREATE VIEW "title" AS SELECT id, title FROM article;

CREATE VIEW "dear_article" ("number", "name", "cost") AS SELECT id, upper(title), price * 2 -- twice the price
    FROM article
    WHERE price > 100;

CREATE VIEW "broken" AS SELECT id, note FROM gone;

CREATE VIEW "above_broken" AS SELECT * FROM broken;

CREATE TRIGGER article_gone AFTER DELETE ON article
BEGIN
    SELECT 1;
END;

CREATE TRIGGER article_price BEFORE UPDATE OF price, title ON article WHEN NEW.price < 0
BEGIN
    SELECT raise(ABORT, 'a price is not negative');
END;

CREATE TRIGGER title_insert INSTEAD OF INSERT ON title
BEGIN
    INSERT INTO article (id, title) VALUES (NEW.id, NEW.title);
END;
