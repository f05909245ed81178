//! [`matches`]: globs of ids.

/// Whether `glob` matches the whole of `id`: `*` stands for characters of one word, `**` for any characters, `{a,b}` for one of
/// several, each of which is a glob.
pub(crate) fn matches(glob: &str, id: &str) -> bool {
    if let Some((choices, rest)) = glob.strip_prefix('{').and_then(closed) {
        let mut choices = apart(choices).into_iter();
        return choices.any(|choice| matches(&(choice + rest), id));
    }
    if let Some(rest) = glob.strip_prefix("**") {
        return tails(id).any(|tail| matches(rest, tail));
    }
    if let Some(rest) = glob.strip_prefix('*') {
        let word = id.split('.').next().map_or(0, str::len);
        return tails(id).take(word + 1).any(|tail| matches(rest, tail));
    }
    let (mut glob, mut id) = (glob.chars(), id.chars());
    match (glob.next(), id.next()) {
        (None, None) => true,
        (Some(wanted), Some(found)) => wanted == found && matches(glob.as_str(), id.as_str()),
        _ => false,
    }
}

/// Says where a brace has no other half.
pub(crate) fn well_formed(glob: &str) -> Result<(), String> {
    let mut depth = 0_usize;
    for character in glob.chars() {
        depth = match character {
            '{' => depth + 1,
            '}' => depth
                .checked_sub(1)
                .ok_or_else(|| format!("`{glob}` closes a brace that it does not open"))?,
            _ => depth,
        };
    }
    if depth == 0 {
        Ok(())
    } else {
        Err(format!("`{glob}` opens a brace that it does not close"))
    }
}

/// What stands between commas, but for those within braces.
pub(super) fn apart(text: &str) -> Vec<String> {
    let mut depth = 0_usize;
    let mut words = vec![String::new()];
    for character in text.chars() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                words.push(String::new());
                continue;
            }
            _ => {}
        }
        if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    let words = words.iter().map(|word| word.trim());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The text up to the brace that closes one which was opened before it, and the rest.
fn closed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => {
                let (inside, rest) = text.split_at_checked(at)?;
                return Some((inside, rest.strip_prefix('}')?));
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text and all its ends, down to the empty one.
fn tails(text: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(text), |text| {
        let mut characters = text.chars();
        characters.next().map(|_| characters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::{apart, matches, well_formed};

    #[test]
    fn globs_match_whole_ids() {
        assert!(matches("cursor.**", "cursor.rows.many"));
        assert!(matches("**.many", "cursor.rows.many"));
        assert!(matches("cursor.*.many", "cursor.rows.many"));
        assert!(matches("c*r.rows.m*", "cursor.rows.many"));
        assert!(matches("{values,cursor}.**", "cursor.rows.many"));
        assert!(!matches("{values,query}.**", "cursor.rows.many"));
        assert!(!matches("cursor.*", "cursor.rows.many"));
        assert!(!matches("rows", "cursor.rows.many"));
    }

    #[test]
    fn a_glob_has_any_number_of_choices_also_within_choices() {
        let glob = "a{b,c}_d{e,f}.x";
        for id in ["ab_de.x", "ab_df.x", "ac_de.x", "ac_df.x"] {
            assert!(matches(glob, id), "{id}");
        }
        assert!(!matches(glob, "ad_de.x"));
        assert!(matches("{a,b{c,d}}.*", "bd.x"));
        assert!(matches("{a.*,b}", "a.x"));
        assert!(!matches("{a,b{c,d}}.*", "b.x"));
    }

    #[test]
    fn lists_are_parted_outside_of_braces() {
        assert_eq!(apart("a{b,c}d{e,f}, g,,"), ["a{b,c}d{e,f}", "g"]);
        assert_eq!(apart("{a,{b,c}},d"), ["{a,{b,c}}", "d"]);
        assert!(well_formed("a{b,{c}}d{e}").is_ok());
        for glob in ["a{b", "a}b", "a}{b"] {
            assert!(well_formed(glob).is_err(), "{glob}");
        }
    }
}
