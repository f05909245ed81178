//! Reads what a SQL Server database holds.
//!
//! From the views of `sys`, by numbers and never by names. Expressions are as the server keeps them, without the parentheses that it
//! puts around the whole of one. What only SQL Server has stands in the options, by its `words`; whole objects of its own are vendor
//! objects.

mod catalog;
mod columns;
mod constraints;
mod defaults;
mod definition;
mod expression;
mod indexes;
mod keys;
mod names;
mod needs;
mod objects;
mod query;
mod routines;
mod sequences;
mod statistics;
mod table_types;
mod tables;
mod triggers;
mod types;
pub(crate) mod variant;
mod views;
pub(crate) mod words;

use async_trait::async_trait;
use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::introspection::{Introspection, RelationKind, Scope, Snapshot};
use backend_core::model::{Identifier, QualifiedName};

use self::query::{Cells, Query};
use crate::features::is_babelfish;

/// SQL Server's introspection.
#[derive(Debug)]
pub(crate) struct MssqlIntrospection;

#[async_trait]
impl Introspection for MssqlIntrospection {
    async fn introspect(&self, connection: &mut Connection, scope: &Scope) -> Result<Snapshot> {
        let is_of_babelfish = is_babelfish(connection.server());
        let mut attempts = 1;
        loop {
            match catalog::read(connection, scope).await {
                Err(error)
                    if is_of_babelfish
                        && attempts < variant::ATTEMPTS
                        && variant::is_passing(&error) =>
                {
                    attempts += 1;
                }
                result => return result,
            }
        }
    }

    async fn relation_names(
        &self,
        connection: &mut Connection,
        scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        let case = connection.dialect().features.identifier_case;
        let query = Query::new(connection.server());
        let statement = query.statement(include_str!("sql/relation_names.sql"));
        let mut found = Vec::new();
        let is_asked = |schema: &Identifier| {
            let asked = scope.schemas.as_ref();
            asked.is_none_or(|asked| asked.iter().any(|name| names::same(name, schema, case)))
        };
        connection
            .fetch(&statement, |cells| {
                let mut cells = Cells::new(cells);
                let schema = Identifier::new(cells.next::<&str>("schema_name")?)?;
                let default: Option<&str> = cells.next("default_schema")?;
                let name: &str = cells.next("name")?;
                let written: Option<&str> = cells.next("written")?;
                let kind = relation_kind(cells.next("kind")?);
                if is_asked(&schema) {
                    let name = Identifier::new(variant::relation_name(name, written))?;
                    let schema = Some(schema).filter(|schema| default != Some(schema.as_str()));
                    found.push((QualifiedName { schema, name }, kind));
                }
                Ok(())
            })
            .await?;
        found.sort_by(|one, other| one.0.cmp(&other.0));
        Ok(found)
    }
}

fn relation_kind(kind: &str) -> RelationKind {
    match kind {
        "view" => RelationKind::View,
        "foreign" => RelationKind::ForeignTable,
        _ => RelationKind::Table,
    }
}
