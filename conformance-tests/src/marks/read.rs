//! The file's shape, and what each entry must say.

use regex::Regex;
use serde::Deserialize;

use super::condition::{Condition, version};
use super::server::Server;
use super::{Expected, Mark, Marks, OptOut, Pattern, Regression, Says, SkipClass};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    suite: Option<String>,
    #[serde(default)]
    marks: usize,
    #[serde(default)]
    attributes: Vec<String>,
    #[serde(default)]
    xfail: Vec<Xfail>,
    #[serde(default)]
    skip: Vec<Skip>,
    #[serde(default)]
    theme_optout: Vec<ThemeOptOut>,
    #[serde(default)]
    regression: Vec<SeedOfCase>,
    #[serde(default)]
    server: Vec<Server>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Xfail {
    case: String,
    when: Option<String>,
    error: String,
    reason: String,
    link: Option<String>,
    #[serde(default)]
    untracked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Skip {
    case: String,
    when: Option<String>,
    class: SkipClass,
    reason: String,
    link: Option<String>,
    #[serde(default)]
    untracked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ThemeOptOut {
    theme: String,
    when: Option<String>,
    reason: String,
    link: Option<String>,
    #[serde(default)]
    untracked: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedOfCase {
    case: String,
    seed: u64,
    reason: String,
}

/// What every sort of mark says.
pub(super) struct Common {
    /// What it is about, as messages call it.
    pub(super) of: String,
    pub(super) when: Option<String>,
    pub(super) reason: String,
    pub(super) link: Option<String>,
    pub(super) untracked: bool,
}

/// Reads the file's text.
pub(super) fn read(text: &str) -> Result<Marks, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let baseline = match file.suite {
        None => None,
        Some(text) => {
            let read = version(&text).ok_or_else(|| format!("suite: `{text}` is no version"))?;
            Some(read)
        }
    };
    let mut entries = Vec::new();
    for (index, entry) in file.xfail.into_iter().enumerate() {
        let says = Says::Fails(expected(&entry.case, &entry.error)?);
        let common = Common {
            of: format!("the mark of `{}`", entry.case),
            when: entry.when,
            reason: entry.reason,
            link: entry.link,
            untracked: entry.untracked,
        };
        let when = common.conditions()?;
        entries.push(Mark {
            case: entry.case,
            when,
            says,
            reason: common.reason,
            link: common.link,
            lines: lines(text, "[[xfail]]", index),
        });
    }
    for (index, entry) in file.skip.into_iter().enumerate() {
        let common = Common {
            of: format!("the mark of `{}`", entry.case),
            when: entry.when,
            reason: entry.reason,
            link: entry.link,
            untracked: entry.untracked,
        };
        let when = common.conditions()?;
        entries.push(Mark {
            case: entry.case,
            when,
            says: Says::Skip(entry.class),
            reason: common.reason,
            link: common.link,
            lines: lines(text, "[[skip]]", index),
        });
    }
    let opt_outs = file.theme_optout.into_iter().map(opt_out);
    let regressions = file.regression.into_iter().map(regression);
    let probes = file.server.into_iter().map(Server::read);
    Ok(Marks {
        baseline,
        said: file.marks,
        attributes: file.attributes,
        entries,
        opt_outs: opt_outs.collect::<Result<_, _>>()?,
        regressions: regressions.collect::<Result<_, _>>()?,
        probes: probes.collect::<Result<_, _>>()?,
    })
}

fn regression(entry: SeedOfCase) -> Result<Regression, String> {
    let SeedOfCase { case, seed, reason } = entry;
    if reason.trim().is_empty() {
        return Err(format!("the regression of `{case}` gives no reason"));
    }
    Ok(Regression { case, seed })
}

fn opt_out(entry: ThemeOptOut) -> Result<OptOut, String> {
    let common = Common {
        of: format!("the opt-out of `{}`", entry.theme),
        when: entry.when,
        reason: entry.reason,
        link: entry.link,
        untracked: entry.untracked,
    };
    let when = common.conditions()?;
    Ok(OptOut {
        theme: entry.theme,
        when,
        reason: common.reason,
        link: common.link,
    })
}

fn expected(case: &str, error: &str) -> Result<Expected, String> {
    let (expected, text) = if let Some(name) = error.strip_prefix("kind:") {
        (Expected::Kind(name.trim().to_owned()), name)
    } else if let Some(text) = between_slashes(error) {
        let pattern = Regex::new(text).map_err(|why| format!("the mark of `{case}`: {why}"))?;
        (Expected::Pattern(Pattern(pattern)), text)
    } else {
        (Expected::Text(error.to_owned()), error)
    };
    if text.trim().is_empty() {
        return Err(format!("the mark of `{case}` names no error"));
    }
    Ok(expected)
}

fn between_slashes(text: &str) -> Option<&str> {
    text.strip_prefix('/')?.strip_suffix('/')
}

impl Common {
    /// Its conditions, where it says all that it must.
    pub(super) fn conditions(&self) -> Result<Vec<Condition>, String> {
        let of = &self.of;
        if self.reason.trim().is_empty() {
            return Err(format!("{of} gives no reason"));
        }
        if self.link.is_some() == self.untracked {
            return Err(format!(
                "{of} must have a link, or `untracked = true`, and not both"
            ));
        }
        conditions(of, self.when.as_deref())
    }
}

/// The conditions of what messages call `of`.
pub(super) fn conditions(of: &str, when: Option<&str>) -> Result<Vec<Condition>, String> {
    let when = when.map(Condition::read).transpose();
    let when = when.map_err(|why| format!("{of}: {why}"))?;
    Ok(when.unwrap_or_default())
}

/// The first and the last line of the entry of that number, and its text; `None` where entries are not written so.
fn lines(text: &str, head: &str, index: usize) -> Option<(usize, usize, String)> {
    let numbered = || text.lines().enumerate();
    let begins = numbered().filter(|(_, line)| line.trim_start().starts_with(head));
    let (first, _) = begins.into_iter().nth(index)?;
    let next = numbered()
        .skip(first + 1)
        .find(|(_, line)| line.trim_start().starts_with('['));
    let end = next.map_or_else(|| text.lines().count(), |(number, _)| number);
    let entry: Vec<_> = text.lines().skip(first).take(end - first).collect();
    let written = entry.iter().rposition(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with('#')
    })?;
    let entry: Vec<_> = entry.into_iter().take(written + 1).collect();
    Some((first + 1, first + 1 + written, entry.join("\n")))
}
