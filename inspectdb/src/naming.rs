//! Names for Rust, by rule: what identifier a name of the database becomes, and which one where several become the same.
//!
//! A rule looks at names only, never at positions, so that a table more or less changes no other table's names.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;

/// Words that are identifiers only as `r#word`.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that are never identifiers.
const FORBIDDEN: &[&str] = &["self", "super", "crate", "Self"];

/// Names of types that generated code needs for itself.
const NEEDED_TYPES: &[&str] = &["Option", "String", "Vec"];

/// The identifier of a field whose words are in lower case with `_` between: `ArtistId` is `artist_id`.
pub(crate) fn snake_field(name: &str) -> String {
    identifier(&snake(name))
}

/// The identifier of a field that keeps the column's name as far as it is one.
pub(crate) fn kept_field(name: &str) -> String {
    let kept = usable(name).replace(' ', "_");
    if kept.trim_matches('_').is_empty() {
        identifier(&spelled(name))
    } else {
        identifier(&kept)
    }
}

/// The identifier of a struct: `order_items` is `OrderItems`, or `OrderItem` in the singular.
pub(crate) fn type_name(name: &str, singular: bool) -> String {
    let mut words = words(name);
    if singular && let Some(last) = words.last_mut() {
        *last = pluralizer::pluralize(last, 1, false);
    }
    let text: String = words.iter().map(|word| capitalized(word)).collect();
    if NEEDED_TYPES.contains(&text.as_str()) {
        format!("{text}_")
    } else {
        identifier(&text)
    }
}

/// The words of a name in lower case with `_` between.
pub(crate) fn snake(name: &str) -> String {
    let words: Vec<_> = words(name).iter().map(|word| word.to_lowercase()).collect();
    words.join("_").nfkc().collect()
}

/// Whether an identifier is in the style that Rust expects of fields.
pub(crate) fn is_snake(identifier: &str) -> bool {
    !identifier.contains("__") && !identifier.chars().any(char::is_uppercase)
}

/// The words of a name: it is split where a character is no letter or digit, and before a capital after a small letter.
/// A name without a usable character is its characters' numbers.
fn words(name: &str) -> Vec<String> {
    let usable = usable(name);
    let words: Vec<String> = usable
        .split([' ', '_'])
        // A mark that stands on nothing is no beginning.
        .map(|part| part.trim_start_matches(|c| !unicode_ident::is_xid_start(c) && !c.is_numeric()))
        .filter(|part| !part.is_empty())
        .flat_map(split_at_capitals)
        .collect();
    if words.is_empty() {
        spelled(name).split('_').map(str::to_owned).collect()
    } else {
        words
    }
}

/// The name with a blank for each character that no identifier has. Forms of the same character become one, so that what
/// looks equal is equal.
fn usable(name: &str) -> String {
    name.nfkc()
        .map(|c| {
            if unicode_ident::is_xid_continue(c) {
                c
            } else {
                ' '
            }
        })
        .collect()
}

/// A name of which nothing is usable, spelled: `🦀` is `u1f980`.
fn spelled(name: &str) -> String {
    if name.is_empty() {
        return "unnamed".to_owned();
    }
    let numbers: Vec<_> = name
        .chars()
        .map(|c| format!("u{:x}", u32::from(c)))
        .collect();
    numbers.join("_")
}

fn split_at_capitals(part: &str) -> Vec<String> {
    let characters: Vec<char> = part.chars().collect();
    let mut words = vec![String::new()];
    for (at, character) in characters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|before| characters.get(before));
        let after = characters.get(at + 1);
        let begins = character.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if begins {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(*character);
        }
    }
    words
}

fn capitalized(word: &str) -> String {
    let lower = word.to_lowercase();
    let mut characters = lower.chars();
    let first: String = characters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .collect();
    format!("{first}{}", characters.as_str())
}

/// Makes an identifier of letters, digits and `_`.
fn identifier(text: &str) -> String {
    let text: String = text.nfkc().collect();
    if FORBIDDEN.contains(&text.as_str()) {
        format!("{text}_")
    } else if KEYWORDS.contains(&text.as_str()) {
        format!("r#{text}")
    } else if text.starts_with(|c: char| c != '_' && !unicode_ident::is_xid_start(c)) {
        format!("_{text}")
    } else {
        text
    }
}

/// Whether the identifier is its name in another style, and nothing that a reader would have to look up: a letter lost, a
/// mark against a keyword.
pub(crate) fn is_same_name(name: &str, identifier: &str) -> bool {
    let plain = identifier.strip_prefix("r#").unwrap_or(identifier);
    let fold = |text: &str| -> String {
        let kept = text
            .nfkc()
            .filter(|c| !c.is_ascii() || c.is_ascii_alphanumeric());
        kept.flat_map(char::to_lowercase).collect()
    };
    let is_marked = plain.starts_with('_') || plain.ends_with('_');
    plain == name || (!is_marked && fold(plain) == fold(name))
}

/// The identifiers of names that live together, from pairs of name and first choice: each has its first choice, where that
/// is its alone. Of several with the same first choice the one that is spelled so keeps it, or the first by spelling; the
/// others have a number behind it.
pub(crate) fn settle(choices: &[(&str, String)], separator: &str) -> Vec<String> {
    let mut by_choice: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (_, choice)) in choices.iter().enumerate() {
        by_choice.entry(choice).or_default().push(at);
    }
    let mut taken: BTreeSet<String> = by_choice.keys().map(|&choice| choice.to_owned()).collect();
    let mut settled: Vec<String> = choices.iter().map(|(_, choice)| choice.clone()).collect();
    for (choice, mut positions) in by_choice {
        let name = |at: usize| choices.get(at).map_or("", |(name, _)| *name);
        let spelled = choice.strip_prefix("r#").unwrap_or(choice);
        positions.sort_by_key(|&at| (name(at) != spelled, name(at)));
        for at in positions.into_iter().skip(1) {
            let free = numbered(choice, separator, &taken);
            taken.insert(free.clone());
            if let Some(place) = settled.get_mut(at) {
                *place = free;
            }
        }
    }
    settled
}

/// The first of `base2`, `base3` and so on that is not taken.
pub(crate) fn numbered(base: &str, separator: &str, taken: &BTreeSet<String>) -> String {
    let base = base
        .strip_prefix("r#")
        .unwrap_or(base)
        .trim_end_matches('_');
    let mut number: u64 = 2;
    loop {
        let name = format!("{base}{separator}{number}");
        if !taken.contains(&name) {
            return name;
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::{is_same_name, is_snake, kept_field, settle, snake_field, type_name};

    #[test]
    fn fields_are_words_in_lower_case() {
        for (name, field) in [
            ("ArtistId", "artist_id"),
            ("HTTPServer", "http_server"),
            ("order items", "order_items"),
            ("person's", "person_s"),
            ("MD5Hash", "md5_hash"),
            ("_id", "id"),
            ("2nd", "_2nd"),
            ("type", "r#type"),
            ("gen", "r#gen"),
            ("super", "super_"),
            ("Self", "self_"),
            ("", "unnamed"),
            ("🦀", "u1f980"),
            ("🦀crab", "crab"),
            ("   ", "u20_u20_u20"),
            ("_", "u5f"),
            ("naïve", "naïve"),
            ("nai\u{308}ve", "naïve"),
            ("名前", "名前"),
            ("x²", "x2"),
            ("x\u{a8}y", "x_y"),
            ("a\"b\\c\n*/d", "a_b_c_d"),
            ("नमस्ते", "नमस्ते"),
        ] {
            assert_eq!(snake_field(name), field, "{name:?}");
            assert!(is_snake(&snake_field(name)), "{name:?}");
        }
    }

    #[test]
    fn kept_fields_are_the_name_as_far_as_it_goes() {
        for (name, field) in [
            ("ArtistId", "ArtistId"),
            ("order items", "order_items"),
            ("Self", "Self_"),
            ("String", "String"),
            ("type", "r#type"),
            ("🦀", "u1f980"),
            ("1a", "_1a"),
        ] {
            assert_eq!(kept_field(name), field, "{name:?}");
        }
    }

    #[test]
    fn types_are_capitalized_words() {
        for (name, singular, expected) in [
            ("order_items", false, "OrderItems"),
            ("order_items", true, "OrderItem"),
            ("CATEGORIES", true, "Category"),
            ("address", true, "Address"),
            ("self", false, "Self_"),
            ("strings", true, "String_"),
            ("option", false, "Option_"),
            ("2nd", false, "_2nd"),
            ("🦀", false, "U1f980"),
            ("🦀!", false, "U1f980U21"),
            ("straße", false, "Straße"),
        ] {
            assert_eq!(type_name(name, singular), expected, "{name:?}");
        }
    }

    #[test]
    fn several_names_with_one_choice_are_numbered_by_spelling() {
        let choices = |names: &[&'static str]| -> Vec<(&str, String)> {
            names
                .iter()
                .map(|name| (*name, snake_field(name)))
                .collect()
        };
        let settled = settle(&choices(&["a-b", "A B", "a_b", "a_b_2"]), "_");
        assert_eq!(settled, ["a_b_4", "a_b_3", "a_b", "a_b_2"]);
        let settled = settle(&choices(&["a_b_2", "a_b", "A B", "a-b"]), "_");
        assert_eq!(settled, ["a_b_2", "a_b", "a_b_3", "a_b_4"]);
        assert_eq!(
            settle(&choices(&["Type", "type"]), "_"),
            ["type_2", "r#type"]
        );
    }

    #[test]
    fn only_a_name_that_must_be_looked_up_is_another() {
        assert!(is_same_name("ArtistId", "artist_id"));
        assert!(is_same_name("type", "r#type"));
        assert!(is_same_name("order items", "OrderItems"));
        for (name, identifier) in [("2nd", "_2nd"), ("super", "super_"), ("🦀crab", "crab")] {
            assert!(!is_same_name(name, identifier), "{name}");
        }
        assert!(!is_same_name("A B", "a_b_2"));
    }
}
