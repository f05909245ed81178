//! [`Options`]: what the suite itself is told, by `CONFORMANCE_*` variables or by arguments that libtest does not know.

use std::path::PathBuf;
use std::time::Duration;

use backend_core::flag::Flag;

use crate::case::CaseDef;
use crate::evidence::SMOKE;

/// What the cases that make things by chance are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chance {
    /// What everything follows from.
    pub(crate) seed: u64,
    /// How many things each such case makes.
    pub(crate) runs: u32,
}

impl Default for Chance {
    fn default() -> Self {
        Self { seed: 1, runs: 12 }
    }
}

impl Options {
    /// What cases are told of chance: a flip runs each so often that few must do, as each runs with a short limit of time.
    pub(crate) fn chance(&self) -> Chance {
        let most = if self.flip { 3 } else { u32::MAX };
        Chance {
            runs: self.chance.runs.min(most),
            ..self.chance
        }
    }
}

/// What the suite itself is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    /// Globs of ids (`*` within a word, `**` across words), of which one must match.
    pub(crate) filters: Vec<String>,
    /// Lanes by name; empty for all.
    pub(crate) lanes: Vec<String>,
    /// Flags, of which a case must require or refuse one; empty for all cases.
    pub(crate) flags: Vec<Flag>,
    /// Only the cases of the smoke lane.
    pub(crate) smoke: bool,
    /// Where the files of the report go.
    pub(crate) report: Option<PathBuf>,
    /// Flags are turned around, one by one, instead of a run.
    pub(crate) flip: bool,
    /// Vendors that must run.
    pub(crate) expect: Vec<String>,
    /// The fewest passes of a good run.
    pub(crate) min_passed: u64,
    /// How long a case may take.
    pub(crate) timeout: Duration,
    /// What is made by chance.
    pub(crate) chance: Chance,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            filters: Vec::new(),
            lanes: Vec::new(),
            flags: Vec::new(),
            smoke: false,
            report: None,
            flip: false,
            expect: Vec::new(),
            min_passed: 1,
            timeout: Duration::from_secs(60),
            chance: Chance::default(),
        }
    }
}

/// The suite's own options: argument, variable, what it says.
pub(crate) const HELP: &[(&str, &str, &str)] = &[
    (
        "--cases GLOBS",
        "CONFORMANCE_FILTER",
        "ids to run: cursor.**, values.decimal.*",
    ),
    ("--lane NAMES", "CONFORMANCE_LANE", "lanes to run"),
    (
        "--flag FLAGS",
        "CONFORMANCE_FLAG",
        "only cases that require or refuse one of these flags",
    ),
    (
        "--tag smoke",
        "CONFORMANCE_TAG",
        "only the few cases of the smoke lane",
    ),
    (
        "--report FOLDER",
        "CONFORMANCE_REPORT",
        "where VENDOR/report.json and junit.xml are written",
    ),
    (
        "--flip 1",
        "CONFORMANCE_FLIP",
        "turn each flag around instead, also written `flip`: code 1 where it goes unnoticed",
    ),
    (
        "--expect VENDORS",
        "CONFORMANCE_EXPECT",
        "vendors that must run: exit code 3 where one cannot",
    ),
    (
        "--min-passed N",
        "CONFORMANCE_MIN_PASSED",
        "exit code 4 with fewer passes (1)",
    ),
    (
        "--timeout SECONDS",
        "CONFORMANCE_TIMEOUT",
        "how long a case may take (60)",
    ),
    (
        "--seed N",
        "CONFORMANCE_SEED",
        "what is made by chance follows from it (1); a failure says with which to run again",
    ),
    (
        "--runs N",
        "CONFORMANCE_RUNS",
        "how many random schemas or lists of changes each property makes (12); many need a longer --timeout",
    ),
];

impl Options {
    /// Reads the variables, then the arguments, which win; gives back the arguments that are libtest's.
    pub(crate) fn read(
        arguments: impl IntoIterator<Item = String>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<(Self, Vec<String>), String> {
        let mut options = Self::default();
        for (argument, name, _) in HELP {
            if let Some(value) = variable(name).filter(|value| !value.trim().is_empty()) {
                options
                    .set(word(argument), &value)
                    .map_err(|why| format!("{name}: {why}"))?;
            }
        }
        let mut rest = Vec::new();
        let mut arguments = arguments.into_iter().peekable();
        if arguments.next_if(|first| first == "flip").is_some() {
            options.flip = true;
        }
        while let Some(argument) = arguments.next() {
            let (name, inline) = match argument.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (argument.as_str(), None),
            };
            if !HELP.iter().any(|(known, ..)| word(known) == name) {
                rest.push(argument);
                continue;
            }
            let value = inline
                .or_else(|| arguments.next())
                .ok_or_else(|| format!("{name} needs a value"))?;
            options
                .set(name, &value)
                .map_err(|why| format!("{name}: {why}"))?;
        }
        Ok((options, rest))
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let words = || -> Vec<String> {
            let words = value
                .split(',')
                .map(str::trim)
                .filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let number = || {
            value
                .trim()
                .parse::<u64>()
                .map_err(|_| format!("`{value}` is not a whole number"))
        };
        match name {
            "--cases" => self.filters = words(),
            "--lane" => self.lanes = words(),
            "--flag" => {
                let flags: Result<_, _> = words().iter().map(|word| word.parse()).collect();
                self.flags =
                    flags.map_err(|error: backend_core::error::Error| error.to_string())?;
            }
            "--tag" if value == "smoke" => self.smoke = true,
            "--tag" => return Err(format!("there is no tag `{value}`; there is: smoke")),
            "--report" => self.report = Some(PathBuf::from(value)),
            "--flip" => self.flip = number()? > 0,
            "--expect" => self.expect = words(),
            "--min-passed" => self.min_passed = number()?,
            "--timeout" => self.timeout = Duration::from_secs(number()?.max(1)),
            "--seed" => self.chance.seed = number()?,
            "--runs" => {
                self.chance.runs = u32::try_from(number()?).map_err(|error| error.to_string())?;
            }
            _ => return Err("unknown option".to_owned()),
        }
        Ok(())
    }

    /// Whether a case is chosen by id and flag.
    pub(crate) fn chooses(&self, case: &CaseDef) -> bool {
        let by_id =
            self.filters.is_empty() || self.filters.iter().any(|glob| matches(glob, case.id));
        let by_flag = self.flags.is_empty()
            || self
                .flags
                .iter()
                .any(|flag| case.requires.contains(flag) || case.refuses == Some(*flag));
        let by_tag = !self.smoke || SMOKE.contains(&case.id);
        by_id && by_flag && by_tag
    }

    /// Whether a flag that is off is asked whether it could be on: where no choice by id or tag leaves its cases out.
    pub(crate) fn forces(&self, flag: Flag) -> bool {
        let by_flag = self.flags.is_empty() || self.flags.contains(&flag);
        self.filters.is_empty() && !self.smoke && by_flag
    }

    /// Whether a lane is chosen.
    pub(crate) fn chooses_lane(&self, name: &str) -> bool {
        self.lanes.is_empty() || self.lanes.iter().any(|lane| lane == name)
    }
}

fn word(usage: &str) -> &str {
    usage.split(' ').next().unwrap_or(usage)
}

/// Whether `glob` matches the whole of `id`: `*` stands for characters of one word, `**` for any characters, `{a,b}` for one of
/// several.
pub(crate) fn matches(glob: &str, id: &str) -> bool {
    if let Some((choices, rest)) = glob.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return choices
            .split(',')
            .filter_map(|choice| id.strip_prefix(choice))
            .any(|tail| matches(rest, tail));
    }
    if let Some(rest) = glob.strip_prefix("**") {
        return tails(id).any(|tail| matches(rest, tail));
    }
    if let Some(rest) = glob.strip_prefix('*') {
        let word = id.split('.').next().map_or(0, str::len);
        return tails(id).take(word + 1).any(|tail| matches(rest, tail));
    }
    let (mut glob, mut id) = (glob.chars(), id.chars());
    match (glob.next(), id.next()) {
        (None, None) => true,
        (Some(wanted), Some(found)) => wanted == found && matches(glob.as_str(), id.as_str()),
        _ => false,
    }
}

/// The text and all its ends, down to the empty one.
fn tails(text: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(text), |text| {
        let mut characters = text.chars();
        characters.next().map(|_| characters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Options, matches};

    #[test]
    fn globs_match_whole_ids() {
        assert!(matches("cursor.**", "cursor.rows.many"));
        assert!(matches("**.many", "cursor.rows.many"));
        assert!(matches("cursor.*.many", "cursor.rows.many"));
        assert!(matches("c*r.rows.m*", "cursor.rows.many"));
        assert!(matches("{values,cursor}.**", "cursor.rows.many"));
        assert!(!matches("{values,query}.**", "cursor.rows.many"));
        assert!(!matches("cursor.*", "cursor.rows.many"));
        assert!(!matches("rows", "cursor.rows.many"));
    }

    #[test]
    fn arguments_win_over_variables_and_the_rest_is_passed_on() {
        let arguments = ["--lane", "a,b", "text", "--exact", "--min-passed=7"];
        let variable = |name: &str| match name {
            "CONFORMANCE_LANE" => Some("c".to_owned()),
            "CONFORMANCE_TIMEOUT" => Some("5".to_owned()),
            "CONFORMANCE_FLAG" => Some("uses_savepoints".to_owned()),
            _ => None,
        };
        let (options, rest) = Options::read(arguments.map(str::to_owned), variable).unwrap();
        assert_eq!(options.lanes, ["a", "b"]);
        assert_eq!(options.min_passed, 7);
        assert_eq!(options.timeout, Duration::from_secs(5));
        assert_eq!(options.flags.len(), 1);
        assert_eq!(rest, ["text", "--exact"]);
    }

    #[test]
    fn a_bad_value_is_refused_with_the_option() {
        let read = |arguments: &[&str]| {
            Options::read(arguments.iter().map(|a| (*a).to_owned()), |_| None).unwrap_err()
        };
        assert_eq!(
            read(&["--min-passed", "x"]),
            "--min-passed: `x` is not a whole number"
        );
        assert_eq!(read(&["--flag", "x"]), "--flag: there is no flag `x`");
        assert_eq!(read(&["--lane"]), "--lane needs a value");
        let by_variable = Options::read([], |name| {
            (name == "CONFORMANCE_FLAG").then(|| "nope".to_owned())
        });
        assert_eq!(
            by_variable.unwrap_err(),
            "CONFORMANCE_FLAG: there is no flag `nope`"
        );
    }
}
