-- schema.sequence.create_and_drop
CREATE SEQUENCE [ticket] AS bigint START WITH 1 INCREMENT BY 1 NO CACHE
GO
-- schema.sequence.numbers
CREATE SEQUENCE [countdown] AS bigint START WITH -1 INCREMENT BY -2 NO CACHE
GO
