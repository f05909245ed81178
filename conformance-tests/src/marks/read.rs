//! The file's shape, and what each entry must say.

use serde::Deserialize;

use super::condition::{Condition, version};
use super::{Expected, Mark, Marks, Says, SkipClass};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    suite: Option<String>,
    #[serde(default)]
    xfail: Vec<Xfail>,
    #[serde(default)]
    skip: Vec<Skip>,
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

/// What both sorts of entries say.
struct Common {
    case: String,
    when: Option<String>,
    reason: String,
    link: Option<String>,
    untracked: bool,
}

/// Reads the file's text.
pub(super) fn read(text: &str) -> Result<Marks, String> {
    let File { suite, xfail, skip } = toml::from_str(text).map_err(|error| error.to_string())?;
    let baseline = match suite {
        None => None,
        Some(text) => {
            let read = version(&text).ok_or_else(|| format!("suite: `{text}` is no version"))?;
            Some(read)
        }
    };
    let mut marks = Vec::new();
    for (index, entry) in xfail.into_iter().enumerate() {
        let says = Says::Fails(expected(&entry.case, &entry.error)?);
        let common = Common {
            case: entry.case,
            when: entry.when,
            reason: entry.reason,
            link: entry.link,
            untracked: entry.untracked,
        };
        marks.push(mark(common, says, lines(text, "[[xfail]]", index))?);
    }
    for (index, entry) in skip.into_iter().enumerate() {
        let common = Common {
            case: entry.case,
            when: entry.when,
            reason: entry.reason,
            link: entry.link,
            untracked: entry.untracked,
        };
        let says = Says::Skip(entry.class);
        marks.push(mark(common, says, lines(text, "[[skip]]", index))?);
    }
    Ok(Marks {
        baseline,
        entries: marks,
    })
}

fn expected(case: &str, error: &str) -> Result<Expected, String> {
    let (expected, text) = match error.strip_prefix("kind:") {
        Some(name) => (Expected::Kind(name.trim().to_owned()), name),
        None => (Expected::Text(error.to_owned()), error),
    };
    if text.trim().is_empty() {
        return Err(format!("the mark of `{case}` names no error"));
    }
    Ok(expected)
}

fn mark(common: Common, says: Says, lines: Option<(usize, usize, String)>) -> Result<Mark, String> {
    let case = common.case;
    if common.reason.trim().is_empty() {
        return Err(format!("the mark of `{case}` gives no reason"));
    }
    if common.link.is_some() == common.untracked {
        return Err(format!(
            "the mark of `{case}` must have a link, or `untracked = true`, and not both"
        ));
    }
    let when = common.when.as_deref().map(Condition::read).transpose();
    let when = when.map_err(|why| format!("the mark of `{case}`: {why}"))?;
    Ok(Mark {
        case,
        when: when.unwrap_or_default(),
        says,
        reason: common.reason,
        link: common.link,
        lines,
    })
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
