//! The memory that many rows of PostgreSQL need on their way: the peak of a process of its own for each number of rows.
//!
//! `POSTGRES_URL` names the server. Prints a table in Markdown, for 100,000 and 10,000,000 rows; numbers as arguments are asked
//! for instead. The peak is read from the operating system, which only Linux gives in this way.

use std::process::Command;
use std::time::Instant;

use backend_benches::measure::shown;
use backend_benches::postgres::{runtime, session, with_server};
use backend_core::connection::Connection;
use backend_core::cursor::{Flow, rows};
use backend_core::error::Result;
use backend_core::row::cell;
use backend_core::sql::Statement;

/// The ways that rows go, by their arguments.
const WAYS: [&str; 2] = ["sink", "stream"];

fn main() {
    with_server(measure_all);
}

fn measure_all(url: &str) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [one, way, count] = arguments.as_slice()
        && one == "--one"
    {
        report(url, way, count);
        return;
    }
    let mut counts: Vec<u64> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if counts.is_empty() {
        counts = vec![100_000, 10_000_000];
    }
    println!("| rows | through a sink: peak | time | through `stream`: peak | time |");
    println!("|---|---|---|---|---|");
    for count in counts {
        let [sink, stream] = WAYS.map(|way| child(way, count));
        println!("| {count} | {sink} | {stream} |");
    }
}

/// What a process of its own says of one way.
fn child(way: &str, count: u64) -> String {
    let program = std::env::current_exe().expect("this program is a file");
    let output = Command::new(program)
        .args(["--one", way, &count.to_string()])
        .output()
        .expect("it starts");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Lets the rows go one way, and says what that took.
fn report(url: &str, way: &str, count: &str) {
    let runtime = runtime();
    let mut connection = session(&runtime, url);
    // Not in FROM, where the server would store them all before it sends the first.
    let statement = Statement::new(format!(
        "SELECT n, n * 17, 'row number ' || n FROM (SELECT generate_series(1, {count}::bigint) AS n) AS numbers"
    ));
    let start = Instant::now();
    let seen = match way {
        "sink" => runtime.block_on(through_sink(&mut connection, &statement)),
        _ => runtime.block_on(through_stream(&mut connection, &statement)),
    };
    let elapsed = start.elapsed();
    assert_eq!(seen.expect("rows").to_string(), count);
    println!("{} | {}", peak(), shown(elapsed));
}

async fn through_sink(connection: &mut Connection, statement: &Statement) -> Result<u64> {
    let mut seen = 0;
    let mut sink = rows(|cells| {
        let (_, _, _): (i64, i64, String) = (
            cell(cells, 0, "n")?,
            cell(cells, 1, "by")?,
            cell(cells, 2, "text")?,
        );
        seen += 1;
        Ok(Flow::Continue)
    });
    connection.query(&statement.sql, &[], &mut sink).await?;
    drop(sink);
    Ok(seen)
}

async fn through_stream(connection: &mut Connection, statement: &Statement) -> Result<u64> {
    let mut seen = 0;
    let mut rows = connection.stream::<(i64, i64, String)>(statement, 256)?;
    while let Some(row) = rows.next().await {
        row?;
        seen += 1;
    }
    Ok(seen)
}

/// The most memory that this process has held.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|it| it.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    peak.map_or_else(
        || "not known".to_owned(),
        |kibibytes| format!("{:.1} MiB", kibibytes / 1024.0),
    )
}
