//! Rows that break a foreign key, found by asking for them: one query a foreign key, in SQL that every vendor reads.

use std::fmt;

use crate::connection::Connection;
use crate::error::Result;
use crate::model::{ForeignKey, Identifier, MatchType, QualifiedName, Schema, Table};
use crate::operations::standard_literal;
use crate::sql::{Statement, Syntax, Writer};
use crate::value::Value;

/// A row that refers to one that is not there.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Violation {
    /// The row's table.
    pub table: QualifiedName,
    /// The row: the columns of its primary key with their values; empty where the table has none.
    pub key: Vec<(Identifier, Value)>,
    /// The foreign key's name, where it has one.
    pub constraint: Option<Identifier>,
    /// The columns that refer.
    pub columns: Vec<Identifier>,
    /// What they hold, column by column.
    pub values: Vec<Value>,
    /// The table that they refer to, which may be missing itself.
    pub references: QualifiedName,
    /// The columns that they refer to.
    pub referenced_columns: Vec<Identifier>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.table)?;
        if !self.key.is_empty() {
            write!(
                f,
                " ({})",
                pairs(self.key.iter().map(|(column, value)| (column, value)))
            )?;
        }
        let columns = pairs(self.columns.iter().zip(&self.values));
        let referenced: Vec<_> = self
            .referenced_columns
            .iter()
            .map(Identifier::as_str)
            .collect();
        let references = (&self.references, referenced.join(", "));
        write!(
            f,
            ": {columns} refers to no row of {} ({})",
            references.0, references.1
        )
    }
}

/// `a = 1, b = 'x'`, for people to read.
fn pairs<'p>(pairs: impl Iterator<Item = (&'p Identifier, &'p Value)>) -> String {
    let spelled = pairs.map(|(column, value)| {
        let mut literal = Writer::new(&Syntax::STANDARD);
        match standard_literal(value.as_ref(), &mut literal) {
            Ok(()) => format!("{column} = {}", literal.as_str()),
            Err(_) => format!("{column} = <{:?}>", value.as_ref().kind()),
        }
    });
    spelled.collect::<Vec<_>>().join(", ")
}

/// Asks for the rows of `table` that break one of its foreign keys.
pub(super) async fn find(
    connection: &mut Connection,
    schema: &Schema,
    table: &Table,
) -> Result<Vec<Violation>> {
    let mut violations = Vec::new();
    for foreign_key in &table.foreign_keys {
        let exists = schema.table(&foreign_key.references).is_some();
        let out = connection.dialect().writer();
        let statement = orphans(out, table, foreign_key, exists);
        for mut key in connection.fetch_as::<Vec<Value>>(&statement).await? {
            let columns = key_columns(table);
            let values = key.split_off(columns.len().min(key.len()));
            violations.push(Violation {
                table: table.name.clone(),
                key: columns.iter().cloned().zip(key).collect(),
                constraint: foreign_key.name.clone(),
                columns: foreign_key.columns.clone(),
                values,
                references: foreign_key.references.clone(),
                referenced_columns: foreign_key.referenced_columns.clone(),
            });
        }
    }
    Ok(violations)
}

fn key_columns(table: &Table) -> &[Identifier] {
    let key = table.primary_key.as_ref();
    key.map_or(&[], |key| key.columns.as_slice())
}

/// The query for the key and the referring columns of rows that refer to nothing.
fn orphans(
    mut out: Writer<'_>,
    table: &Table,
    foreign_key: &ForeignKey,
    exists: bool,
) -> Statement {
    let key = key_columns(table);
    out.push("SELECT ");
    out.list(key.iter().chain(&foreign_key.columns), |out, column| {
        out.push("child.").identifier(column);
    });
    out.push(" FROM ").name(&table.name).push(" child WHERE ");
    let nulls = |out: &mut Writer<'_>, test, between| {
        for (n, column) in foreign_key.columns.iter().enumerate() {
            out.push(if n == 0 { "" } else { between });
            out.push("child.").identifier(column).push(test);
        }
    };
    // A key with NULLs refers to nothing, and need not; only a full one may not have some.
    let is_full = foreign_key.match_type == MatchType::Full && foreign_key.columns.len() > 1;
    if is_full {
        out.push("((");
        nulls(&mut out, " IS NULL", " OR ");
        out.push(") AND (");
        nulls(&mut out, " IS NOT NULL", " OR ");
        out.push(")) OR (");
    }
    nulls(&mut out, " IS NOT NULL", " AND ");
    if exists {
        out.push(" AND NOT EXISTS (SELECT 1 FROM ")
            .name(&foreign_key.references);
        out.push(" parent WHERE ");
        let pairs = foreign_key
            .referenced_columns
            .iter()
            .zip(&foreign_key.columns);
        for (n, (referenced, column)) in pairs.enumerate() {
            out.push(if n == 0 { "" } else { " AND " });
            // The parent's column first: its collation is the one that foreign keys compare by.
            out.push("parent.").identifier(referenced);
            out.push(" = child.").identifier(column);
        }
        out.push(")");
    }
    if is_full {
        out.push(")");
    }
    if !key.is_empty() {
        out.push(" ORDER BY ").list(key, |out, column| {
            out.push("child.").identifier(column);
        });
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::{Violation, orphans};
    use crate::model::{ForeignKey, Identifier, MatchType, PrimaryKey, QualifiedName, Table};
    use crate::sql::{Syntax, Writer};
    use crate::value::Value;

    fn names(names: &[&str]) -> Vec<Identifier> {
        names
            .iter()
            .map(|name| Identifier::new(*name).unwrap())
            .collect()
    }

    fn query(match_type: MatchType, exists: bool, key: bool) -> String {
        let mut table = Table::new(QualifiedName::new("t").unwrap());
        if key {
            table = table.with_primary_key(PrimaryKey::new(names(&["id"])));
        }
        let parent = QualifiedName::new("p").unwrap();
        let mut foreign_key = ForeignKey::new(names(&["a", "b"]), parent, names(&["x", "y"]));
        foreign_key.match_type = match_type;
        orphans(Writer::new(&Syntax::STANDARD), &table, &foreign_key, exists).sql
    }

    #[test]
    fn the_query_asks_for_rows_without_their_parent() {
        assert_eq!(
            query(MatchType::Simple, true, true),
            "SELECT child.\"id\", child.\"a\", child.\"b\" FROM \"t\" child WHERE child.\"a\" IS NOT NULL AND \
             child.\"b\" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM \"p\" parent WHERE parent.\"x\" = child.\"a\" AND \
             parent.\"y\" = child.\"b\") ORDER BY child.\"id\""
        );
        assert_eq!(
            query(MatchType::Simple, false, false),
            "SELECT child.\"a\", child.\"b\" FROM \"t\" child WHERE child.\"a\" IS NOT NULL AND child.\"b\" IS NOT NULL"
        );
    }

    #[test]
    fn a_full_match_may_not_be_null_in_part() {
        let full = query(MatchType::Full, false, false);
        let expected = "WHERE ((child.\"a\" IS NULL OR child.\"b\" IS NULL) AND (child.\"a\" IS NOT NULL OR \
                        child.\"b\" IS NOT NULL)) OR (child.\"a\" IS NOT NULL AND child.\"b\" IS NOT NULL)";
        assert!(full.ends_with(expected), "{full}");
    }

    #[test]
    fn a_violation_names_table_row_and_column() {
        let violation = Violation {
            table: QualifiedName::new("track").unwrap(),
            key: names(&["id"]).into_iter().zip([Value::I64(7)]).collect(),
            constraint: None,
            columns: names(&["album"]),
            values: vec![Value::Text("Low".into())],
            references: QualifiedName::new("album").unwrap(),
            referenced_columns: names(&["title"]),
        };
        assert_eq!(
            violation.to_string(),
            "track (id = 7): album = 'Low' refers to no row of album (title)"
        );
    }
}
