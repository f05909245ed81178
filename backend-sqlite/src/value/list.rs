//! Lists of constants as one JSON text.

use std::fmt::Write as _;

use backend_core::error::Result;
use backend_core::query::ConstantList;
use backend_core::value::TypedValue;
use rusqlite::types::ValueRef as Stored;

use super::store;

/// The function that reads what JSON does not have.
pub(crate) const SPELLED: &str = "backend_spelled";

/// A JSON array.
#[derive(Default)]
pub(crate) struct Json {
    /// The text.
    pub(crate) text: String,
    /// Whether its texts have to be read by the function.
    pub(crate) is_spelled: bool,
}

/// A list as JSON, row by row where it is of rows.
///
/// # Errors
/// As [`store`].
pub(crate) fn json_of_list(list: &ConstantList) -> Result<Json> {
    let mut json = Json::default();
    json.list(list)?;
    Ok(json)
}

impl Json {
    fn list(&mut self, list: &ConstantList) -> Result<()> {
        self.is_spelled = needs_spelling(list)?;
        self.text.push('[');
        for row in 0..list.len() {
            self.text.push_str(if row > 0 { "," } else { "" });
            self.text.push_str(if list.is_rows { "[" } else { "" });
            for (place, column) in list.columns.iter().enumerate() {
                self.text.push_str(if place > 0 { "," } else { "" });
                if let Some(value) = column.get(row) {
                    self.element(value)?;
                }
            }
            self.text.push_str(if list.is_rows { "]" } else { "" });
        }
        self.text.push(']');
        Ok(())
    }

    fn element(&mut self, value: &TypedValue) -> Result<()> {
        let mut spelled = String::new();
        let stored = store(value.value.as_ref(), &mut spelled)?;
        // Writing to a String cannot fail.
        let _ = match stored {
            Stored::Null => write!(self.text, "null"),
            Stored::Integer(number) => write!(self.text, "{number}"),
            Stored::Real(number) => write!(self.text, "\"r{:016x}\"", number.to_bits()),
            Stored::Text(text) if !self.is_spelled => {
                self.string(text);
                Ok(())
            }
            Stored::Text(bytes) => self.spelled('t', bytes),
            Stored::Blob(bytes) => self.spelled('b', bytes),
        };
        Ok(())
    }

    fn spelled(&mut self, mark: char, bytes: &[u8]) -> std::fmt::Result {
        write!(self.text, "\"{mark}")?;
        for byte in bytes {
            write!(self.text, "{byte:02x}")?;
        }
        self.text.write_str("\"")
    }

    fn string(&mut self, text: &[u8]) {
        self.text.push('"');
        for character in String::from_utf8_lossy(text).chars() {
            match character {
                '"' | '\\' => {
                    self.text.push('\\');
                    self.text.push(character);
                }
                control if control < ' ' => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(control));
                }
                other => self.text.push(other),
            }
        }
        self.text.push('"');
    }
}

/// Reads what is spelled; `None` where it is not.
pub(crate) fn read_spelled(text: &str) -> Option<rusqlite::types::Value> {
    use rusqlite::types::Value;

    let (mark, digits) = text.split_at_checked(1)?;
    Some(match mark {
        "r" => Value::Real(f64::from_bits(u64::from_str_radix(digits, 16).ok()?)),
        "t" => Value::Text(String::from_utf8(bytes(digits)?).ok()?),
        "b" => Value::Blob(bytes(digits)?),
        _ => return None,
    })
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    digits
        .as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}

/// Whether there is an element that JSON does not have.
fn needs_spelling(list: &ConstantList) -> Result<bool> {
    let mut text = String::new();
    for value in list.columns.iter().flatten() {
        let needs = match store(value.value.as_ref(), &mut text)? {
            Stored::Real(_) | Stored::Blob(_) => true,
            Stored::Text(bytes) => bytes.contains(&0),
            Stored::Null | Stored::Integer(_) => false,
        };
        if needs {
            return Ok(true);
        }
    }
    Ok(false)
}
