//! The ids that cases had before: a mark, a choice or a report that names one still means its case.
//!
//! A case that demands something else than it did is no renamed one: its old id is gone.

/// Old ids, each with the id that the case has now: of a case that was renamed twice both old ones lead to the newest.
pub(crate) const RENAMED: &[(&str, &str)] = &[
    (
        "injection.constant.django_delimiter",
        "injection.delimiter.django_delimiter",
    ),
    (
        "injection.constant.django_delimiter_quotes",
        "injection.delimiter.django_delimiter_quotes",
    ),
    (
        "injection.function.django_truncate_kind",
        "injection.date_part.django_truncate_kind",
    ),
    (
        "injection.keyword.django_extract_part",
        "injection.date_part.django_extract_part",
    ),
    (
        "query.compound.keeping_equal_rows",
        "query.intersect_all.keeps_equal_rows",
    ),
    (
        "query.compound.keeping_equal_rows_is_refused",
        "query.intersect_all.is_refused",
    ),
    (
        "query.expression.equality_with_null",
        "function.comparison.equality_with_null",
    ),
    ("query.union.no_two_meanings", "query.chain.no_two_meanings"),
];

/// The id that the case has now.
pub(crate) fn current(id: &str) -> &str {
    let renamed = RENAMED.iter().find(|(old, _)| *old == id);
    renamed.map_or(id, |(_, new)| new)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{RENAMED, current};
    use crate::catalogue::catalogue;

    #[test]
    fn old_ids_are_nobody_s_and_lead_to_cases_that_are_there() {
        let cases = catalogue();
        let ids: BTreeSet<_> = cases.iter().map(|case| case.id).collect();
        let mut seen = BTreeSet::new();
        for (old, new) in RENAMED {
            assert!(!ids.contains(old), "{old} is the id of a case");
            assert!(ids.contains(new), "{old} leads to {new}, which is no case");
            assert!(seen.insert(old), "{old} stands twice");
        }
    }

    #[test]
    fn an_id_that_stays_is_its_own() {
        assert_eq!(
            current("query.union.no_two_meanings"),
            "query.chain.no_two_meanings"
        );
        assert_eq!(
            current("query.chain.no_two_meanings"),
            "query.chain.no_two_meanings"
        );
    }
}
