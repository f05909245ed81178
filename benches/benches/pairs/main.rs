//! Queries on SQLite by the raw driver, by us and by peers: the same rows into the same structs, round by round in turn, so
//! that a ratio holds though the machine's speed drifts.
//!
//! Prints a table in Markdown: the median of each round's ratio to rusqlite written by hand, the lowest and the highest, and,
//! where valgrind is installed, the ratio of instructions. `-- --rounds 20` changes the number of rounds; a word picks the
//! workloads whose names hold it.

mod contenders;
mod instructions;

use std::hint::black_box;
use std::time::{Duration, Instant};

use contenders::{Contender, Run};

/// What is measured, and how many times a round.
pub(crate) const WORKLOADS: &[(&str, u32)] = &[
    ("point select", 2_000),
    ("fetch of 10,000 rows", 2),
    ("insert of 1,000 rows", 2),
    ("empty atomic block", 2_000),
    ("pool checkout", 2_000),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(count) = instructions::asked(&arguments) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut run = contenders::make(count.contender, &count.workload, folder.path())
            .expect("this contender does this");
        repeat(&mut run, count.times);
        return;
    }
    let rounds = arguments
        .iter()
        .skip_while(|argument| *argument != "--rounds")
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(15);
    let wanted = arguments
        .iter()
        .find(|it| !it.starts_with('-') && it.parse::<u32>().is_err());
    println!("| work | by | time | ratio to rusqlite (lowest to highest) | instructions |");
    println!("|---|---|---|---|---|");
    for (workload, times) in WORKLOADS {
        if wanted.is_none_or(|wanted| workload.contains(wanted.as_str())) {
            compare(workload, *times, rounds);
        }
    }
}

/// Measures all contenders in turn and prints their rows; the first is what the others are compared with.
fn compare(workload: &str, times: u32, rounds: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut runs: Vec<(Contender, Run)> = Contender::ALL
        .iter()
        .filter_map(|contender| {
            let own = folder.path().join(contender.name().replace(' ', "_"));
            std::fs::create_dir(&own).expect("a folder");
            Some((*contender, contenders::make(*contender, workload, &own)?))
        })
        .collect();
    let mut measured: Vec<Vec<Duration>> = vec![Vec::new(); runs.len()];
    for round in 0..=rounds {
        for ((_, run), durations) in runs.iter_mut().zip(&mut measured) {
            let start = Instant::now();
            repeat(run, times);
            // The first round warms up.
            if round > 0 {
                durations.push(start.elapsed() / times);
            }
        }
    }
    let counts: Vec<Option<u64>> = runs
        .iter()
        .map(|(contender, _)| instructions::count(*contender, workload))
        .collect();
    for (n, (contender, _)) in runs.iter().enumerate() {
        print_row(
            workload,
            contender.name(),
            &measured[n],
            &measured[0],
            (counts[n], counts[0]),
        );
    }
}

fn repeat(run: &mut Run, times: u32) {
    for _ in 0..times {
        black_box(run());
    }
}

fn print_row(
    workload: &str,
    name: &str,
    own: &[Duration],
    base: &[Duration],
    counts: (Option<u64>, Option<u64>),
) {
    let mut ratios: Vec<f64> = own
        .iter()
        .zip(base)
        .map(|(own, base)| own.as_secs_f64() / base.as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let mut own = own.to_vec();
    own.sort();
    let instructions = match counts {
        (Some(own), Some(base)) => format!("{:.2} ×", own as f64 / base as f64),
        _ => "not counted".to_owned(),
    };
    println!(
        "| {workload} | {name} | {} | {:.2} × ({:.2} to {:.2}) | {instructions} |",
        shown(own[own.len() / 2]),
        ratios[ratios.len() / 2],
        ratios[0],
        ratios[ratios.len() - 1],
    );
}

fn shown(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos() as f64;
    if nanoseconds < 10_000.0 {
        format!("{nanoseconds:.0} ns")
    } else if nanoseconds < 1_000_000.0 {
        format!("{:.1} µs", nanoseconds / 1e3)
    } else {
        format!("{:.2} ms", nanoseconds / 1e6)
    }
}
