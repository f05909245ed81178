//! Reading a catalog of PostgreSQL: the number of queries does not grow with the tables, the time no faster than they do.
//!
//! Prints a table in Markdown: wall time and, in brackets, what of it this process took; the rest is the server's. In a round
//! every size is measured in turn. `POSTGRES_URL` names the server; databases of tables are made beside the one in it, and
//! removed. `-- --rounds 20` changes the number of rounds.

use std::hint::black_box;
use std::time::{Duration, Instant};

use backend_benches::measure::shown;
use backend_benches::postgres::{Catalog, runtime, session, with_server};
use backend_core::connection::Connection;
use backend_core::introspection::{Scope, Snapshot};
use backend_postgres::BACKEND;
use cpu_time::ProcessTime;
use tokio::runtime::Runtime;

/// The sizes, in tables, and how many times a round each is read.
const SIZES: [(usize, u32); 3] = [(10, 20), (100, 5), (1_000, 1)];

fn main() {
    with_server(measure_all);
}

fn measure_all(url: &str) {
    let arguments: Vec<String> = std::env::args().collect();
    let rounds = arguments
        .iter()
        .skip_while(|argument| *argument != "--rounds")
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(9);
    let mut databases = SIZES.map(|(tables, times)| Database::make(url, tables, times));
    for round in 0..=rounds {
        for database in &mut databases {
            // The first round warms up.
            database.measure(round > 0);
        }
    }
    println!("| tables | catalog queries | ours | ours, the session opened first |");
    println!("|---|---|---|---|");
    for database in &databases {
        let [kept, opened] = [&database.kept, &database.opened].map(|taken| median(taken));
        println!(
            "| {} | {} | {kept} | {opened} |",
            database.tables, database.queries
        );
    }
}

/// A database of so many tables, and what was measured on it: wall and processor time.
struct Database {
    tables: usize,
    times: u32,
    queries: u32,
    runtime: Runtime,
    session: Connection,
    kept: Vec<(Duration, Duration)>,
    opened: Vec<(Duration, Duration)>,
    // Removed when no session is left.
    catalog: Catalog,
}

impl Database {
    fn make(url: &str, tables: usize, times: u32) -> Self {
        let catalog = Catalog::make(url, tables);
        let runtime = runtime();
        let mut session = session(&runtime, &catalog.url);
        let snapshot = read(&runtime, &mut session);
        assert_eq!(snapshot.schema.tables.len(), tables);
        assert_eq!(snapshot.warnings, []);
        Self {
            tables,
            times,
            queries: snapshot.queries,
            runtime,
            session,
            kept: Vec::new(),
            opened: Vec::new(),
            catalog,
        }
    }

    fn measure(&mut self, is_kept: bool) {
        let kept = timed(self.times, || {
            black_box(read(&self.runtime, &mut self.session));
        });
        let opened = timed(self.times, || {
            let mut session = session(&self.runtime, &self.catalog.url);
            black_box(read(&self.runtime, &mut session));
        });
        if is_kept {
            self.kept.push(kept);
            self.opened.push(opened);
        }
    }
}

fn read(runtime: &Runtime, session: &mut Connection) -> Snapshot {
    runtime
        .block_on(BACKEND.introspect(session, &Scope::all()))
        .expect("the catalog is read")
}

fn timed(times: u32, mut work: impl FnMut()) -> (Duration, Duration) {
    let (wall, processor) = (Instant::now(), ProcessTime::now());
    for _ in 0..times {
        work();
    }
    (wall.elapsed() / times, processor.elapsed() / times)
}

/// The medians of wall and of processor time.
fn median(taken: &[(Duration, Duration)]) -> String {
    let middle = |mut durations: Vec<Duration>| {
        durations.sort();
        shown(durations[durations.len() / 2])
    };
    let wall = middle(taken.iter().map(|it| it.0).collect());
    let processor = middle(taken.iter().map(|it| it.1).collect());
    format!("{wall} ({processor})")
}
