//! Reads what a SQLite database holds.
//!
//! The stored statements say everything, also what no pragma does: names of constraints, checks, deferrability, comments,
//! predicates and expressions. Where a statement is not plain enough to be taken at its word, the pragmas say what
//! columns, keys and indexes there are; then they are believed and the statement adds to it.

mod catalog;
mod columns;
mod constraints;
pub(crate) mod ddl;
mod derived;
mod indexes;
mod tables;
mod views;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot, Warning};
use backend_core::model::{Identifier, QualifiedName, Table};
use backend_core::transaction::AtomicOptions;

use self::catalog::Catalog;

/// SQLite's introspection. It has no schemas, so that the scope is always the whole database.
#[derive(Debug)]
pub(crate) struct SqliteIntrospection;

#[async_trait]
impl Introspection for SqliteIntrospection {
    async fn introspect(&self, connection: &mut Connection, _scope: &Scope) -> Result<Snapshot> {
        // One transaction, so that every query sees the same catalog.
        if connection.in_transaction() {
            return read(connection).await;
        }
        let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
        let snapshot = read(&mut block).await;
        block.rollback().await?;
        snapshot
    }

    async fn relation_names(
        &self,
        connection: &mut Connection,
        _scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        let relations = catalog::relations(connection).await?;
        relations
            .into_iter()
            .map(|relation| {
                let kind = match relation.kind.as_str() {
                    "view" => RelationKind::View,
                    "virtual" => RelationKind::VirtualTable,
                    _ => RelationKind::Table,
                };
                Ok((Identifier::new(relation.name)?.into(), kind))
            })
            .collect()
    }
}

/// Reads the catalog: what stored statements say, and by pragmas the rest.
async fn read(connection: &mut Connection) -> Result<Snapshot> {
    let mut catalog = catalog::statements(connection).await?;
    let mut made = Made::default();
    // Each is moved once: where they are many, moving them costs more than making them.
    made.tables.reserve_exact(catalog.relations.len());
    let mut others = Vec::new();
    for (place, relation) in catalog.relations.iter().enumerate() {
        match tables::derive(&catalog, relation)? {
            Some(parsed) => made.push(place, parsed),
            None => others.push(place),
        }
    }
    for kind in ["table", "view", "virtual"] {
        let names = catalog.names(kind, &others);
        catalog::ask(connection, &mut catalog, kind, names).await?;
    }
    parse(&catalog, made, &others)
}

/// Tables that are made, and what could not be read of them, with the place of the table among the relations.
#[derive(Default)]
struct Made {
    tables: Vec<Table>,
    warnings: Vec<(usize, Vec<Warning>)>,
}

impl Made {
    fn push(&mut self, place: usize, (table, warnings): tables::Parsed) {
        self.tables.push(table);
        if !warnings.is_empty() {
            self.warnings.push((place, warnings));
        }
    }
}

/// Makes the model of the catalog, which has some tables already: those of the relations at the `others` places, and the views.
fn parse(catalog: &Catalog, mut made: Made, others: &[usize]) -> Result<Snapshot> {
    for place in others {
        if let Some(relation) = catalog.relations.get(*place)
            && relation.kind != "view"
        {
            made.push(*place, tables::parse(catalog, relation)?);
        }
    }
    let mut snapshot = Snapshot::default();
    snapshot.queries = catalog.queries;
    snapshot.warnings.clone_from(&catalog.warnings);
    made.warnings.sort_by_key(|(place, _)| *place);
    let warnings = made.warnings.into_iter().flat_map(|(_, warnings)| warnings);
    snapshot.warnings.extend(warnings);
    snapshot.schema.tables = made.tables;
    for name in &catalog.views {
        snapshot
            .schema
            .views
            .push(views::parse(catalog, name, &mut snapshot.warnings)?);
    }
    snapshot
        .schema
        .tables
        .sort_by(|one, other| one.name.cmp(&other.name));
    constraints::resolve_references(&mut snapshot.schema, &mut snapshot.warnings);
    Ok(snapshot)
}

/// Whether two names are one to SQLite, which folds ASCII letters only.
fn same_name(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

fn identifiers(names: &[String]) -> Result<Vec<Identifier>> {
    names.iter().map(Identifier::new).collect()
}
