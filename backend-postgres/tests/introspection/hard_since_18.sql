-- What PostgreSQL 16 to 18 have added.

CREATE TABLE since_18 (
  id int4range, during daterange, a integer, b integer GENERATED ALWAYS AS (a + 1) VIRTUAL, c integer CONSTRAINT "must be" NOT NULL,
  d integer, e integer,
  CONSTRAINT since_18_key PRIMARY KEY (id, during WITHOUT OVERLAPS),
  CONSTRAINT told CHECK (a > 0) NOT ENFORCED
);
ALTER TABLE since_18 ADD CONSTRAINT d_some_day NOT NULL d NOT VALID;
ALTER TABLE since_18 ADD CONSTRAINT e_here NOT NULL e NO INHERIT;
CREATE TABLE since_18_child (
  id int4range, during daterange,
  CONSTRAINT covered FOREIGN KEY (id, PERIOD during) REFERENCES since_18 (id, PERIOD during),
  CONSTRAINT told FOREIGN KEY (id, PERIOD during) REFERENCES since_18 (id, PERIOD during) NOT ENFORCED
);
