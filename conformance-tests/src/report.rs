//! [`Ledger`]: what became of each case. libtest counts lines; this counts ids, parts and reasons.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::case::{CaseDef, Unsupported};

/// How many ids are named for one reason: all of them stand in libtest's lines.
const SHOWN: usize = 3;

/// What became of a case in a lane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It ran and holds.
    Passed,
    /// It ran and does not hold, or left something behind.
    Failed,
    /// It ran and does not hold, as the vendor says.
    Known(&'static str),
    /// It does not apply, and did not run.
    Unsupported(Unsupported),
}

/// One case in one lane.
#[derive(Debug, Clone)]
pub(crate) struct Record {
    id: &'static str,
    part: &'static str,
    lane: &'static str,
    verdict: Verdict,
    duration: Duration,
}

impl Record {
    pub(crate) fn new(
        case: &CaseDef,
        lane: &'static str,
        verdict: Verdict,
        duration: Duration,
    ) -> Self {
        Self {
            id: case.id,
            part: case.part(),
            lane,
            verdict,
            duration,
        }
    }
}

/// The records of a run.
#[derive(Debug, Default)]
pub(crate) struct Ledger(Mutex<Vec<Record>>);

impl Ledger {
    pub(crate) fn add(&self, record: Record) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(record);
    }

    pub(crate) fn report(&self) -> Report {
        Report {
            records: self
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone(),
        }
    }
}

/// What a run found.
#[derive(Debug)]
pub(crate) struct Report {
    records: Vec<Record>,
}

/// The counts of one part, or of all.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    ids: BTreeSet<&'static str>,
    passed: usize,
    failed: usize,
    known: usize,
    unsupported: usize,
}

impl Counts {
    fn add(&mut self, record: &Record) {
        match record.verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Failed => self.failed += 1,
            Verdict::Known(_) => self.known += 1,
            Verdict::Unsupported(_) => {
                self.unsupported += 1;
                return;
            }
        }
        self.ids.insert(record.id);
    }

    fn line(&self, name: &str) -> String {
        let Self {
            ids,
            passed,
            failed,
            known,
            unsupported,
        } = self;
        let executed = passed + failed + known;
        format!(
            "  {name:<14}{:>6}{executed:>10}{passed:>8}{failed:>8}{known:>7}{unsupported:>13}\n",
            ids.len()
        )
    }
}

impl Report {
    /// Writes the summary: one table, the reasons of what did not run, and the slowest cases.
    pub(crate) fn render(&self, vendor: &str, servers: &[(&str, String)], out: &mut String) {
        out.push_str(&format!("conformance of {vendor}\n"));
        let mut by_server: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (lane, server) in servers {
            by_server.entry(server).or_default().push(lane);
        }
        for (server, lanes) in by_server {
            let named: Vec<_> = lanes.into_iter().filter(|lane| !lane.is_empty()).collect();
            let lanes = if named.is_empty() {
                String::new()
            } else {
                format!(", lanes: {}", named.join(", "))
            };
            out.push_str(&format!("  {server}{lanes}\n"));
        }
        self.render_parts(out);
        self.render_reasons(out);
        self.render_slowest(out);
    }

    fn render_parts(&self, out: &mut String) {
        let mut parts: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut all = Counts::default();
        for record in &self.records {
            parts.entry(record.part).or_default().add(record);
            all.add(record);
        }
        let head = [
            "ids",
            "executed",
            "passed",
            "failed",
            "known",
            "unsupported",
        ];
        out.push_str(&format!(
            "  {:<14}{:>6}{:>10}{:>8}{:>8}{:>7}{:>13}\n",
            "part", head[0], head[1], head[2], head[3], head[4], head[5]
        ));
        for (part, counts) in &parts {
            out.push_str(&counts.line(part));
        }
        out.push_str(&all.line("all"));
    }

    fn render_reasons(&self, out: &mut String) {
        let unsupported = |verdict| match verdict {
            Verdict::Unsupported(reason) => Some(reason.to_string()),
            _ => None,
        };
        let known = |verdict| match verdict {
            Verdict::Known(reason) => Some(reason.to_owned()),
            _ => None,
        };
        self.render_ids("known to fail", known, out);
        self.render_ids("unsupported, and so not run", unsupported, out);
    }

    /// The ids of one sort, by reason.
    fn render_ids(&self, head: &str, reason: impl Fn(Verdict) -> Option<String>, out: &mut String) {
        let mut reasons: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for record in &self.records {
            if let Some(reason) = reason(record.verdict) {
                reasons.entry(reason).or_default().insert(record.id);
            }
        }
        if !reasons.is_empty() {
            out.push_str(&format!("  {head}:\n"));
        }
        for (reason, ids) in reasons {
            let count = ids.len();
            let mut line = ids.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
            if count > SHOWN {
                line.push_str(&format!(" and {} more", count - SHOWN));
            }
            out.push_str(&format!("    {reason}: {line}\n"));
        }
    }

    fn render_slowest(&self, out: &mut String) {
        let mut slowest: Vec<_> = self
            .records
            .iter()
            .filter(|record| !record.duration.is_zero())
            .collect();
        slowest.sort_by_key(|record| std::cmp::Reverse(record.duration));
        let lines: Vec<_> = slowest
            .iter()
            .take(3)
            .map(|record| {
                let lane = if record.lane.is_empty() {
                    String::new()
                } else {
                    format!(" [{}]", record.lane)
                };
                format!("{:.2}s {}{lane}", record.duration.as_secs_f64(), record.id)
            })
            .collect();
        if !lines.is_empty() {
            out.push_str(&format!("  slowest: {}\n", lines.join(", ")));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use backend_core::flag::Flag;

    use super::{Ledger, Record, Verdict};
    use crate::case::{CaseDef, Unsupported};

    #[test]
    fn ids_are_counted_once_and_unsupported_ones_not_as_executed() {
        let case = |id| CaseDef::new(id, "f", "It holds.", |_| Box::pin(async { Ok(()) }));
        let off = Verdict::Unsupported(Unsupported {
            flag: Flag::supports_arrays,
            on: false,
        });
        let second = Duration::from_secs(1);
        let ledger = Ledger::default();
        for lane in ["one", "two"] {
            ledger.add(Record::new(&case("a.x"), lane, Verdict::Passed, second));
            ledger.add(Record::new(&case("a.y"), lane, off, Duration::ZERO));
        }
        ledger.add(Record::new(
            &case("b.z"),
            "one",
            Verdict::Failed,
            second * 2,
        ));
        let known = Verdict::Known("too small");
        ledger.add(Record::new(&case("b.w"), "one", known, Duration::ZERO));
        let mut text = String::new();
        let servers = [
            ("one", "Mine 1.0.0".to_owned()),
            ("two", "Mine 1.0.0".to_owned()),
        ];
        ledger.report().render("mine", &servers, &mut text);
        let expected = "conformance of mine
  Mine 1.0.0, lanes: one, two
  part             ids  executed  passed  failed  known  unsupported
  a                  1         2       2       0      0            2
  b                  2         2       0       1      1            0
  all                3         4       2       1      1            2
  known to fail:
    too small: b.w
  unsupported, and so not run:
    flag supports_arrays is off: a.y
  slowest: 2.00s b.z [one], 1.00s a.x [one], 1.00s a.x [two]
";
        assert_eq!(text, expected);
    }
}
