//! The locks that plans name are those that the server shows.

use backend_core::model::{
    Change, Check, Column, ColumnType, Constraint, ForeignKey, Index, IndexPart, PartitionOf,
    PrimaryKey, Table, Unique,
};
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;

use super::{Database, id, name};

const TABLES: &str = "
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE t (a integer NOT NULL, b integer, c text, one integer CONSTRAINT one_only UNIQUE);
ALTER TABLE t ADD CONSTRAINT late CHECK (b > 0) NOT VALID;
CREATE INDEX t_b ON t (b);
CREATE TABLE whole (a integer) PARTITION BY LIST (a);
CREATE TABLE part (a integer);
";

/// The modes, from the weakest, as the server and the manual name them.
const MODES: [(&str, &str); 7] = [
    ("RowShareLock", "ROW SHARE"),
    ("RowExclusiveLock", "ROW EXCLUSIVE"),
    ("ShareUpdateExclusiveLock", "SHARE UPDATE EXCLUSIVE"),
    ("ShareLock", "SHARE"),
    ("ShareRowExclusiveLock", "SHARE ROW EXCLUSIVE"),
    ("ExclusiveLock", "EXCLUSIVE"),
    ("AccessExclusiveLock", "ACCESS EXCLUSIVE"),
];

fn alter(change: impl FnOnce(&mut Column)) -> Change {
    let mut column = Column::new("b", ColumnType::Integer).unwrap();
    change(&mut column);
    Change::AlterColumn {
        table: name("t"),
        column,
        using: None,
    }
}

fn add(constraint: Constraint) -> Change {
    Change::AddConstraint {
        table: name("t"),
        constraint,
    }
}

/// Changes, each with the table or index on which its lock is looked for.
fn changes() -> Vec<(&'static str, Change)> {
    let columns = |change| ("t", change);
    let mut changes = of_constraints();
    changes.extend(of_columns().into_iter().map(columns));
    changes.extend(of_names().into_iter().map(columns));
    let rename = Change::RenameIndex {
        table: name("t"),
        from: id("t_b"),
        to: id("i"),
    };
    changes.push(("t_b", rename));
    let of = PartitionOf {
        parent: name("whole"),
        bound: "DEFAULT".into(),
    };
    let attach = Change::AttachPartition {
        table: name("part"),
        of,
    };
    changes.push(("part", attach));
    changes
}

fn of_constraints() -> Vec<(&'static str, Change)> {
    let to_parent = || ForeignKey::new(vec![id("b")], name("parent"), vec![id("id")]);
    let child = Table::new(name("child"))
        .with_column(Column::new("b", ColumnType::Integer).unwrap())
        .with_foreign_key(to_parent());
    let key = PrimaryKey::new(vec![id("a")]);
    vec![
        ("parent", Change::CreateTable(child)),
        ("parent", add(Constraint::ForeignKey(to_parent()))),
        ("t", add(Constraint::ForeignKey(to_parent()))),
        ("t", add(Constraint::Check(Check::new("a > 0")))),
        ("t", add(Constraint::Unique(Unique::new(vec![id("b")])))),
        ("t", add(Constraint::PrimaryKey(key))),
    ]
}

fn of_columns() -> Vec<Change> {
    let table = || name("t");
    vec![
        alter(|column| column.column_type = ColumnType::BigInteger),
        alter(|column| column.nullable = false),
        alter(|column| column.comment = Some("x".into())),
        Change::AddColumn {
            table: table(),
            column: Column::new("n", ColumnType::Text).unwrap(),
        },
        Change::DropColumn {
            table: table(),
            name: id("c"),
        },
        Change::RenameColumn {
            table: table(),
            from: id("c"),
            to: id("d"),
        },
        Change::CreateIndex {
            table: table(),
            index: Index::new(id("i"), vec![IndexPart::column(id("a"))]),
        },
        Change::DropIndex {
            table: table(),
            name: id("t_b"),
        },
    ]
}

fn of_names() -> Vec<Change> {
    let table = || name("t");
    vec![
        Change::DropTable(table()),
        Change::RenameTable {
            table: table(),
            to: id("u"),
        },
        Change::SetTableComment {
            table: table(),
            comment: Some("x".into()),
        },
        Change::DropConstraint {
            table: table(),
            name: id("one_only"),
        },
        Change::RenameConstraint {
            table: table(),
            from: id("late"),
            to: id("later"),
        },
        Change::ValidateConstraint {
            table: table(),
            name: id("late"),
        },
    ]
}

/// The strongest lock that the transaction has on what had that number.
async fn strongest(database: &mut Database, number: i64) -> Option<&'static str> {
    let sql = format!(
        "SELECT mode FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND relation = {number}"
    );
    let rows: Vec<(String,)> = database
        .connection
        .fetch_as(&Statement::new(sql))
        .await
        .unwrap();
    let modes = MODES.into_iter().rev();
    let held = |mode: &str| rows.iter().any(|(row,)| row == mode);
    modes
        .into_iter()
        .find(|(mode, _)| held(mode))
        .map(|(_, words)| words)
}

#[tokio::test]
async fn a_plan_names_the_strongest_lock_that_it_takes() {
    let Some(mut database) = Database::with(TABLES).await else {
        return;
    };
    let before = database.schema().await;
    for (looked_at, change) in changes() {
        let plan = database.planned(&before, &change);
        let question = format!("SELECT '{looked_at}'::regclass::oid::bigint");
        let number = database.numbers(&question).await[0];
        let options = TransactionOptions::default();
        database.connection.begin(&options).await.unwrap();
        for statement in plan.statements() {
            database.connection.execute(statement).await.unwrap();
        }
        let held = strongest(&mut database, number).await;
        database.connection.rollback().await.unwrap();
        let named: Vec<_> = plan.locks().map(|lock| lock.name).collect();
        let place = |name: &&str| MODES.iter().position(|(_, words)| words == name);
        let strongest = named.iter().copied().max_by_key(place);
        assert_eq!(held, strongest, "on {looked_at} by\n{plan}");
    }
    database.remove().await;
}
