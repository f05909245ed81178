//! Measures contenders in turn, round by round, so that a ratio holds though the machine's speed drifts.
//!
//! Prints a table in Markdown: the median of each round's ratio to the first contender, the lowest and the highest; the same
//! ratio of the processor time that this process took, which a server or a busy machine does not count into; and, where
//! valgrind is installed, the ratio of instructions. `-- --rounds 20` changes the number of rounds; a word picks the
//! workloads whose names hold it.

mod instructions;
mod shown;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;

pub use self::shown::shown;

/// One piece of work, ready to be repeated; it answers something so that no compiler leaves it out.
pub type Run = Box<dyn FnMut() -> usize>;

/// Who does the work.
pub trait Contender: Copy + 'static {
    /// Everybody; of those that do a piece of work, the first is what the others are compared with.
    const ALL: &'static [Self];

    /// What the first is called in the table's head.
    const BASE: &'static str;

    /// What it is called in the table.
    fn name(self) -> &'static str;

    /// Makes the work ready, with a folder of its own; `None` where it has nothing of the kind.
    fn make(self, workload: &str, folder: &Path) -> Option<Run>;
}

/// Measures the workloads, each so many times a round, as this program's arguments say.
///
/// # Panics
/// Where a contender cannot do what it says it does.
pub fn run<C: Contender>(workloads: &[(&str, u32)]) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(count) = instructions::asked::<C>(&arguments) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut run = count
            .contender
            .make(&count.workload, folder.path())
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
    let base = C::BASE;
    println!(
        "| work | by | time | ratio to {base} (lowest to highest) | processor time | instructions |"
    );
    println!("|---|---|---|---|---|---|");
    for (workload, times) in workloads {
        if wanted.is_none_or(|wanted| workload.contains(wanted.as_str())) {
            compare::<C>(workload, *times, rounds);
        }
    }
}

/// What one round of one contender took, for each time that the work was done.
#[derive(Clone, Copy)]
struct Measured {
    wall: Duration,
    processor: Duration,
}

/// Measures all contenders in turn and prints their rows.
fn compare<C: Contender>(workload: &str, times: u32, rounds: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut runs: Vec<(C, Run)> = C::ALL
        .iter()
        .filter_map(|contender| {
            let own = folder.path().join(contender.name().replace(' ', "_"));
            std::fs::create_dir(&own).expect("a folder");
            Some((*contender, contender.make(workload, &own)?))
        })
        .collect();
    let mut measured: Vec<Vec<Measured>> = vec![Vec::new(); runs.len()];
    for round in 0..=rounds {
        for ((_, run), measured) in runs.iter_mut().zip(&mut measured) {
            let (start, used) = (Instant::now(), ProcessTime::now());
            repeat(run, times);
            // The first round warms up.
            if round > 0 {
                measured.push(Measured {
                    wall: start.elapsed() / times,
                    processor: used.elapsed() / times,
                });
            }
        }
    }
    let counts: Vec<Option<u64>> = runs
        .iter()
        .map(|(contender, _)| instructions::count(*contender, workload))
        .collect();
    for (n, (contender, _)) in runs.iter().enumerate() {
        let row = shown::Row {
            workload,
            name: contender.name(),
            own: &measured[n],
            base: &measured[0],
            counts: (counts[n], counts[0]),
        };
        println!("{row}");
    }
}

fn repeat(run: &mut Run, times: u32) {
    for _ in 0..times {
        black_box(run());
    }
}
