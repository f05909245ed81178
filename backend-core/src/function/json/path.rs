//! [`JsonPath`]: a way into a JSON document, step by step.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};
use crate::function::Call;

/// A step of a [`JsonPath`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum JsonStep {
    /// To the value of an object's key; arrays have none.
    Key(String),
    /// To an array's element, from 0, or from -1 backwards from the end; objects have none.
    Index(i32),
}

/// A way into a JSON document: keys of objects and indexes of arrays.
///
/// Any text is a key: quotes, dots, brackets and `$` are characters like others. Only U+0000 is refused, when the query is built.
///
/// # Example
/// ```
/// use backend_core::function::JsonPath;
///
/// let path = JsonPath::ROOT.key("movements").index(-1).key("in 3/4 \"time\"");
/// assert_eq!(path.to_string(), r#"$."movements"[-1]."in 3/4 \"time\"""#);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct JsonPath(Vec<JsonStep>);

impl JsonPath {
    /// The whole document.
    pub const ROOT: Self = Self(Vec::new());

    /// This way, and then to the value of a key.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.0.push(JsonStep::Key(key.into()));
        self
    }

    /// This way, and then to an element: from 0, or from -1 backwards from the end.
    #[must_use]
    pub fn index(mut self, index: i32) -> Self {
        self.0.push(JsonStep::Index(index));
        self
    }

    /// The steps.
    #[must_use]
    pub fn steps(&self) -> &[JsonStep] {
        &self.0
    }

    /// The last step and the steps before it; `None` of the whole document.
    #[must_use]
    pub fn split_last(&self) -> Option<(&JsonStep, &[JsonStep])> {
        self.0.split_last()
    }
}

impl fmt::Display for JsonPath {
    /// `$."key"[0]`: keys in double quotes, in which a backslash stands before quotes and backslashes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("$")?;
        for step in &self.0 {
            match step {
                JsonStep::Index(index) => write!(f, "[{index}]")?,
                JsonStep::Key(key) => {
                    f.write_str(".\"")?;
                    for character in key.chars() {
                        if matches!(character, '"' | '\\') {
                            f.write_char('\\')?;
                        }
                        f.write_char(character)?;
                    }
                    f.write_char('"')?;
                }
            }
        }
        Ok(())
    }
}

impl FromStr for JsonPath {
    type Err = Error;

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<Self> {
        read(text).ok_or_else(|| {
            Error::new(
                ErrorKind::Data,
                "a JSON path is `$` and then steps: `.\"key\"` or `[index]`",
            )
        })
    }
}

fn read(text: &str) -> Option<JsonPath> {
    let mut rest = text.strip_prefix('$')?;
    let mut path = JsonPath::ROOT;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = after.split_once(']')?;
            path = path.index(index.parse().ok()?);
            rest = after;
            continue;
        }
        let mut characters = rest.strip_prefix(".\"")?.chars();
        let mut key = String::new();
        loop {
            match characters.next()? {
                '"' => break,
                '\\' => key.push(characters.next()?),
                other => key.push(other),
            }
        }
        path = path.key(key);
        rest = characters.as_str();
    }
    Some(path)
}

/// JSON among the constants of a call.
impl Call<'_> {
    /// The path at a position from 0.
    ///
    /// # Errors
    /// As [`constant`](Self::constant); [`Data`](ErrorKind::Data) for a key with U+0000, which no server finds.
    pub fn json_path(&self, position: usize) -> Result<JsonPath> {
        let path: JsonPath = self.constant(position)?;
        for step in path.steps() {
            if let JsonStep::Key(key) = step {
                check_key(key)?;
            }
        }
        Ok(path)
    }

    /// The key at a position from 0.
    ///
    /// # Errors
    /// As [`json_path`](Self::json_path).
    pub fn json_key(&self, position: usize) -> Result<String> {
        let key: String = self.constant(position)?;
        check_key(&key)?;
        Ok(key)
    }
}

fn check_key(key: &str) -> Result<()> {
    if key.contains('\0') {
        return Err(Error::new(
            ErrorKind::Data,
            "a JSON key cannot contain the character U+0000",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::any;
    use proptest::{collection, prop_oneof, proptest};

    use super::JsonPath;

    #[test]
    fn nothing_but_what_is_written_is_read() {
        for text in [
            "",
            "a",
            "$a",
            "$.a",
            "$[",
            "$[x]",
            "$[1",
            "$.\"a",
            "$.\"a\\",
            "$ ",
            "$[99999999999]",
        ] {
            assert!(text.parse::<JsonPath>().is_err(), "{text}");
        }
        assert_eq!("$".parse::<JsonPath>().unwrap(), JsonPath::ROOT);
    }

    proptest! {
        #[test]
        fn paths_go_to_text_and_back(
            steps in collection::vec(prop_oneof![
                any::<String>().prop_map(Ok),
                any::<i32>().prop_map(Err),
            ], 0..6),
        ) {
            let path = steps.into_iter().fold(JsonPath::ROOT, |path, step| match step {
                Ok(key) => path.key(key),
                Err(index) => path.index(index),
            });
            assert_eq!(path.to_string().parse::<JsonPath>().unwrap(), path);
        }
    }

    use proptest::strategy::Strategy as _;
}
