//! `--rename OLD=NEW`: which table, column, index or constraint is meant, and the change that gives it its new name.

use backend_core::model::{Change, Identifier, QualifiedName, Schema, Table};

use crate::exit::{Exit, Failure};
use crate::text::one_line;

/// What a name in the old schema can mean.
#[derive(Debug, Clone)]
enum Meaning {
    Table(QualifiedName),
    Column(QualifiedName, Identifier),
    Index(QualifiedName, Identifier),
    Constraint(QualifiedName, Identifier),
}

/// The changes that `renames` ask for, parts of tables before the tables, so that old names are the old ones in all of them.
pub(super) fn renames(schema: &Schema, renames: &[String]) -> Result<Vec<Change>, Failure> {
    let (mut parts, mut tables) = (Vec::new(), Vec::new());
    for text in renames {
        let (old, new) = text
            .split_once('=')
            .filter(|(old, new)| !old.is_empty() && !new.is_empty())
            .ok_or_else(|| {
                let message = format!("--rename takes OLD=NEW, not {text:?}");
                Failure::usage(one_line(&message))
            })?;
        let new = Identifier::new(new)?;
        match meaning(schema, old)? {
            Meaning::Table(table) => tables.push(Change::RenameTable { table, to: new }),
            Meaning::Column(table, from) => parts.push(Change::RenameColumn {
                table,
                from,
                to: new,
            }),
            Meaning::Index(table, from) => parts.push(Change::RenameIndex {
                table,
                from,
                to: new,
            }),
            Meaning::Constraint(table, from) => parts.push(Change::RenameConstraint {
                table,
                from,
                to: new,
            }),
        }
    }
    parts.append(&mut tables);
    Ok(parts)
}

/// The one thing that a name means.
fn meaning(schema: &Schema, old: &str) -> Result<Meaning, Failure> {
    let mut found = Vec::new();
    for table in &schema.tables {
        for name in spellings(schema, table) {
            if name == old {
                found.push(Meaning::Table(table.name.clone()));
            } else if let Some(part) = old
                .strip_prefix(&name)
                .and_then(|rest| rest.strip_prefix('.'))
            {
                found.extend(parts(table, part));
            }
        }
    }
    match found.as_slice() {
        [one] => Ok(one.clone()),
        [] => {
            let message = format!(
                "--rename: no table, and no column, index or constraint of one, is named {old:?}"
            );
            Err(Failure::new(Exit::NoMatch, one_line(&message)))
        }
        _ => {
            let message = format!(
                "--rename: {old:?} means several things; write table.column, or schema.table.column"
            );
            Err(Failure::usage(one_line(&message)))
        }
    }
}

/// How a table's name may be written.
fn spellings(schema: &Schema, table: &Table) -> Vec<String> {
    let mut spellings = vec![table.name.name.to_string()];
    let of = table
        .name
        .schema
        .as_ref()
        .or(schema.default_schema.as_ref());
    if let Some(schema) = of {
        spellings.push(format!("{schema}.{}", table.name.name));
    }
    spellings
}

fn parts<'t>(table: &'t Table, part: &'t str) -> impl Iterator<Item = Meaning> + 't {
    let name = &table.name;
    let column = table.column(part);
    let index = table.indexes.iter().find(|index| index.name == part);
    let constraint = Identifier::new(part)
        .ok()
        .filter(|named| table.has_constraint(named));
    let columns = column.map(|column| Meaning::Column(name.clone(), column.name.clone()));
    let indexes = index.map(|index| Meaning::Index(name.clone(), index.name.clone()));
    let constraints = constraint.map(|named| Meaning::Constraint(name.clone(), named));
    columns.into_iter().chain(indexes).chain(constraints)
}

#[cfg(test)]
mod tests {
    use backend_core::model::{Change, Column, ColumnType, Identifier, Index, Schema, Table};
    use backend_core::model::{IndexPart, QualifiedName};

    use super::{Exit, renames};

    fn schema() -> Schema {
        let id = |text: &str| Identifier::new(text).unwrap();
        let table = |name: QualifiedName| {
            Table::new(name)
                .with_column(Column::new("name", ColumnType::Text).unwrap())
                .with_index(Index::new(
                    id("by_name"),
                    vec![IndexPart::column(id("name"))],
                ))
        };
        let mut schema = Schema::new();
        schema.default_schema = Some(id("public"));
        for name in [
            QualifiedName::new("artist").unwrap(),
            QualifiedName::with_schema("old", "artist").unwrap(),
            QualifiedName::new("a.b").unwrap(),
        ] {
            schema.tables.push(table(name));
        }
        schema
    }

    fn asked(texts: &[&str]) -> Result<Vec<Change>, Exit> {
        let texts: Vec<_> = texts.iter().map(|text| (*text).to_owned()).collect();
        renames(&schema(), &texts).map_err(|failure| failure.exit)
    }

    #[test]
    fn tables_come_after_what_is_in_them() {
        let changes = asked(&[
            "public.artist=musician",
            "old.artist.name=title",
            "a.b.by_name=i",
        ])
        .unwrap();
        assert!(
            matches!(
                changes.as_slice(),
                [
                    Change::RenameColumn { .. },
                    Change::RenameIndex { .. },
                    Change::RenameTable { .. }
                ]
            ),
            "{changes:?}"
        );
    }

    #[test]
    fn what_means_nothing_or_two_things_is_refused() {
        assert_eq!(asked(&["artist=x"]), Err(Exit::Usage));
        assert_eq!(asked(&["artist.name=x"]), Err(Exit::Usage));
        assert_eq!(asked(&["nobody=x"]), Err(Exit::NoMatch));
        assert_eq!(asked(&["artist"]), Err(Exit::Usage));
        assert_eq!(asked(&["a.b="]), Err(Exit::Usage));
    }
}
