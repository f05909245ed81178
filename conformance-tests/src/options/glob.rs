//! [`names`] and [`matches`]: globs of ids, and of paths.

use crate::catalogue::RENAMED;

/// What stands between the words of an id.
const OF_IDS: char = '.';

/// Whether `glob` names the case of that id: by the id, or, where no `*` stands in it, by one that the case had before.
pub(crate) fn names(glob: &str, id: &str) -> bool {
    matches(glob, id, OF_IDS) || renamed_by(glob).any(|(_, new)| new == id)
}

/// The old ids that a glob without a `*` names, each with the id of now. One with a `*` names what there is.
pub(crate) fn renamed_by(glob: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let renamed = RENAMED.iter().copied();
    renamed.filter(move |(old, _)| !glob.contains('*') && matches(glob, old, OF_IDS))
}

/// Whether `glob` matches the whole of `text`, a path of words with `between` between them: `*` stands for characters of one word,
/// `**` for any characters, `{a,b}` for one of several, each of which is a glob.
pub(crate) fn matches(glob: &str, text: &str, between: char) -> bool {
    if let Some((choices, rest)) = glob.strip_prefix('{').and_then(closed) {
        let mut choices = apart(choices).into_iter();
        return choices.any(|choice| matches(&(choice + rest), text, between));
    }
    if let Some(rest) = glob.strip_prefix("**") {
        return tails(text).any(|tail| matches(rest, tail, between));
    }
    if let Some(rest) = glob.strip_prefix('*') {
        let word = text.split(between).next().unwrap_or_default();
        let mut tails = tails(text).take(word.chars().count() + 1);
        return tails.any(|tail| matches(rest, tail, between));
    }
    let (mut glob, mut text) = (glob.chars(), text.chars());
    match (glob.next(), text.next()) {
        (None, None) => true,
        (Some(wanted), Some(found)) => {
            wanted == found && matches(glob.as_str(), text.as_str(), between)
        }
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
    use super::{apart, names, renamed_by, well_formed};

    #[test]
    fn globs_match_whole_ids() {
        assert!(names("cursor.**", "cursor.rows.many"));
        assert!(names("**.many", "cursor.rows.many"));
        assert!(names("cursor.*.many", "cursor.rows.many"));
        assert!(names("c*r.rows.m*", "cursor.rows.many"));
        assert!(names("{values,cursor}.**", "cursor.rows.many"));
        assert!(!names("{values,query}.**", "cursor.rows.many"));
        assert!(!names("cursor.*", "cursor.rows.many"));
        assert!(!names("rows", "cursor.rows.many"));
    }

    #[test]
    fn a_glob_has_any_number_of_choices_also_within_choices() {
        let glob = "a{b,c}_d{e,f}.x";
        for id in ["ab_de.x", "ab_df.x", "ac_de.x", "ac_df.x"] {
            assert!(names(glob, id), "{id}");
        }
        assert!(!names(glob, "ad_de.x"));
        assert!(names("{a,b{c,d}}.*", "bd.x"));
        assert!(names("{a.*,b}", "a.x"));
        assert!(!names("{a,b{c,d}}.*", "b.x"));
    }

    #[test]
    fn an_old_id_names_its_case_where_it_is_written_out() {
        let (old, new) = ("query.union.no_two_meanings", "query.chain.no_two_meanings");
        for glob in [old, "{a.b.c,query.union.no_two_meanings}"] {
            assert!(names(glob, new), "{glob}");
            assert_eq!(renamed_by(glob).collect::<Vec<_>>(), [(old, new)]);
        }
        // What goes by the first words of ids goes by those of now.
        assert!(!names("query.union.*", new));
        assert_eq!(renamed_by(new).count(), 0);
    }

    #[test]
    fn paths_have_other_words() {
        assert!(super::matches("a/*.toml", "a/b.c.toml", '/'));
        assert!(!super::matches("a/*", "a/b/c", '/'));
        assert!(super::matches("a/**", "a/b/c", '/'));
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
