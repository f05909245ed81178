//! Patterns of `LIKE`: `%` for any characters, `_` for one.

use rusqlite::Result;

use super::refused;

/// What a place of a pattern takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Any,
    One,
    Character(char),
    /// The escape with nothing behind it.
    Unfinished,
}

/// Whether the whole text is as the pattern says; both were made alike by `fold`, the escape was not.
pub(super) fn matches(
    text: &str,
    pattern: &str,
    escape: char,
    fold: impl Fn(char) -> char,
) -> Result<bool> {
    let text: Vec<char> = text.chars().map(&fold).collect();
    let places = places(pattern, escape, fold);
    let (mut at, mut place) = (0, 0);
    // The last `%`, and how much of the text it has taken.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(character) = text.get(at) {
        match places.get(place) {
            Some(Place::Any) => {
                place += 1;
                retry = Some((place, at));
                continue;
            }
            Some(Place::Unfinished) => return Err(refused("a pattern ends with its escape")),
            Some(Place::One) => {}
            Some(Place::Character(expected)) if expected == character => {}
            _ => match &mut retry {
                Some((after, taken)) => {
                    *taken += 1;
                    (place, at) = (*after, *taken);
                    continue;
                }
                None => return Ok(false),
            },
        }
        at += 1;
        place += 1;
    }
    let rest = places.get(place..).unwrap_or_default();
    Ok(rest.iter().all(|place| *place == Place::Any))
}

fn places(pattern: &str, escape: char, fold: impl Fn(char) -> char) -> Vec<Place> {
    let mut places = Vec::with_capacity(pattern.len());
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        places.push(match character {
            character if character == escape => match characters.next() {
                Some(escaped) => Place::Character(fold(escaped)),
                None => Place::Unfinished,
            },
            '%' => Place::Any,
            '_' => Place::One,
            other => Place::Character(fold(other)),
        });
    }
    places
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn patterns_take_whole_texts() {
        for (text, pattern, expected) in [
            ("", "", true),
            ("", "%", true),
            ("", "_", false),
            ("abc", "abc", true),
            ("abc", "ABC", false),
            ("abc", "a%", true),
            ("abc", "%c", true),
            ("abc", "a_c", true),
            ("abc", "a_", false),
            ("a%c", "a!%c", true),
            ("abc", "a!%c", false),
            ("a!c", "a!!c", true),
            ("aXbXc", "a%X%c", true),
            ("ab😀", "ab_", true),
            ("mississippi", "m%iss%ip%i", true),
            ("mississippi", "m%iss%ipp", false),
            ("b", "x!", false),
        ] {
            let found = matches(text, pattern, '!', |character| character).unwrap();
            assert_eq!(found, expected, "{text} {pattern}");
        }
        assert!(matches("xy", "x!", '!', |character| character).is_err());
    }
}
