-- Views, stored views, triggers.

CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT, price REAL);

CREATE VIEW title AS SELECT id, title FROM article WHERE id > 0 WITH CASCADED CHECK OPTION;
COMMENT ON VIEW title IS 'What there is to read.';
COMMENT ON COLUMN title.title IS 'As it is printed.';

CREATE VIEW dear_article (number, name, cost) WITH (security_barrier) AS
    SELECT id, upper(title), price * 2
    FROM article
    WHERE price > 100;

CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
CREATE TRIGGER title_insert INSTEAD OF INSERT ON title FOR EACH ROW EXECUTE FUNCTION nothing();
CREATE TRIGGER article_price BEFORE UPDATE OF price, title ON article FOR EACH ROW
    WHEN (NEW.price < 0) EXECUTE FUNCTION nothing();
COMMENT ON TRIGGER article_price ON article IS 'A price is not negative.';
CREATE TRIGGER article_gone AFTER DELETE OR TRUNCATE ON article FOR EACH STATEMENT EXECUTE FUNCTION nothing();
ALTER TABLE article DISABLE TRIGGER article_gone;
CREATE CONSTRAINT TRIGGER article_later AFTER INSERT ON article DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION nothing();

CREATE MATERIALIZED VIEW stored AS SELECT id, title FROM article;
CREATE UNIQUE INDEX stored_id ON stored (id);

CREATE MATERIALIZED VIEW unfilled AS SELECT id FROM article WITH NO DATA;
CREATE VIEW above_unfilled AS SELECT * FROM unfilled;
