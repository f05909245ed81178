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
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::{Identifier, QualifiedName};
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
    let plain = catalog
        .relations
        .iter()
        .map(|relation| tables::derive(&catalog, relation))
        .collect::<Result<Vec<_>>>()?;
    let others = catalog.relations.iter().zip(&plain);
    let others: Vec<String> = others
        .filter(|(relation, table)| relation.kind == "table" && table.is_none())
        .map(|(relation, _)| relation.name.clone())
        .collect();
    catalog::ask(connection, &mut catalog, "table", others).await?;
    for kind in ["view", "virtual"] {
        let names = catalog.names(kind);
        catalog::ask(connection, &mut catalog, kind, names).await?;
    }
    parse(&catalog, plain)
}

/// Makes the model of the catalog; the tables that are plain are made already, each at the place of its relation.
fn parse(catalog: &Catalog, plain: Vec<Option<tables::Parsed>>) -> Result<Snapshot> {
    let mut snapshot = Snapshot::default();
    snapshot.queries = catalog.queries;
    snapshot.warnings.clone_from(&catalog.warnings);
    for (relation, plain) in catalog.relations.iter().zip(plain) {
        if relation.kind != "view" {
            let (table, warnings) = match plain {
                Some(parsed) => parsed,
                None => tables::parse(catalog, relation)?,
            };
            snapshot.warnings.extend(warnings);
            snapshot.schema.tables.push(table);
        }
    }
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
