-- What PostgreSQL 13 to 15 have added.

CREATE TABLE since_15 (
  a integer, b integer, c text COMPRESSION pglz, d tsvector,
  CONSTRAINT once_with_null UNIQUE NULLS NOT DISTINCT (a, b),
  CONSTRAINT part FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE SET NULL (b)
);
CREATE UNIQUE INDEX i_nulls ON since_15 (b) NULLS NOT DISTINCT;
CREATE INDEX i_parameters ON since_15 USING gist (d tsvector_ops (siglen = 64));
CREATE VIEW invoker WITH (security_invoker = true) AS SELECT 1 AS one;
