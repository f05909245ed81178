//! A process that ends at any statement leaves the old table or the new one, with all rows.

use std::path::Path;
use std::process::{Command, abort};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use backend_core::connection::{Connection, StatementContext, StatementHook, StatementReport};
use backend_core::error::Result;
use backend_core::model::ColumnType;
use backend_core::schema_editor::{NoProgress, run};
use backend_sqlite::BACKEND;
use futures_executor::block_on;
use tempfile::TempDir;

use crate::{altering, batch, cells, numbers, planned, schema, texts};

/// Tells a process of these tests that it is the one that ends: the file, the statement, and whether before or after it.
const ORDER: &str = "REMAKE_UNTIL";

const TABLES: &str = "\
CREATE TABLE up (id INTEGER PRIMARY KEY); INSERT INTO up VALUES (1);
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT, up INT REFERENCES up, boss INT REFERENCES t ON DELETE CASCADE);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
  INSERT INTO t SELECT i, i, 1, 1 FROM n;
CREATE TABLE down (t INT REFERENCES t ON DELETE CASCADE); INSERT INTO down SELECT id FROM t;
CREATE INDEX i ON t (a);
CREATE VIEW v AS SELECT a FROM t;
CREATE TABLE log (a);
CREATE TRIGGER g AFTER DELETE ON t BEGIN INSERT INTO log VALUES (old.id); END;";

fn open(path: &Path) -> Connection {
    let url = format!("sqlite:{}?mode=rwc&execution=inline", path.display());
    block_on(BACKEND.connect(&BACKEND.settings(&url).unwrap())).unwrap()
}

/// Ends the process.
struct Until {
    statement: usize,
    /// 0 for before it, 1 for after it.
    side: usize,
    seen: [AtomicUsize; 2],
}

impl Until {
    fn pass(&self, side: usize) {
        let seen = self.seen[side].fetch_add(1, Ordering::Relaxed);
        if (seen, side) == (self.statement, self.side) {
            abort();
        }
    }
}

impl StatementHook for Until {
    fn before(&self, _statement: &mut StatementContext<'_>) -> Result<()> {
        self.pass(0);
        Ok(())
    }

    fn after(&self, _report: &StatementReport<'_>) {
        self.pass(1);
    }
}

/// The process that ends; in the others nothing.
#[test]
fn the_one_that_ends() {
    let Ok(order) = std::env::var(ORDER) else {
        return;
    };
    let mut parts = order.splitn(3, ' ');
    let mut number = || parts.next().unwrap().parse::<usize>().unwrap();
    let (statement, side) = (number(), number());
    let mut connection = open(Path::new(parts.next().unwrap()));
    // So few pages that most are in the file before the commit.
    batch(&mut connection, "PRAGMA cache_size = 5");
    let before = schema(&mut connection);
    let change = altering(&before, "a", |column| column.column_type = ColumnType::Text);
    let plan = planned(&connection, &before, &change);
    connection.add_statement_hook(Arc::new(Until {
        statement,
        side,
        seen: [AtomicUsize::new(0), AtomicUsize::new(0)],
    }));
    block_on(run(&mut connection, &plan, &mut NoProgress)).unwrap();
}

/// Lets a process make the table anew until some statement; answers whether it ended there.
fn ends(path: &Path, statement: usize, side: usize) -> bool {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["kill::the_one_that_ends", "--exact"])
        .env(ORDER, format!("{statement} {side} {}", path.display()))
        .output()
        .unwrap();
    let ended = !output.status.success();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(!ended || !said.contains("panicked"), "{said}");
    ended
}

fn make(path: &Path, journal: &str) {
    let mut connection = open(path);
    batch(&mut connection, &format!("PRAGMA journal_mode = {journal}"));
    batch(&mut connection, TABLES);
    block_on(connection.close()).unwrap();
}

/// The number of rows as texts in the table: none where it is the old one, all where it is the new one.
fn check(path: &Path, what: &str) -> i64 {
    let mut connection = open(path);
    assert_eq!(
        texts(&mut connection, "PRAGMA integrity_check"),
        ["ok"],
        "{what}"
    );
    assert!(
        cells(&mut connection, "PRAGMA foreign_key_check").is_empty(),
        "{what}"
    );
    let found = numbers(
        &mut connection,
        "SELECT count(*), sum(id), CAST(sum(a) AS INT), sum(up), (SELECT count(*) FROM down), (SELECT count(*) FROM v), \
         (SELECT count(*) FROM log), (SELECT seq FROM sqlite_sequence), (SELECT count(*) FROM sqlite_schema) FROM t",
    );
    assert_eq!(
        found,
        [3000, 4_501_500, 4_501_500, 3000, 3000, 3000, 0, 3000, 8],
        "{what}"
    );
    numbers(
        &mut connection,
        "SELECT count(*) FROM t WHERE typeof(a) = 'text'",
    )[0]
}

#[test]
fn whenever_the_process_ends_the_table_is_the_old_or_the_new_one() {
    for journal in ["delete", "wal"] {
        let folder = TempDir::new().unwrap();
        let original = folder.path().join("original.db");
        make(&original, journal);
        assert_eq!(check(&original, journal), 0);
        let path = folder.path().join("t.db");
        let mut found = [0, 0];
        for (statement, side) in (0..).flat_map(|n| [(n, 0), (n, 1)]) {
            std::fs::copy(&original, &path).unwrap();
            let ended = ends(&path, statement, side);
            let what = format!("{journal}: statement {statement}, side {side}");
            let texts = check(&path, &what);
            assert!(texts == 0 || texts == 3000, "{what}: {texts}");
            found[usize::from(texts > 0)] += 1;
            for rest in ["t.db-wal", "t.db-shm", "t.db-journal"] {
                let _ = std::fs::remove_file(folder.path().join(rest));
            }
            if !ended {
                assert_eq!(texts, 3000);
                break;
            }
        }
        assert!(found[0] > 20 && found[1] >= 3, "{journal}: {found:?}");
    }
}
