//! Lists of numbers, as the catalog's vectors are spelled: `1 2 3`.

/// The numbers of a list; none of no list.
pub(super) fn list(text: Option<&str>) -> Vec<i64> {
    text.unwrap_or_default()
        .split_ascii_whitespace()
        .filter_map(|number| number.parse().ok())
        .collect()
}
