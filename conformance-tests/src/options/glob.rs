//! [`matches`]: globs of ids.

/// Whether `glob` matches the whole of `id`: `*` stands for characters of one word, `**` for any characters, `{a,b}` for one of
/// several.
pub(crate) fn matches(glob: &str, id: &str) -> bool {
    if let Some((choices, rest)) = glob.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return choices
            .split(',')
            .filter_map(|choice| id.strip_prefix(choice))
            .any(|tail| matches(rest, tail));
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

/// The text and all its ends, down to the empty one.
fn tails(text: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(text), |text| {
        let mut characters = text.chars();
        characters.next().map(|_| characters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::matches;

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
}
