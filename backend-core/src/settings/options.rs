//! [`OptionInfo`]: the options that a vendor knows, as a table, and the values that they take.

use std::fmt;
use std::time::Duration;

use crate::error::{Error, ErrorKind, Result};
use crate::settings::duration;
use crate::settings::percent::{configuration, refuse_nul};
use crate::settings::redact::redact;
use crate::settings::secret::Secret;

/// One option that may stand behind the `?` of a URL. A vendor keeps a table of them, which is help text as well.
///
/// # Example
/// ```
/// use backend_core::settings::{OptionInfo, OptionKind};
///
/// const OPTIONS: &[OptionInfo] = &[OptionInfo {
///     name: "connect_timeout",
///     kind: OptionKind::Duration,
///     default: Some("5s"),
///     doc: "How long to wait for the server.",
/// }];
/// OptionInfo::check(OPTIONS)?;
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs, reason = "a vendor writes out every field")]
pub struct OptionInfo {
    /// The name: lower-case words with `_` between.
    pub name: &'static str,
    /// What its value is.
    pub kind: OptionKind,
    /// The value where the URL has none, as the URL would have it. A secret has no default.
    pub default: Option<&'static str>,
    /// What the option does, one sentence or more.
    pub doc: &'static str,
}

/// What the value of an option is. `Display` says it in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OptionKind {
    /// `true`, `on`, `yes`, `1` or `false`, `off`, `no`, `0`, in upper or lower case.
    Boolean,
    /// A whole number within bounds, both included.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// A whole number and a unit: `us`, `ms`, `s`, `m` (minutes) or `h`. A number without unit is seconds.
    Duration,
    /// One of these words, in upper or lower case.
    Choice(&'static [&'static str]),
    /// Any text.
    Text,
    /// The path of a file or directory; not empty.
    Path,
    /// Text that is never shown.
    Secret,
}

impl fmt::Display for OptionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("true or false"),
            Self::Integer {
                min: i64::MIN,
                max: i64::MAX,
            } => f.write_str("a whole number"),
            Self::Integer { min, max: i64::MAX } => write!(f, "a whole number from {min} up"),
            Self::Integer { min, max } => write!(f, "a whole number from {min} to {max}"),
            Self::Duration => {
                f.write_str("a duration such as 250ms, 5s, 1m or 2h (a plain number is seconds)")
            }
            Self::Choice(choices) => write!(f, "one of {}", choices.join(", ")),
            Self::Text => f.write_str("text"),
            Self::Path => f.write_str("a path that is not empty"),
            Self::Secret => f.write_str("a secret"),
        }
    }
}

/// A value of an option's kind.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Value {
    Boolean(bool),
    Integer(i64),
    Duration(Duration),
    Choice(&'static str),
    Text(String),
    Secret(Secret),
}

impl OptionInfo {
    /// Checks a vendor's table: names, defaults and documentation. [`Settings`](crate::settings::Settings) does so
    /// itself, so that a faulty table cannot be used.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`] naming the first option that is wrong, and how.
    pub fn check(known: &[Self]) -> Result<()> {
        for (index, info) in known.iter().enumerate() {
            if let Some(fault) = info.fault(known.get(..index).unwrap_or_default()) {
                let name = info.name;
                return Err(Error::new(
                    ErrorKind::Internal,
                    format!("the table of options is wrong: {name:?} {fault}"),
                ));
            }
        }
        Ok(())
    }

    fn fault(&self, before: &[Self]) -> Option<&'static str> {
        let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if self.name.is_empty() || !self.name.chars().all(word) {
            return Some("is not lower-case words with `_` between");
        }
        if before.iter().any(|info| info.name == self.name) {
            return Some("is listed twice");
        }
        if self.doc.trim().is_empty() {
            return Some("has no documentation");
        }
        match self.kind {
            OptionKind::Integer { min, max } if min > max => {
                return Some("has no number within its bounds");
            }
            OptionKind::Choice([]) => return Some("has nothing to choose from"),
            OptionKind::Secret if self.default.is_some() => {
                return Some("is a secret and has a default");
            }
            _ => {}
        }
        let unfit = self
            .default
            .is_some_and(|default| self.parse(default).is_err());
        unfit.then_some("has a default that it would refuse")
    }

    /// Finds an option by its name.
    pub(super) fn find(known: &'static [Self], name: &str) -> Result<&'static Self> {
        known
            .iter()
            .find(|info| info.name == name)
            .ok_or_else(|| unknown(known, name))
    }

    /// Reads a value of this option.
    pub(super) fn parse(&self, text: &str) -> Result<Value> {
        refuse_nul(text, &format!("option {:?}", self.name))?;
        let value = match self.kind {
            OptionKind::Boolean => parse_boolean(text).map(Value::Boolean),
            OptionKind::Integer { min, max } => text
                .parse()
                .ok()
                .filter(|number| (min..=max).contains(number))
                .map(Value::Integer),
            OptionKind::Duration => duration::parse(text).map(Value::Duration),
            OptionKind::Choice(choices) => choices
                .iter()
                .find(|choice| choice.eq_ignore_ascii_case(text))
                .copied()
                .map(Value::Choice),
            OptionKind::Path if text.is_empty() => None,
            OptionKind::Text | OptionKind::Path => Some(Value::Text(text.to_owned())),
            OptionKind::Secret => Some(Value::Secret(Secret::new(text))),
        };
        value.ok_or_else(|| {
            let (name, kind) = (self.name, self.kind);
            let shown = shown(text);
            configuration(format!(
                "option {name:?} cannot be {shown:?}; it takes {kind}"
            ))
        })
    }
}

/// The value as it stands in a URL before percent-encoding; a secret is three asterisks.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Duration(value) => duration::write(*value, f),
            Self::Choice(value) => f.write_str(value),
            Self::Text(value) => f.write_str(value),
            Self::Secret(_) => f.write_str("***"),
        }
    }
}

fn parse_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "on" | "yes" | "1" => Some(true),
        "false" | "off" | "no" | "0" => Some(false),
        _ => None,
    }
}

/// The text as a message may show it. With a `=` it holds another option, which a wrong separator made a part of it and
/// which may be a secret.
fn shown(text: &str) -> String {
    if text.contains('=') {
        "***".to_owned()
    } else {
        redact(text)
    }
}

fn unknown(known: &[OptionInfo], name: &str) -> Error {
    // Anything but a word is a piece of something else.
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let shown = if name.chars().all(word) { name } else { "***" };
    let guess = name.to_ascii_lowercase().replace('-', "_");
    let nearest = known
        .iter()
        .map(|info| (strsim::damerau_levenshtein(&guess, info.name), info.name))
        .min()
        .filter(|(distance, near)| *distance <= (near.chars().count() / 3).max(1));
    let hint = match nearest {
        Some((_, near)) => format!("did you mean {near:?}? {}", listed(known)),
        None => listed(known),
    };
    configuration(format!("unknown option {shown:?}; {hint}"))
}

/// The names of all options, in words.
pub(super) fn listed(known: &[OptionInfo]) -> String {
    if known.is_empty() {
        return "there are no options".to_owned();
    }
    let names: Vec<_> = known.iter().map(|info| info.name).collect();
    format!("known options are {}", names.join(", "))
}
