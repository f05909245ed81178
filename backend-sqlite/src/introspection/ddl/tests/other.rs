//! Tests of views, triggers and virtual tables.

use backend_core::model::TriggerTiming;

use super::super::TriggerEvent;
use super::{trigger, view, virtual_table};

#[test]
fn views_have_a_query() {
    let sql = "CREATE VIEW v AS -- about v\n SELECT ';' AS a, (SELECT 1) AS b -- last\n;";
    let read = view(sql);
    assert_eq!((read.name.as_str(), read.columns), ("v", None));
    assert_eq!(read.select, "SELECT ';' AS a, (SELECT 1) AS b");
}

#[test]
fn views_may_name_their_columns() {
    let sql = "create temp view if not exists [my view](\"a b\", 'c', [d])as with q as (select 1) \
               select 1, 2, 3 from q";
    let read = view(sql);
    assert_eq!(read.name, "my view");
    assert_eq!(read.columns.unwrap(), ["a b", "c", "d"]);
    assert_eq!(read.select, "with q as (select 1) select 1, 2, 3 from q");
}

#[test]
fn triggers_have_timing_event_and_table() {
    let update = |columns: &[&str]| TriggerEvent::Update {
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
    };
    for (head, timing, event) in [
        (
            "BEFORE DELETE ON t",
            TriggerTiming::Before,
            TriggerEvent::Delete,
        ),
        (
            "after insert on 't'",
            TriggerTiming::After,
            TriggerEvent::Insert,
        ),
        (
            "UPDATE ON [t] FOR EACH ROW",
            TriggerTiming::Before,
            update(&[]),
        ),
        (
            "AFTER UPDATE OF a ON t",
            TriggerTiming::After,
            update(&["a"]),
        ),
        (
            "AFTER UPDATE OF \"a\", 'b' , c ON t",
            TriggerTiming::After,
            update(&["a", "b", "c"]),
        ),
    ] {
        let read = trigger(&format!("CREATE TRIGGER tr {head} BEGIN SELECT 1; END"));
        assert_eq!(
            (read.name.as_str(), read.table.as_str()),
            ("tr", "t"),
            "{head}"
        );
        assert_eq!(
            (read.timing, read.event, read.condition),
            (timing, event, None),
            "{head}"
        );
        assert_eq!(read.body, "SELECT 1;");
    }
    let read = trigger("CREATE TEMP TRIGGER tr DELETE ON main.\"t\" BEGIN SELECT 1; END");
    assert_eq!((read.name.as_str(), read.table.as_str()), ("tr", "t"));
    let sql =
        "CREATE TRIGGER IF NOT EXISTS main.\"t r\" INSTEAD OF UPDATE OF x ON v BEGIN SELECT 1; END";
    let read = trigger(sql);
    assert_eq!(
        (read.name.as_str(), read.timing),
        ("t r", TriggerTiming::InsteadOf)
    );
}

#[test]
fn triggers_have_a_condition() {
    let sql = "CREATE TRIGGER tr INSERT ON t FOR EACH ROW WHEN new.begin > 1 AND new . begin <> 'BEGIN' \
               BEGIN SELECT 1; END";
    let read = trigger(sql);
    assert_eq!(
        read.condition.as_deref(),
        Some("new.begin > 1 AND new . begin <> 'BEGIN'")
    );
    let sql = "CREATE TRIGGER tr DELETE ON t WHEN (case when old.a then 1 end) BEGIN SELECT 1; END";
    let read = trigger(sql);
    assert_eq!(
        read.condition.as_deref(),
        Some("(case when old.a then 1 end)")
    );
}

#[test]
fn bodies_reach_to_the_last_end() {
    let sql = "CREATE TRIGGER tr AFTER INSERT ON t begin -- start\n\
               UPDATE t SET a = CASE WHEN new.a THEN 'end' ELSE 2 END; /* end; */ \
               INSERT INTO t (a) SELECT new.end; -- last\n end -- after\n;";
    let body = "UPDATE t SET a = CASE WHEN new.a THEN 'end' ELSE 2 END; /* end; */ \
                INSERT INTO t (a) SELECT new.end;";
    assert_eq!(trigger(sql).body, body);
}

#[test]
fn virtual_tables_have_a_module_and_arguments() {
    let sql = "CREATE VIRTUAL TABLE IF NOT EXISTS main.f USING fts5(  a  , b UNINDEXED, \
               tokenize = 'porter ascii', prefix='2, 3' -- (\n, content=\"\")";
    let read = virtual_table(sql);
    assert_eq!((read.name.as_str(), read.module.as_str()), ("f", "fts5"));
    let expected = [
        "a",
        "b UNINDEXED",
        "tokenize = 'porter ascii'",
        "prefix='2, 3'",
        "content=\"\"",
    ];
    assert_eq!(read.arguments, expected);
}

#[test]
fn virtual_tables_may_have_no_arguments() {
    assert_eq!(
        virtual_table("CREATE VIRTUAL TABLE s USING dbstat").arguments,
        [""; 0]
    );
    assert_eq!(
        virtual_table("CREATE VIRTUAL TABLE s USING \"dbstat\"()").arguments,
        [""; 0]
    );
    let read = virtual_table("create virtual table s using fts4(a(1, 2), )");
    assert_eq!(read.arguments, ["a(1, 2)", ""]);
}
