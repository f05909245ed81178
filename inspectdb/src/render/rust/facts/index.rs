//! Indexes.

use backend_core::model::Index;

use super::super::docs::code;
use super::{included, options, parts, phrases};

/// An index, without the predicate: `Index … on …, unique`.
pub(crate) fn index(index: &Index) -> String {
    let mut facts = Vec::new();
    facts.extend(
        index
            .method
            .as_ref()
            .map(|method| format!("method {}", code(method))),
    );
    facts.extend(included(&index.include));
    facts.extend(options(&index.options));
    if !index.nulls_distinct {
        facts.push("NULLs are equal".to_owned());
    }
    if !index.valid {
        facts.push("not usable as its making failed".to_owned());
    }
    match (&index.predicate, index.unique) {
        (None, false) => {}
        (None, true) => facts.push("unique".to_owned()),
        (Some(_), false) => facts.push("of the rows where".to_owned()),
        (Some(_), true) => facts.push("unique among the rows where".to_owned()),
    }
    let name = code(index.name.as_str());
    format!("Index {name} on {}{}", parts(&index.parts), phrases(&facts))
}

#[cfg(test)]
mod tests {
    use backend_core::model::{
        Identifier, Index, IndexPart, NullsPlace, OperatorClass, QualifiedName,
    };

    use super::index;

    fn identifier(text: &str) -> Identifier {
        Identifier::new(text).unwrap()
    }

    #[test]
    fn a_partial_unique_index_is_never_called_unique() {
        let parts = vec![
            IndexPart::expression("lower(a)").descending(),
            IndexPart::column(identifier("b")).with_collation(identifier("NOCASE")),
        ];
        let plain = Index::new(identifier("i"), parts).unique();
        let on = "Index `i` on the expression `lower(a)` descending, `b` collated `NOCASE`";
        assert_eq!(index(&plain), format!("{on}, unique"));
        let partial = plain.with_predicate("c");
        assert_eq!(
            index(&partial),
            format!("{on}, unique among the rows where")
        );
    }

    #[test]
    fn parts_tell_their_operators_and_where_nulls_stand() {
        let mut part = IndexPart::column(identifier("a"))
            .descending()
            .with_nulls(NullsPlace::Last);
        let mut class = OperatorClass::new(QualifiedName::new("gist_trgm_ops").unwrap());
        class.parameters.set("siglen", Some("32".to_owned()));
        part.operator_class = Some(class);
        let mut it = Index::new(identifier("i"), vec![part]).unique();
        it.method = Some("gist".to_owned());
        it.nulls_distinct = false;
        it.valid = false;
        assert_eq!(
            index(&it),
            "Index `i` on `a` by `gist_trgm_ops` with `siglen 32` descending with NULLs last, \
             method `gist`, NULLs are equal, not usable as its making failed, unique"
        );
    }
}
