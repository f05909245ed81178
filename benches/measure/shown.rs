//! How a measurement is shown: a row of a table in Markdown.

use std::fmt;
use std::time::Duration;

use super::Measured;

/// A contender's row.
pub(super) struct Row<'a> {
    pub(super) workload: &'a str,
    pub(super) name: &'a str,
    pub(super) own: &'a [Measured],
    /// Of the contender that it is compared with, round by round.
    pub(super) base: &'a [Measured],
    /// Its instructions and those of the contender that it is compared with.
    pub(super) counts: (Option<u64>, Option<u64>),
}

impl fmt::Display for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut own: Vec<Duration> = self.own.iter().map(|it| it.wall).collect();
        own.sort();
        let wall = ratios(self.own, self.base, |it| it.wall);
        let processor = ratios(self.own, self.base, |it| it.processor);
        let instructions = match self.counts {
            (Some(own), Some(base)) => format!("{:.2} ×", own as f64 / base as f64),
            _ => "not counted".to_owned(),
        };
        write!(
            f,
            "| {} | {} | {} | {:.2} × ({:.2} to {:.2}) | {:.2} × | {instructions} |",
            self.workload,
            self.name,
            shown(own[own.len() / 2]),
            wall[wall.len() / 2],
            wall[0],
            wall[wall.len() - 1],
            processor[processor.len() / 2],
        )
    }
}

/// The ratios of all rounds, from the lowest to the highest.
fn ratios(own: &[Measured], base: &[Measured], of: fn(&Measured) -> Duration) -> Vec<f64> {
    let mut ratios: Vec<f64> = own
        .iter()
        .zip(base)
        .map(|(own, base)| of(own).as_secs_f64() / of(base).as_secs_f64())
        .collect();
    ratios.sort_by(f64::total_cmp);
    ratios
}

/// A duration in the unit that suits it.
#[must_use]
pub fn shown(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos() as f64;
    if nanoseconds < 10_000.0 {
        format!("{nanoseconds:.0} ns")
    } else if nanoseconds < 1_000_000.0 {
        format!("{:.1} µs", nanoseconds / 1e3)
    } else if nanoseconds < 1_000_000_000.0 {
        format!("{:.2} ms", nanoseconds / 1e6)
    } else {
        format!("{:.2} s", nanoseconds / 1e9)
    }
}
