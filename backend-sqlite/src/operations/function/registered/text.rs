//! Functions of text: characters are Unicode scalar values, places count from 1.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::argument::{integer, text};
use super::{PURE, refused, strict};

/// The most bytes that a function makes: no longer text is kept by SQLite as it is built.
const MAX_BYTES: usize = 1_000_000_000;

pub(super) fn register(connection: &Connection) -> Result<()> {
    whole(connection)?;
    parts(connection)?;
    trimmed(connection)?;
    filled(connection)
}

/// Functions that look at the whole text.
fn whole(connection: &Connection) -> Result<()> {
    one(connection, "backend_lower", |text| {
        text.chars().map(lower).collect::<String>()
    })?;
    one(connection, "backend_upper", |text| {
        text.chars().map(upper).collect::<String>()
    })?;
    one(connection, "backend_reverse", |text| {
        text.chars().rev().collect::<String>()
    })?;
    one(connection, "backend_length", |text| {
        count(text.chars().count())
    })?;
    one(connection, "backend_byte_length", |text| count(text.len()))?;
    one(connection, "backend_ordinal", |text| {
        text.chars()
            .next()
            .map_or(0, |first| i64::from(u32::from(first)))
    })?;
    strict(connection, "backend_character", 1, |values| {
        let number = integer(argument(values, 0))?;
        u32::try_from(number)
            .ok()
            .filter(|number| *number != 0)
            .and_then(char::from_u32)
            .map(String::from)
            .ok_or_else(|| refused("a number is no character's"))
    })?;
    connection.create_scalar_function("backend_concatenate", -1, PURE, |context| {
        let mut whole = String::new();
        for position in 0..context.len() {
            whole.push_str(&text(context.get_raw(position))?);
        }
        Ok(whole)
    })
}

/// Functions that find or give parts.
fn parts(connection: &Connection) -> Result<()> {
    strict(connection, "backend_left", 2, |values| {
        let (text, count) = (text(argument(values, 0))?, integer(argument(values, 1))?);
        let length = text.chars().count();
        Ok(text
            .chars()
            .take(counted(length, count))
            .collect::<String>())
    })?;
    strict(connection, "backend_right", 2, |values| {
        let (text, count) = (text(argument(values, 0))?, integer(argument(values, 1))?);
        let length = text.chars().count();
        let before = length - counted(length, count).min(length);
        Ok(text.chars().skip(before).collect::<String>())
    })?;
    for arguments in [2, 3] {
        strict(connection, "backend_substring", arguments, |values| {
            let (text, start) = (text(argument(values, 0))?, integer(argument(values, 1))?);
            let start = i64::from(start);
            let end = match values.get(2) {
                Some(length) => match integer(*length)? {
                    length @ 0.. => start + i64::from(length),
                    _ => return Err(refused("a length is below 0")),
                },
                None => i64::MAX,
            };
            let before = usize::try_from(start - 1).unwrap_or(0);
            let length = usize::try_from(end - start.max(1)).unwrap_or(0);
            Ok(text.chars().skip(before).take(length).collect::<String>())
        })?;
    }
    strict(connection, "backend_position", 2, |values| {
        let (text, part) = (text(argument(values, 0))?, text(argument(values, 1))?);
        let found = text.split_once(&*part);
        Ok(found.map_or(0, |(before, _)| count(before.chars().count()) + 1))
    })?;
    strict(connection, "backend_split_part", 3, |values| {
        let (text, separator) = (text(argument(values, 0))?, text(argument(values, 1))?);
        let position = integer(argument(values, 2))?;
        let Some(skipped) = usize::try_from(position)
            .ok()
            .and_then(|n| n.checked_sub(1))
        else {
            return Err(refused("a position is below 1"));
        };
        let part = if separator.is_empty() {
            (skipped == 0).then_some(&*text)
        } else {
            text.split(&*separator).nth(skipped)
        };
        Ok(part.unwrap_or_default().to_owned())
    })
}

/// Functions that take characters away.
fn trimmed(connection: &Connection) -> Result<()> {
    type Trim = fn(&str, &dyn Fn(char) -> bool) -> String;
    let functions: [(&str, Trim); 3] = [
        ("backend_trim", |text, is| text.trim_matches(is).to_owned()),
        ("backend_trim_start", |text, is| {
            text.trim_start_matches(is).to_owned()
        }),
        ("backend_trim_end", |text, is| {
            text.trim_end_matches(is).to_owned()
        }),
    ];
    for (name, trim) in functions {
        strict(connection, name, 1, move |values| {
            Ok(trim(&text(argument(values, 0))?, &|character| {
                character == ' '
            }))
        })?;
        strict(connection, name, 2, move |values| {
            let characters = text(argument(values, 1))?;
            Ok(trim(&text(argument(values, 0))?, &|character| {
                characters.contains(character)
            }))
        })?;
    }
    Ok(())
}

/// Functions that make more of a text.
fn filled(connection: &Connection) -> Result<()> {
    strict(connection, "backend_repeat", 2, |values| {
        let (text, times) = (text(argument(values, 0))?, integer(argument(values, 1))?);
        let times = usize::try_from(times).unwrap_or(0);
        small_enough(text.len().checked_mul(times))?;
        Ok(text.repeat(times))
    })?;
    strict(connection, "backend_replace", 3, |values| {
        let (text, part) = (text(argument(values, 0))?, text(argument(values, 1))?);
        let by = text_of(values, 2)?;
        if part.is_empty() {
            return Ok(text.into_owned());
        }
        if by.len() > part.len() {
            let found = text.matches(&*part).count();
            small_enough(
                found
                    .checked_mul(by.len())
                    .and_then(|more| more.checked_add(text.len())),
            )?;
        }
        Ok(text.replace(&*part, &by))
    })?;
    strict(connection, "backend_pad_left", 3, |values| {
        let (text, fill) = padding(values)?;
        Ok(fill + &text)
    })?;
    strict(connection, "backend_pad_right", 3, |values| {
        let (text, fill) = padding(values)?;
        Ok(text + &fill)
    })
}

/// The text, cut to the length, and what fills it up to it.
fn padding(values: &[ValueRef<'_>]) -> Result<(String, String)> {
    let (text, fill) = (text(argument(values, 0))?, text_of(values, 2)?);
    let length = usize::try_from(integer(argument(values, 1))?).unwrap_or(0);
    // A character is at most four bytes.
    small_enough(length.checked_mul(4))?;
    let kept: String = text.chars().take(length).collect();
    let missing = length - kept.chars().count();
    let fill = fill.chars().cycle().take(missing).collect();
    Ok((kept, fill))
}

/// Registers a function of one text.
fn one<T: rusqlite::types::ToSql + 'static>(
    connection: &Connection,
    name: &str,
    function: fn(&str) -> T,
) -> Result<()> {
    strict(connection, name, 1, move |values| {
        Ok(function(&text(argument(values, 0))?))
    })
}

/// The argument at a position; there are as many as a function is registered for.
pub(super) fn argument<'v>(values: &[ValueRef<'v>], position: usize) -> ValueRef<'v> {
    values.get(position).copied().unwrap_or(ValueRef::Null)
}

fn text_of<'v>(values: &[ValueRef<'v>], position: usize) -> Result<std::borrow::Cow<'v, str>> {
    text(argument(values, position))
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// How many characters are meant of so many; a negative count leaves so many out.
fn counted(length: usize, count: i32) -> usize {
    match usize::try_from(count) {
        Ok(count) => count,
        Err(_) => length.saturating_sub(usize::try_from(count.unsigned_abs()).unwrap_or(length)),
    }
}

fn small_enough(bytes: Option<usize>) -> Result<()> {
    match bytes {
        Some(0..=MAX_BYTES) => Ok(()),
        _ => Err(refused("the result is too long")),
    }
}

/// The character in upper case, where that is one character.
pub(super) fn upper(character: char) -> char {
    single(character, character.to_uppercase())
}

/// The character in lower case, where that is one character.
fn lower(character: char) -> char {
    match character {
        // Of two characters only because of the point, which other tables leave out.
        '\u{130}' => 'i',
        other => single(other, other.to_lowercase()),
    }
}

fn single(character: char, mut mapped: impl Iterator<Item = char>) -> char {
    match (mapped.next(), mapped.next()) {
        (Some(only), None) => only,
        _ => character,
    }
}
