//! Reading a catalog: the number of queries does not grow with the tables, the time grows in step with them.
//!
//! Prints tables in Markdown: wall and processor time, the median of all rounds, and how many times as long 10,000 tables
//! take as 1,000; where valgrind is installed, how many times the instructions, too. In a round everybody is measured in turn
//! on every size, so that a ratio holds though the machine's speed drifts. `-- --rounds 20` changes the number of rounds.

use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use backend_core::connection::Connection;
use backend_core::introspection::Scope;
use backend_core::model::Schema;
use backend_sqlite::BACKEND;
use cpu_time::ProcessTime;
use futures_executor::block_on;

/// As in the program inspectdb; `--no-default-features` takes the system's.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The sizes, in tables, and how many times a round each is read.
const SIZES: [(usize, u32); 4] = [(10, 200), (100, 40), (1_000, 8), (10_000, 1)];

/// Who is measured.
const CONTENDERS: [&str; 6] = [
    "ours",
    "the model, copied",
    "our queries alone",
    "a pragma at a time",
    "opened and read by us",
    "opened by rusqlite",
];

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, word, path, times, ..] = arguments.as_slice()
        && word == "--count"
    {
        let mut session = backend_benches::sqlite::session(path, "inline");
        for _ in 0..times.parse().expect("a number") {
            black_box(read(&mut session));
        }
        return;
    }
    let rounds = arguments
        .iter()
        .skip_while(|argument| *argument != "--rounds")
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(9);
    let folder = tempfile::tempdir().expect("a folder");
    let mut databases = SIZES.map(|(tables, times)| Database::make(folder.path(), tables, times));
    for round in 0..=rounds {
        for contender in 0..CONTENDERS.len() {
            for database in &mut databases {
                let taken = database.measure(contender);
                // The first round warms up.
                if round > 0 {
                    database.taken[contender].push(taken);
                }
            }
        }
    }
    print_times(&databases);
    print_ratios(&databases);
}

/// A database of so many tables, and what was measured on it.
struct Database {
    tables: usize,
    times: u32,
    path: String,
    queries: u32,
    ours: Connection,
    /// What ours reads.
    model: Schema,
    raw: rusqlite::Connection,
    /// Wall and processor time of each round, by contender.
    taken: [Vec<(Duration, Duration)>; CONTENDERS.len()],
}

impl Database {
    fn make(folder: &Path, tables: usize, times: u32) -> Self {
        let path = folder.join(format!("{tables}.sqlite3"));
        backend_benches::sqlite::make_tables(&path, tables);
        let path = path.to_str().expect("the path is text").to_owned();
        let mut ours = backend_benches::sqlite::session(&path, "inline");
        let snapshot =
            block_on(BACKEND.introspect(&mut ours, &Scope::all())).expect("the catalog is read");
        assert_eq!(snapshot.schema.tables.len(), tables);
        assert_eq!(snapshot.warnings, []);
        Self {
            tables,
            times,
            queries: snapshot.queries,
            model: snapshot.schema,
            ours,
            raw: rusqlite::Connection::open(&path).expect("the file opens"),
            path,
            taken: Default::default(),
        }
    }

    fn measure(&mut self, contender: usize) -> (Duration, Duration) {
        let wall = Instant::now();
        let processor = ProcessTime::now();
        for _ in 0..self.times {
            black_box(self.run(CONTENDERS[contender]));
        }
        (
            wall.elapsed() / self.times,
            processor.elapsed() / self.times,
        )
    }

    /// Does the work once; answers how many rows or tables there were.
    fn run(&mut self, contender: &str) -> usize {
        match contender {
            "ours" => read(&mut self.ours),
            // Beyond doubt in step with the tables: what its time grows by more is the machine's memory.
            "the model, copied" => black_box(self.model.clone()).tables.len(),
            "our queries alone" => our_queries(&self.raw).expect("the catalog is read"),
            "a pragma at a time" => pragmas_by_table(&self.raw).expect("the catalog is read"),
            "opened and read by us" => {
                read(&mut backend_benches::sqlite::session(&self.path, "inline"))
            }
            _ => {
                let raw = rusqlite::Connection::open(&self.path).expect("the file opens");
                let count = raw.query_row("SELECT count(*) FROM sqlite_schema", [], |row| {
                    row.get::<_, i64>(0)
                });
                count
                    .expect("the catalog is read")
                    .try_into()
                    .expect("a count")
            }
        }
    }

    /// The median of wall and of processor time.
    fn median(&self, contender: usize) -> (Duration, Duration) {
        let taken = &self.taken[contender];
        let middle = |mut durations: Vec<Duration>| {
            durations.sort();
            durations[durations.len() / 2]
        };
        (
            middle(taken.iter().map(|taken| taken.0).collect()),
            middle(taken.iter().map(|taken| taken.1).collect()),
        )
    }
}

fn read(session: &mut Connection) -> usize {
    let snapshot = block_on(BACKEND.introspect(session, &Scope::all()));
    snapshot.expect("the catalog is read").schema.tables.len()
}

fn print_times(databases: &[Database]) {
    println!("| tables | catalog queries | {} |", CONTENDERS.join(" | "));
    println!("|---|---|{}", "---|".repeat(CONTENDERS.len()));
    for database in databases {
        let cells: Vec<String> = (0..CONTENDERS.len())
            .map(|contender| {
                let (wall, processor) = database.median(contender);
                let milliseconds = |duration: Duration| duration.as_secs_f64() * 1e3;
                format!(
                    "{:.2} ms ({:.2})",
                    milliseconds(wall),
                    milliseconds(processor)
                )
            })
            .collect();
        let tables = database.tables;
        println!(
            "| {tables} | {} | {} |",
            database.queries,
            cells.join(" | ")
        );
    }
}

/// How many times as long the largest database takes as the one of a tenth of its tables, round by round.
fn print_ratios(databases: &[Database]) {
    let [.., small, large] = databases else {
        return;
    };
    println!();
    println!(
        "| {} : {} tables | time | processor time |",
        large.tables, small.tables
    );
    println!("|---|---|---|");
    if let (Some(small), Some(large)) = (instructions(small), instructions(large)) {
        println!(
            "| ours, by instructions | | {:.2} × |",
            large as f64 / small as f64
        );
    }
    for (contender, name) in CONTENDERS.iter().enumerate() {
        let pairs: Vec<_> = small.taken[contender]
            .iter()
            .zip(&large.taken[contender])
            .collect();
        let wall = pairs.iter().map(|(small, large)| ratio(small.0, large.0));
        let processor = pairs.iter().map(|(small, large)| ratio(small.1, large.1));
        println!(
            "| {name} | {} | {} |",
            spread(wall.collect()),
            spread(processor.collect())
        );
    }
}

/// The instructions of one reading of ours in an open session; `None` where valgrind is not installed.
fn instructions(database: &Database) -> Option<u64> {
    let count = |times: &str| {
        let output = Command::new("valgrind")
            .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
            .arg(std::env::current_exe().ok()?)
            .args(["--count", &database.path, times])
            .output()
            .ok()?;
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        let total = report.split("Collected :").nth(1)?;
        total.split_whitespace().next()?.parse::<u64>().ok()
    };
    count("2")?.checked_sub(count("1")?)
}

fn ratio(small: Duration, large: Duration) -> f64 {
    large.as_secs_f64() / small.as_secs_f64()
}

/// The median, the lowest and the highest.
fn spread(mut ratios: Vec<f64>) -> String {
    ratios.sort_by(f64::total_cmp);
    format!(
        "{:.1} × ({:.1} to {:.1})",
        ratios[ratios.len() / 2],
        ratios[0],
        ratios[ratios.len() - 1]
    )
}

/// SQLite's own part of ours: the same queries, whose rows are only counted.
fn our_queries(raw: &rusqlite::Connection) -> rusqlite::Result<usize> {
    let mut rows = 0;
    for sql in [
        include_str!("../../backend-sqlite/src/introspection/sql/relations.sql"),
        include_str!("../../backend-sqlite/src/introspection/sql/objects.sql"),
    ] {
        let mut statement = raw.prepare_cached(sql)?;
        let mut found = statement.raw_query();
        while found.next()?.is_some() {
            rows += 1;
        }
    }
    Ok(rows)
}

/// What a hand-written program does, and all it does: three pragmas a table and one an index, rows counted.
fn pragmas_by_table(raw: &rusqlite::Connection) -> rusqlite::Result<usize> {
    let mut names = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rows = 0;
    let mut indexes = Vec::new();
    for name in names {
        for pragma in ["table_xinfo", "index_list", "foreign_key_list"] {
            raw.pragma(None, pragma, &name, |row| {
                rows += 1;
                if pragma == "index_list" {
                    indexes.push(row.get::<_, String>(1)?);
                }
                Ok(())
            })?;
        }
    }
    for index in indexes {
        raw.pragma(None, "index_xinfo", &index, |_| {
            rows += 1;
            Ok(())
        })?;
    }
    Ok(rows)
}
