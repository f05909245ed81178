//! What of a schema is in doc comments alone, counted: whoever reads only the structs would miss it.

use backend_core::model::{Column, Schema, Table};

use crate::text::count;

/// Each kind of fact that a struct has no place for, with how many there are of it; none where all is said.
pub(super) fn unsaid(schema: &Schema) -> Vec<String> {
    let columns = || schema.tables.iter().flat_map(|table| &table.columns);
    let with = |has: fn(&Column) -> bool| columns().filter(|column| has(column)).count();
    let tables = schema.tables.iter();
    let indexes = || schema.tables.iter().flat_map(|table| &table.indexes);
    let unique = |is_partial: bool| {
        let of_table = indexes().filter(|index| index.unique);
        of_table.filter(move |it| it.predicate.is_some() == is_partial)
    };
    let constraints = tables.clone().map(|table| table.uniques.len());
    let uniques = constraints.sum::<usize>() + unique(false).count();
    let of_tables = |number: fn(&Table) -> usize| tables.clone().map(number).sum::<usize>();
    let counted = [
        (with(|it| it.default.is_some()), "default", "defaults"),
        (
            with(|it| it.generated.is_some()),
            "computed column",
            "computed columns",
        ),
        (with(|it| it.collation.is_some()), "collation", "collations"),
        (of_tables(|it| it.checks.len()), "check", "checks"),
        (uniques, "unique key", "unique keys"),
        (
            unique(true).count(),
            "partial unique key",
            "partial unique keys",
        ),
        (
            of_tables(|it| it.exclusions.len()),
            "exclusion",
            "exclusions",
        ),
        (
            indexes().filter(|index| !index.unique).count(),
            "index",
            "indexes",
        ),
        (of_tables(|it| it.triggers.len()), "trigger", "triggers"),
    ];
    let there = counted.into_iter().filter(|(number, ..)| *number > 0);
    there
        .map(|(number, one, several)| count(number, one, several))
        .collect()
}

#[cfg(test)]
mod tests {
    use backend_core::model::{
        Check, Column, ColumnType, Identifier, Index, IndexPart, QualifiedName, Schema, Table,
    };

    use super::unsaid;

    #[test]
    fn what_is_in_comments_alone_is_counted_by_kind() {
        let mut schema = Schema::new();
        assert_eq!(unsaid(&schema), Vec::<String>::new());
        let column = Column::new("a", ColumnType::Text).unwrap();
        let index = |name: &str| {
            let part = IndexPart::column(column.name.clone());
            Index::new(Identifier::new(name).unwrap(), vec![part])
        };
        let table = Table::new(QualifiedName::new("t").unwrap())
            .with_column(column.clone())
            .with_check(Check::new("a <> ''"))
            .with_check(Check::new("a <> ' '"))
            .with_index(index("plain"))
            .with_index(index("some").unique().with_predicate("a > 'b'"));
        schema.tables.push(table);
        assert_eq!(
            unsaid(&schema),
            ["2 checks", "1 partial unique key", "1 index"]
        );
    }
}
