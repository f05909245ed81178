//! The summary at the end of a run: one table, the reasons of what did not run, the flags, and the slowest cases.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, NOT_CHOSEN, Record, Report, Verdict};
use crate::evidence::{self, ServerAnswer};
use crate::runner::Exit;

/// How many ids are named for one reason: all of them stand in libtest's lines.
const SHOWN: usize = 3;

/// How many failed cases are named at the end.
const SHOWN_FAILURES: usize = 20;

/// The counts of one part, or of all.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    ids: BTreeSet<&'static str>,
    passed: usize,
    failed: usize,
    known: usize,
    new: usize,
    unsupported: usize,
}

impl Counts {
    fn add(&mut self, record: &Record) {
        match record.verdict {
            Verdict::Passed => self.passed += 1,
            Verdict::Known(_) => self.known += 1,
            Verdict::Unsupported(_) => self.unsupported += 1,
            Verdict::New(_) => self.new += 1,
            Verdict::NotRun(_) | Verdict::Skipped(_) => {}
            Verdict::Failed(_)
            | Verdict::UnexpectedPass(_)
            | Verdict::Timeout(_)
            | Verdict::SetupError(_) => self.failed += 1,
        }
        if record.verdict.ran() {
            self.ids.insert(record.id);
        }
    }

    fn line(&self, name: &str) -> String {
        let Self {
            ids,
            passed,
            failed,
            known,
            new,
            unsupported,
        } = self;
        let executed = passed + failed + known + new;
        format!(
            "  {name:<14}{:>6}{executed:>10}{passed:>8}{failed:>8}{known:>7}{unsupported:>13}\n",
            ids.len()
        )
    }
}

impl Report {
    /// Writes the summary: one table, the reasons of what did not run, and the slowest cases.
    pub(crate) fn render(&self, vendor: &str, out: &mut String) {
        let order = self.shuffle.map(|number| format!(", order {number}"));
        let order = order.unwrap_or_default();
        out.push_str(&format!(
            "conformance of {vendor}, seed {}{order}\n",
            self.seed
        ));
        let mut by_server: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for lane in &self.lanes {
            let server = lane.server.to_string();
            by_server.entry(server).or_default().push(lane.name);
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
        self.render_left_out(out);
        self.render_flags(out);
        self.render_slowest(out);
    }

    fn render_parts(&self, out: &mut String) {
        let mut parts: BTreeMap<&str, Counts> = BTreeMap::new();
        let mut all = Counts::default();
        // Of a part of which nothing was chosen there is nothing to say.
        let is_chosen =
            |verdict: &Verdict| !matches!(verdict, Verdict::NotRun(why) if why == NOT_CHOSEN);
        for record in self.records.iter().filter(|it| is_chosen(&it.verdict)) {
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
        let sorts = [
            ("known to fail", "known"),
            ("known to fail, and passes", "unexpected_pass"),
            (
                "new, and failing until tests/conformance.toml names this suite",
                "new",
            ),
            ("without what they need", "setup_error"),
            ("unsupported, and so not run", "unsupported"),
            ("not run", "not_run"),
        ];
        for (head, name) in sorts {
            self.render_ids(head, name, out);
        }
    }

    /// The themes that the vendor leaves out.
    fn render_left_out(&self, out: &mut String) {
        if !self.left_out.is_empty() {
            out.push_str("  themes left out:\n");
        }
        for left_out in &self.left_out {
            let (theme, why) = (&left_out.theme, left_out.marked.told());
            out.push_str(&format!("    {theme}: {why}\n"));
        }
    }

    /// How many flags are what, and which ones lie.
    fn render_flags(&self, out: &mut String) {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut lies: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for flag in &self.flags {
            *counts.entry(flag.verdict.name()).or_default() += 1;
            if matches!(
                flag.verdict,
                evidence::Verdict::OverDeclared | evidence::Verdict::UnderDeclared
            ) {
                let of = lies.entry(flag.verdict.name()).or_default();
                of.insert(flag.flag.name());
            }
        }
        let counts: Vec<_> = counts
            .into_iter()
            .map(|(name, count)| format!("{count} {name}"))
            .collect();
        out.push_str(&format!("  flags: {}\n", counts.join(", ")));
        for (name, flags) in lies {
            let flags: Vec<_> = flags.into_iter().collect();
            out.push_str(&format!("    {name}: {}\n", flags.join(", ")));
        }
        self.render_servers(out);
    }

    /// What the servers can and the backend does not do yet; and what they were not asked in the end.
    fn render_servers(&self, out: &mut String) {
        let gaps = self.flags.iter();
        let gaps = gaps.filter(|flag| flag.verdict == evidence::Verdict::Gap);
        let gaps: BTreeSet<_> = gaps.map(|flag| flag.flag.name()).collect();
        if !gaps.is_empty() {
            let gaps: Vec<_> = gaps.into_iter().collect();
            let gaps = gaps.join(", ");
            out.push_str(&format!(
                "    gap, which the server can and the backend does not yet: {gaps}\n"
            ));
        }
        let mut unknown: BTreeMap<&str, &str> = BTreeMap::new();
        for flag in &self.flags {
            if let Some(ServerAnswer::Unknown(why)) = flag.server.as_ref().map(|it| &it.answer) {
                unknown.entry(flag.flag.name()).or_insert(why);
            }
        }
        for (flag, why) in unknown {
            let why = why.lines().next().unwrap_or_default();
            out.push_str(&format!("    no answer of the server: {flag}: {why}\n"));
        }
    }

    /// Writes what a person looks for first: how it ended, what failed, and what to do about it.
    pub(crate) fn conclude(&self, exit: Exit, out: &mut String) {
        let mut all = Counts::default();
        let mut failed: BTreeMap<&str, (Vec<&str>, String)> = BTreeMap::new();
        // Their reasons stand above, once.
        let mut lacking = Vec::new();
        for record in &self.records {
            all.add(record);
            if matches!(record.verdict, Verdict::SetupError(_)) {
                lacking.push(record.id);
            } else if record.verdict.fails() {
                let entry = failed
                    .entry(record.id)
                    .or_insert_with(|| (Vec::new(), record.verdict.told()));
                entry.0.push(record.lane);
            }
        }
        let word = match exit {
            Exit::Ok if self.whole => "CONFORMANT",
            Exit::Ok => "PASSED, of what was chosen",
            Exit::Usage => "WRONG CONFIGURATION",
            Exit::TooFew if !self.problems_of(About::Themes).is_empty() => "INCOMPLETE",
            Exit::TooFew if all.passed == 0 && all.known > 0 => "NOTHING BUT KNOWN FAILURES",
            Exit::TooFew if all.passed == 0 => "NOTHING PASSED",
            Exit::TooFew => "TOO FEW PASSED",
            Exit::Failed | Exit::Environment => "FAILED",
        };
        let mut counts = vec![format!("{} passed", all.passed)];
        for (count, name) in [
            (all.failed - lacking.len(), "failed"),
            (lacking.len(), "without what they need"),
            (all.known, "known to fail"),
            (all.new, "new and failing"),
            (all.unsupported, "not applicable"),
        ] {
            if count > 0 {
                counts.push(format!("{count} {name}"));
            }
        }
        let (counts, seconds) = (counts.join(", "), self.elapsed.as_secs_f64());
        out.push_str(&format!("{word}: {counts}, in {seconds:.1} s\n"));
        for (id, (lanes, reason)) in failed.iter().take(SHOWN_FAILURES) {
            let lanes: Vec<_> = lanes
                .iter()
                .filter(|lane| !lane.is_empty())
                .copied()
                .collect();
            let lanes = if lanes.is_empty() {
                String::new()
            } else {
                format!(" [{}]", lanes.join(", "))
            };
            out.push_str(&format!("  {id}{lanes}: {reason}\n"));
        }
        if failed.len() > SHOWN_FAILURES {
            let more = failed.len() - SHOWN_FAILURES;
            out.push_str(&format!("  and {more} more cases\n"));
        }
        if let Some(id) = failed.keys().chain(&lacking).next() {
            let test = format!("cargo test -p {} --test conformance --", self.origin.name);
            out.push_str(&format!("  only these again: {test} --rerun-failed\n"));
            out.push_str(&format!("  what one demands: {test} --explain {id}\n"));
        }
    }

    /// The ids of one verdict, by reason.
    fn render_ids(&self, head: &str, name: &str, out: &mut String) {
        let mut reasons: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let of = |record: &&Record| record.verdict.name() == name;
        for record in self.records.iter().filter(of) {
            let line = record.verdict.told();
            if line != NOT_CHOSEN {
                reasons.entry(line).or_default().insert(record.id);
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
