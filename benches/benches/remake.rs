//! Making a table of a million rows anew: ours beside SQLite's own procedure written by hand, with the same questions.
//!
//! Prints a table in Markdown: the median wall time of both over all rounds, and the median of the rounds' ratios. In a round
//! both are measured in turn, each on a copy of its own, so that a ratio holds though the machine's speed drifts.
//! `-- --rounds 20` changes the number of rounds, `-- --rows 100000` that of rows.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use backend_core::introspection::Scope;
use backend_core::model::{Change, ColumnType, Constraint, ForeignKey, Identifier, QualifiedName};
use backend_core::schema_editor::{Progress, Step, plan, run};
use backend_sqlite::BACKEND;
use futures_executor::block_on;

/// A change, and the procedure of <https://www.sqlite.org/lang_altertable.html#otheralter> for it.
struct Work {
    what: &'static str,
    change: fn() -> Change,
    make: &'static str,
    copy: &'static str,
    questions: &'static [&'static str],
    keys: &'static [&'static str],
    finish: &'static str,
}

const TABLES: &str = "
CREATE TABLE maker (id INTEGER PRIMARY KEY, name TEXT);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO maker SELECT i, 'maker ' || i FROM n;
CREATE TABLE thing (id INTEGER PRIMARY KEY AUTOINCREMENT, maker INT REFERENCES maker, name TEXT NOT NULL, size INT, price REAL);
CREATE TABLE loose (maker INT, name TEXT NOT NULL, size INT, price REAL);
CREATE TABLE part (id INTEGER PRIMARY KEY, thing INT REFERENCES thing ON DELETE CASCADE);
";

const AFTER: &str = "
INSERT INTO loose SELECT maker, name, size, price FROM thing;
INSERT INTO part SELECT id, id FROM thing WHERE id % 100 = 0;
CREATE INDEX thing_name ON thing (name);
CREATE INDEX loose_size ON loose (size);
CREATE VIEW large AS SELECT * FROM thing WHERE size > 500;
";

const WORKS: [Work; 3] = [
    Work {
        what: "another type, referred to by a table",
        change: || retyped("thing"),
        make: "CREATE TABLE new_thing (id INTEGER PRIMARY KEY AUTOINCREMENT, maker INT REFERENCES maker, name TEXT NOT NULL, \
               size TEXT, price REAL)",
        copy: "INSERT INTO new_thing (id, maker, name, size, price) SELECT id, maker, name, size, price FROM thing",
        questions: &[
            "SELECT 1 WHERE (SELECT count(*) FROM new_thing) <> (SELECT count(*) FROM thing)",
            "SELECT 1 FROM new_thing WHERE size IS NOT NULL AND typeof(size) <> 'text'",
        ],
        keys: &["thing", "part"],
        finish: "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'thing') WHERE name = 'new_thing'; \
                 DROP TABLE thing; ALTER TABLE new_thing RENAME TO thing; CREATE INDEX thing_name ON thing (name)",
    },
    Work {
        what: "another type, of a table without key",
        change: || retyped("loose"),
        make: "CREATE TABLE new_loose (maker INT, name TEXT NOT NULL, size TEXT, price REAL)",
        copy: "INSERT INTO new_loose (rowid, maker, name, size, price) SELECT rowid, maker, name, size, price FROM loose",
        questions: &[
            "SELECT 1 WHERE (SELECT count(*) FROM new_loose) <> (SELECT count(*) FROM loose)",
            "SELECT 1 FROM new_loose WHERE size IS NOT NULL AND typeof(size) <> 'text'",
        ],
        keys: &[],
        finish: "DROP TABLE loose; ALTER TABLE new_loose RENAME TO loose; CREATE INDEX loose_size ON loose (size)",
    },
    Work {
        what: "a foreign key",
        change: || {
            let key = ForeignKey::new(vec![id("size")], name("maker"), vec![id("id")]);
            Change::AddConstraint {
                table: name("thing"),
                constraint: Constraint::ForeignKey(key),
            }
        },
        make: "CREATE TABLE new_thing (id INTEGER PRIMARY KEY AUTOINCREMENT, maker INT REFERENCES maker, name TEXT NOT NULL, \
               size INT REFERENCES maker, price REAL)",
        copy: "INSERT INTO new_thing SELECT * FROM thing",
        questions: &[
            "SELECT 1 WHERE (SELECT count(*) FROM new_thing) <> (SELECT count(*) FROM thing)",
        ],
        keys: &["thing", "part"],
        finish: "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence WHERE name = 'thing') WHERE name = 'new_thing'; \
                 DROP TABLE thing; ALTER TABLE new_thing RENAME TO thing; CREATE INDEX thing_name ON thing (name)",
    },
];

fn id(text: &str) -> Identifier {
    Identifier::new(text).expect("a name")
}

fn name(text: &str) -> QualifiedName {
    id(text).into()
}

fn retyped(table: &str) -> Change {
    let column = backend_core::model::Column::named(id("size"), ColumnType::Text);
    Change::AlterColumn {
        table: name(table),
        column,
        using: None,
    }
}

fn main() {
    let (rounds, rows) = (argument("--rounds", 9), argument("--rows", 1_000_000));
    let folder = tempfile::tempdir().expect("a folder");
    let original = folder.path().join("original.db");
    make(&original, rows);
    println!("| {rows} rows | ours ms | by hand ms | ours / by hand | rows told of |");
    println!("|---|--:|--:|--:|--:|");
    for work in &WORKS {
        let mut taken = [Vec::new(), Vec::new()];
        let mut told = 0;
        for round in 0..=rounds {
            let mut once = [Duration::ZERO; 2];
            for turn in 0..2 {
                let who = (round + turn) % 2;
                let path = copied(&original, folder.path());
                once[who] = match who {
                    0 => ours(work, &path, &mut told),
                    _ => by_hand(work, &path),
                };
            }
            // The first round warms up.
            if round > 0 {
                taken[0].push(once[0].as_secs_f64());
                taken[1].push(once[1].as_secs_f64());
            }
        }
        let ratios = taken[0]
            .iter()
            .zip(&taken[1])
            .map(|(ours, other)| ours / other);
        let ratio = median(ratios.collect());
        let [ours, other] = taken.map(|all| median(all) * 1e3);
        println!(
            "| {} | {ours:.0} | {other:.0} | {ratio:.3} | {told} |",
            work.what
        );
    }
}

fn argument(name: &str, default: usize) -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn make(path: &Path, rows: usize) {
    let raw = rusqlite::Connection::open(path).expect("the file opens");
    let fill = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) \
         INSERT INTO thing SELECT i, i % 1000 + 1, 'thing number ' || (i * 7919 % {rows}), i % 1000 + 1, i / 3.0 FROM n;"
    );
    raw.execute_batch(&format!("{TABLES}{fill}{AFTER}"))
        .expect("the tables are made");
}

fn copied(original: &Path, folder: &Path) -> PathBuf {
    let path = folder.join("copy.db");
    std::fs::copy(original, &path).expect("the file is copied");
    path
}

/// How many rows a run told of.
struct Told<'a>(&'a mut u64);

impl Progress for Told<'_> {
    fn step(&mut self, _done: usize, _total: usize, _step: &Step) {}

    fn rows(&mut self, copied: u64) {
        *self.0 = copied;
    }
}

fn ours(work: &Work, path: &Path, told: &mut u64) -> Duration {
    let path = path.to_str().expect("the path is text");
    let mut session = backend_benches::sqlite::session(path, "inline");
    let before = block_on(BACKEND.introspect(&mut session, &Scope::all())).expect("it is read");
    let begun = Instant::now();
    let plan = plan(
        BACKEND.schema_editor,
        session.dialect(),
        &before.schema,
        &(work.change)(),
    );
    let plan = plan.expect("it is planned");
    block_on(run(&mut session, &plan, &mut Told(told))).expect("it is made anew");
    begun.elapsed()
}

fn by_hand(work: &Work, path: &Path) -> Duration {
    let raw = rusqlite::Connection::open(path).expect("the file opens");
    raw.execute_batch("PRAGMA foreign_keys = 1")
        .expect("keys are checked");
    let run = |sql: &str| {
        raw.execute_batch(sql)
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    };
    let ask = |sql: &str| {
        let mut statement = raw.prepare(sql).expect("a question");
        assert!(!statement.exists([]).expect("an answer"), "{sql}");
    };
    let begun = Instant::now();
    run("PRAGMA foreign_keys = 0; PRAGMA legacy_alter_table = 1; BEGIN");
    run(work.make);
    run(work.copy);
    work.questions.iter().for_each(|question| ask(question));
    run(work.finish);
    for table in work.keys {
        ask(&format!("PRAGMA foreign_key_check({table})"));
    }
    ask("SELECT 1 FROM large WHERE 0");
    run("COMMIT; PRAGMA legacy_alter_table = 0; PRAGMA foreign_keys = 1");
    begun.elapsed()
}
