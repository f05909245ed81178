//! [`Options`]: what the suite itself is told, by `CONFORMANCE_*` variables or by arguments that libtest does not know.

mod glob;
mod help;
mod shard;

use std::path::PathBuf;
use std::time::Duration;

use backend_core::flag::Flag;

pub(crate) use self::glob::{matches, names, renamed_by, well_formed};
pub(crate) use self::help::HELP;
pub(crate) use self::shard::Shard;
use crate::case::{CaseDef, Kind, Tag};
use crate::catalogue::themes;

/// Which report says what failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rerun {
    /// That of the vendor's last run.
    Last,
    /// This file.
    Report(PathBuf),
}

/// How long a case may take.
const LIMIT: Duration = Duration::from_secs(60);

/// How a run shows how far it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Progress {
    /// By a bar where a person watches who asked for no other form, else by lines.
    #[default]
    Auto,
    /// By one line that changes, and by what fails.
    Bar,
    /// By libtest's line for each case.
    Lines,
}

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
        Self { seed: 1, runs: 8 }
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
    /// Themes, of which a case must be one's; empty for all.
    pub(crate) themes: Vec<String>,
    /// Kinds, of which a case must be one; empty for all.
    pub(crate) kinds: Vec<Kind>,
    /// Tags, of which a case must have one; empty for all.
    pub(crate) tags: Vec<Tag>,
    /// Only the cases of this share.
    pub(crate) shard: Option<Shard>,
    /// Only what failed.
    pub(crate) rerun: Option<Rerun>,
    /// Globs of ids of which is told instead of a run.
    pub(crate) explain: Vec<String>,
    /// How it is shown how far the run is.
    pub(crate) progress: Progress,
    /// Where the files of the report go.
    pub(crate) report: Option<PathBuf>,
    /// Flags are turned around, one by one, instead of a run.
    pub(crate) flip: bool,
    /// A list is one of cases as JSON.
    pub(crate) json: bool,
    /// What the cases' order follows from; `None` for the catalogue's.
    pub(crate) shuffle: Option<u64>,
    /// Any number of marks is taken.
    pub(crate) accept_marks: bool,
    /// Vendors that must run.
    pub(crate) expect: Vec<String>,
    /// The fewest passes of a good run.
    pub(crate) min_passed: u64,
    /// How long a case may take, where that is said.
    pub(crate) timeout: Option<Duration>,
    /// What is made by chance.
    pub(crate) chance: Chance,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            filters: Vec::new(),
            lanes: Vec::new(),
            flags: Vec::new(),
            themes: Vec::new(),
            kinds: Vec::new(),
            tags: Vec::new(),
            shard: None,
            rerun: None,
            explain: Vec::new(),
            progress: Progress::Auto,
            report: None,
            flip: false,
            json: false,
            shuffle: None,
            accept_marks: false,
            expect: Vec::new(),
            min_passed: 1,
            timeout: None,
            chance: Chance::default(),
        }
    }
}

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
            let value = if is_switch(name) {
                inline.unwrap_or_else(|| "1".to_owned())
            } else {
                inline
                    .or_else(|| arguments.next())
                    .ok_or_else(|| format!("{name} needs a value"))?
            };
            options
                .set(name, &value)
                .map_err(|why| format!("{name}: {why}"))?;
        }
        Ok((options, rest))
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "--cases" => self.filters = globs(value)?,
            "--theme" => self.themes = known_themes(words(value))?,
            "--kind" => {
                let kinds: Result<_, _> =
                    words(value).iter().map(|word| Kind::read(word)).collect();
                self.kinds = kinds?;
            }
            "--lane" => self.lanes = words(value),
            "--flag" => {
                let flags: Result<_, _> = words(value).iter().map(|word| word.parse()).collect();
                self.flags =
                    flags.map_err(|error: backend_core::error::Error| error.to_string())?;
            }
            "--tag" => {
                let tags: Result<_, _> = words(value).iter().map(|word| Tag::read(word)).collect();
                self.tags = tags?;
            }
            "--smoke" => {
                let is_wanted = number(value)? > 0;
                self.tags.retain(|tag| *tag != Tag::Smoke);
                self.tags.extend(is_wanted.then_some(Tag::Smoke));
            }
            "--shard" => self.shard = Some(Shard::read(value)?).filter(|shard| !shard.is_all()),
            "--rerun-failed" => {
                self.rerun = match value {
                    "0" => None,
                    "1" => Some(Rerun::Last),
                    file => Some(Rerun::Report(PathBuf::from(file))),
                };
            }
            _ => return self.set_manner(name, value),
        }
        Ok(())
    }

    /// Sets what does not choose cases: how they run, what is told of them, and when the run is good.
    fn set_manner(&mut self, name: &str, value: &str) -> Result<(), String> {
        match name {
            "--json" => self.json = number(value)? > 0,
            "--explain" => self.explain = globs(value)?,
            "--progress" => {
                self.progress = match value {
                    "auto" => Progress::Auto,
                    "bar" => Progress::Bar,
                    "lines" => Progress::Lines,
                    _ => return Err(format!("`{value}` is none of: auto, bar, lines")),
                };
            }
            "--report" => self.report = Some(PathBuf::from(value)),
            "--flip" => self.flip = number(value)? > 0,
            "--expect" => self.expect = words(value),
            "--min-passed" => self.min_passed = number(value)?,
            "--accept-marks" => self.accept_marks = number(value)? > 0,
            "--timeout" => self.timeout = Some(Duration::from_secs(number(value)?.max(1))),
            "--seed" => self.chance.seed = number(value)?,
            "--shuffle" => self.shuffle = Some(number(value)?),
            "--runs" => {
                let runs = u32::try_from(number(value)?);
                self.chance.runs = runs.map_err(|error| error.to_string())?;
            }
            _ => return Err("unknown option".to_owned()),
        }
        Ok(())
    }

    /// Whether a case is chosen.
    pub(crate) fn chooses(&self, case: &CaseDef) -> bool {
        self.passes_over(case).is_none()
    }

    /// Why a case is not chosen; `None` where it is.
    pub(crate) fn passes_over(&self, case: &CaseDef) -> Option<&'static str> {
        let of_flag = |flag| case.requires.contains(flag) || case.refuses == Some(*flag);
        if !self.filters.is_empty() && !self.filters.iter().any(|glob| names(glob, case.id)) {
            Some("--cases names others")
        } else if !self.flags.is_empty() && !self.flags.iter().any(of_flag) {
            Some("--flag names flags of others")
        } else if !self.themes.is_empty() && !self.themes.iter().any(|it| it == case.part()) {
            Some("--theme names others")
        } else if !self.kinds.is_empty() && !self.kinds.contains(&case.kind()) {
            Some("--kind names others")
        } else if !self.tags.is_empty() && !self.tags.iter().any(|tag| case.has(*tag)) {
            Some("--tag or --smoke names others")
        } else if self.shard.is_some_and(|shard| !shard.has(case.id)) {
            Some("it is in another share")
        } else {
            None
        }
    }

    /// How long a case may take.
    pub(crate) fn limit(&self) -> Duration {
        self.timeout.unwrap_or(LIMIT)
    }

    /// Whether a flag that is off is asked whether it could be on: where no choice by id, theme, kind or tag leaves its cases out.
    pub(crate) fn forces(&self, flag: Flag) -> bool {
        let by_flag = self.flags.is_empty() || self.flags.contains(&flag);
        let by_shard = self.shard.is_none_or(|shard| shard.has(flag.name()));
        let by_case = self.filters.is_empty() && self.themes.is_empty() && self.kinds.is_empty();
        by_case && self.tags.is_empty() && by_flag && by_shard
    }

    /// Whether nothing is left out: what such a run finds is all that there is to find.
    pub(crate) const fn is_whole(&self) -> bool {
        self.filters.is_empty()
            && self.lanes.is_empty()
            && self.flags.is_empty()
            && self.themes.is_empty()
            && self.kinds.is_empty()
            && self.tags.is_empty()
            && self.shard.is_none()
            && self.rerun.is_none()
    }

    /// Whether a lane is chosen.
    pub(crate) fn chooses_lane(&self, name: &str) -> bool {
        self.lanes.is_empty() || self.lanes.iter().any(|lane| lane == name)
    }
}

/// What stands between commas.
fn words(value: &str) -> Vec<String> {
    let words = value.split(',').map(str::trim);
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Globs with commas between, each of which has to be one.
fn globs(value: &str) -> Result<Vec<String>, String> {
    let globs = glob::apart(value);
    globs.iter().try_for_each(|glob| well_formed(glob))?;
    Ok(globs)
}

fn number(value: &str) -> Result<u64, String> {
    let number = value.trim().parse();
    number.map_err(|_| format!("`{value}` is not a whole number"))
}

/// The themes, each of which has to be one.
fn known_themes(words: Vec<String>) -> Result<Vec<String>, String> {
    let known = themes();
    match words.iter().find(|word| !known.contains(&word.as_str())) {
        None => Ok(words),
        Some(word) => {
            let known = known.join(", ");
            Err(format!("there is no theme `{word}`; there are: {known}"))
        }
    }
}

/// Whether an option stands without a value.
fn is_switch(name: &str) -> bool {
    HELP.iter().any(|(argument, ..)| *argument == name)
}

fn word(usage: &str) -> &str {
    usage.split(' ').next().unwrap_or(usage)
}

#[cfg(test)]
mod tests;
