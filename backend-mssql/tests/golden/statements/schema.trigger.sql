-- schema.trigger.refused
CREATE TRIGGER noted AFTER DELETE ON log FOR EACH ROW DELETE FROM log
GO
