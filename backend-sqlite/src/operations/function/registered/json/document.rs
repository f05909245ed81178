//! [`Document`]: a JSON document by its meaning, as the server of the standard that has a type for them keeps it.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::{self, Write as _};

use backend_core::value::Decimal;

/// A document. Its texts are borrowed from what was read where they could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) enum Document<'a> {
    Null,
    Boolean(bool),
    /// With all its digits; equal to another one that is worth the same.
    Number(Decimal),
    Text(Cow<'a, str>),
    Array(Vec<Self>),
    Object(Object<'a>),
}

/// Keys, each once, by their length and then their bytes, with their values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Object<'a>(Vec<(Cow<'a, str>, Document<'a>)>);

fn order(one: &str, other: &str) -> Ordering {
    (one.len(), one).cmp(&(other.len(), other))
}

impl<'a> Object<'a> {
    /// Of equal keys, the last one counts.
    pub(super) fn of(mut pairs: Vec<(Cow<'a, str>, Document<'a>)>) -> Self {
        // Stable: equal keys keep their order.
        pairs.sort_by(|(one, _), (other, _)| order(one, other));
        pairs.reverse();
        pairs.dedup_by(|(later, _), (first, _)| later == first);
        pairs.reverse();
        Self(pairs)
    }

    fn place(&self, key: &str) -> Result<usize, usize> {
        self.0.binary_search_by(|(found, _)| order(found, key))
    }

    pub(super) fn value(&self, key: &str) -> Option<&Document<'a>> {
        let place = self.place(key).ok()?;
        self.0.get(place).map(|(_, value)| value)
    }

    pub(super) fn value_mut(&mut self, key: &str) -> Option<&mut Document<'a>> {
        let place = self.place(key).ok()?;
        self.0.get_mut(place).map(|(_, value)| value)
    }

    pub(super) fn put(&mut self, key: &str, value: Document<'a>) {
        match self.place(key) {
            Ok(place) => {
                if let Some((_, old)) = self.0.get_mut(place) {
                    *old = value;
                }
            }
            Err(place) => self.0.insert(place, (Cow::Owned(key.to_owned()), value)),
        }
    }

    pub(super) fn remove(&mut self, key: &str) {
        if let Ok(place) = self.place(key) {
            self.0.remove(place);
        }
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Cow<'a, str>> {
        self.0.iter().map(|(key, _)| key)
    }

    /// This object and then another one, whose values win.
    pub(super) fn and(self, other: Self) -> Self {
        let mut pairs = self.0;
        pairs.extend(other.0);
        Self::of(pairs)
    }
}

impl Document<'_> {
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
            Self::Array(_) => "array",
            Self::Object(_) => "object",
        }
    }

    const fn is_scalar(&self) -> bool {
        !matches!(self, Self::Array(_) | Self::Object(_))
    }

    /// Whether this contains another: an array also one scalar.
    pub(super) fn contains(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Array(elements), other) if other.is_scalar() => elements.contains(other),
            _ => self.contains_value(other),
        }
    }

    /// Whether this contains another as a value in it does.
    fn contains_value(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Object(this), Self::Object(other)) => other.0.iter().all(|(key, value)| {
                this.value(key)
                    .is_some_and(|found| found.contains_value(value))
            }),
            (Self::Array(elements), Self::Array(others)) => others
                .iter()
                .all(|other| elements.iter().any(|element| element.contains_value(other))),
            _ => self.is_scalar() && self == other,
        }
    }

    /// Two objects or arrays as one; anything else counts as an array of it.
    pub(super) fn concatenate(self, other: Self) -> Self {
        match (self, other) {
            (Self::Object(first), Self::Object(second)) => Self::Object(first.and(second)),
            (first, second) => {
                let elements = |document| match document {
                    Self::Array(elements) => elements,
                    other => vec![other],
                };
                let mut all = elements(first);
                all.extend(elements(second));
                Self::Array(all)
            }
        }
    }
}

impl fmt::Display for Document<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => value.fmt(f),
            Self::Number(number) => f.write_str(number.as_str()),
            Self::Text(text) => write_text(text, f),
            Self::Array(elements) => {
                f.write_char('[')?;
                for (n, element) in elements.iter().enumerate() {
                    f.write_str(if n > 0 { ", " } else { "" })?;
                    element.fmt(f)?;
                }
                f.write_char(']')
            }
            Self::Object(object) => {
                f.write_char('{')?;
                for (n, (key, value)) in object.0.iter().enumerate() {
                    f.write_str(if n > 0 { ", " } else { "" })?;
                    write_text(key, f)?;
                    f.write_str(": ")?;
                    value.fmt(f)?;
                }
                f.write_char('}')
            }
        }
    }
}

fn write_text(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '\u{8}' => f.write_str("\\b")?,
            '\u{c}' => f.write_str("\\f")?,
            control if control < ' ' => write!(f, "\\u{:04x}", u32::from(control))?,
            other => f.write_char(other)?,
        }
    }
    f.write_char('"')
}
