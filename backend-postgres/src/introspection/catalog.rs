//! The catalog: twelve queries, however many objects there are, and what their rows are gathered into.

use std::collections::HashMap;

use backend_core::connection::Connection;
use backend_core::error::{Error, Result};
use backend_core::introspection::{Scope, Snapshot, Warning};
use backend_core::model::{
    Extension, ForeignKey, Function, Identifier, Namespace, QualifiedName, Schema, Table, View,
};
use backend_core::row::cell;
use backend_core::sql::Statement;
use backend_core::transaction::AtomicOptions;
use backend_core::value::ValueRef;

use super::columns::{Attribute, Types};
use super::indexes::Indexes;
use super::names::Names;
use super::needs::Needs;
use super::query::{Expressions, Query, Way};
use super::routines::Routines;
use super::tables::PartitionKey;
use super::types::UserTypes;
use super::{
    columns, constraints, indexes, needs, routines, sequences, tables, triggers, types, views,
};

/// What is gathered.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) names: Names,
    pub(super) types: Types,
    pub(super) relations: Relations,
    /// The fields of composite types, by the number of their relation.
    pub(super) fields: HashMap<i64, Vec<Attribute>>,
    pub(super) indexes: Indexes,
    pub(super) user_types: UserTypes,
    pub(super) routines: Routines,
    /// The names of sequences by their number.
    pub(super) sequence_names: Vec<(i64, QualifiedName)>,
    pub(super) needs: Needs,
    /// What is gathered in its final form.
    pub(super) schema: Schema,
    pub(super) warnings: Vec<Warning>,
    /// Whether the server was asked to spell expressions.
    pub(super) is_spelled: bool,
    queries: u32,
}

/// Tables and views by their number.
#[derive(Debug, Default)]
pub(super) struct Relations {
    pub(super) list: Vec<Relation>,
    places: HashMap<i64, usize>,
    /// Rows come relation by relation.
    last: Option<(i64, usize)>,
}

/// A table or view.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) number: i64,
    pub(super) name: QualifiedName,
    pub(super) attributes: Vec<Attribute>,
    /// With the place of their first column.
    pub(super) foreign_keys: Vec<(i64, ForeignKey)>,
    /// The keys that it takes as a partition.
    pub(super) bound: Option<String>,
    pub(super) is_partition: bool,
    pub(super) partition_key: Option<PartitionKey>,
    pub(super) shape: Shape,
}

/// What a relation is.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "most relations are tables")]
pub(super) enum Shape {
    Table(Table),
    View(View),
}

impl Relations {
    pub(super) fn push(&mut self, relation: Relation) {
        self.places.insert(relation.number, self.list.len());
        self.list.push(relation);
    }

    pub(super) fn get(&self, number: i64) -> Option<&Relation> {
        self.list.get(*self.places.get(&number)?)
    }

    pub(super) fn get_mut(&mut self, number: i64) -> Option<&mut Relation> {
        let place = match self.last {
            Some((last, place)) if last == number => place,
            _ => *self.places.get(&number)?,
        };
        self.last = Some((number, place));
        self.list.get_mut(place)
    }
}

impl Relation {
    /// The column of that number: at its place, unless a column before it was dropped.
    pub(super) fn attribute(&self, number: i64) -> Option<&Attribute> {
        place(&self.attributes, number).and_then(|place| self.attributes.get(place))
    }

    pub(super) fn attribute_mut(&mut self, number: i64) -> Option<&mut Attribute> {
        place(&self.attributes, number).and_then(|place| self.attributes.get_mut(place))
    }

    /// The names of the columns of these numbers.
    pub(super) fn column_names(&self, numbers: &[i64]) -> Vec<Identifier> {
        let names = numbers.iter().filter_map(|number| self.attribute(*number));
        names
            .map(|attribute| attribute.column.name.clone())
            .collect()
    }
}

fn place(attributes: &[Attribute], number: i64) -> Option<usize> {
    let guess = usize::try_from(number).ok()?.checked_sub(1)?;
    match attributes.get(guess) {
        Some(attribute) if attribute.number == number => Some(guess),
        _ => attributes
            .binary_search_by_key(&number, |attribute| attribute.number)
            .ok(),
    }
}

/// Takes a row.
type Add = fn(&mut Catalog, &[ValueRef<'_>]) -> Result<()>;

/// The queries whose rows belong to relations, with what a warning calls them.
const OF_RELATIONS: [(&str, &str, Add); 6] = [
    ("definition", include_str!("sql/relations.sql"), tables::add),
    ("columns", include_str!("sql/columns.sql"), add_column),
    ("indexes", include_str!("sql/indexes.sql"), indexes::add),
    (
        "constraints",
        include_str!("sql/constraints.sql"),
        constraints::add,
    ),
    ("triggers", include_str!("sql/triggers.sql"), triggers::add),
    (
        "rules and policies",
        include_str!("sql/rules.sql"),
        tables::add_rule,
    ),
];

/// Reads the catalog.
pub(super) async fn read(connection: &mut Connection, scope: &Scope, way: Way) -> Result<Snapshot> {
    let query = Query::new(connection, scope);
    let mut catalog = Catalog {
        is_spelled: way == Way::AtOnce,
        ..Catalog::default()
    };
    let names = query.plain(include_str!("sql/names.sql"));
    run(connection, &mut catalog, &names, |catalog, cells| {
        catalog.names.add(cells)
    })
    .await?;
    let one_by_one = match way {
        Way::AtOnce => None,
        Way::OneByOne => Some(numbers(connection, &mut catalog, &query).await?),
    };
    for (what, sql, add) in OF_RELATIONS {
        match &one_by_one {
            None => {
                let statement = query.of(sql, None, Expressions::Spelled);
                run(connection, &mut catalog, &statement, add).await?;
            }
            Some(relations) => {
                for (number, name) in relations {
                    let each = Each {
                        query: &query,
                        sql,
                        what,
                        number: *number,
                        name,
                    };
                    each.run(connection, &mut catalog, add).await?;
                }
            }
        }
    }
    for (statement, add) in [
        (
            query.in_schemas(include_str!("sql/sequences.sql")),
            sequences::add as Add,
        ),
        (query.in_schemas(include_str!("sql/types.sql")), types::add),
        (
            query.in_schemas(include_str!("sql/routines.sql")),
            routines::add,
        ),
        (
            query.plain(include_str!("sql/extensions.sql")),
            add_extension,
        ),
        (
            query.plain(include_str!("sql/dependencies.sql")),
            add_dependency,
        ),
    ] {
        run(connection, &mut catalog, &statement, add).await?;
    }
    finish(catalog, scope)
}

async fn run(
    connection: &mut Connection,
    catalog: &mut Catalog,
    statement: &Statement,
    add: Add,
) -> Result<()> {
    catalog.queries += 1;
    connection
        .fetch(statement, |cells| add(catalog, cells))
        .await?;
    Ok(())
}

/// The numbers and names of all relations.
async fn numbers(
    connection: &mut Connection,
    catalog: &mut Catalog,
    query: &Query,
) -> Result<Vec<(i64, QualifiedName)>> {
    catalog.queries += 1;
    connection
        .fetch(&query.relation_names(), |cells| {
            Ok((cell(cells, 0, "oid")?, super::relation_name(cells)?))
        })
        .await
}

/// One query for one relation.
struct Each<'q> {
    query: &'q Query,
    sql: &'q str,
    what: &'q str,
    number: i64,
    name: &'q QualifiedName,
}

impl Each<'_> {
    /// Runs it; where the server cannot spell something, again without expressions, with a warning.
    async fn run(
        &self,
        connection: &mut Connection,
        catalog: &mut Catalog,
        add: Add,
    ) -> Result<()> {
        let statement = self
            .query
            .of(self.sql, Some(self.number), Expressions::Spelled);
        let mut block = connection.begin_atomic(AtomicOptions::new()).await?;
        // Rows of a query that fails in their midst are not kept.
        catalog.queries += 1;
        let probe = block.fetch(&statement, |_| Ok(())).await;
        block.rollback().await?;
        let statement = match probe {
            Ok(_) => statement,
            Err(error) if super::is_of_an_object(&error) => {
                catalog.warnings.push(self.warning(&error));
                self.query
                    .of(self.sql, Some(self.number), Expressions::LeftOut)
            }
            Err(error) => return Err(error),
        };
        run(connection, catalog, &statement, add).await
    }

    fn warning(&self, error: &Error) -> Warning {
        let message = format!("its {} cannot be read whole: {error}", self.what);
        Warning::new(self.name.clone(), message)
    }
}

fn add_column(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let number: i64 = cell(cells, 0, "attrelid")?;
    let attribute = columns::read(&catalog.names, &mut catalog.types, number, cells)?;
    match catalog.relations.get_mut(number) {
        Some(relation) => relation.attributes.push(attribute),
        None => catalog.fields.entry(number).or_default().push(attribute),
    }
    Ok(())
}

fn add_extension(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut extension = Extension::new(Identifier::new(cell::<&str>(cells, 0, "extname")?)?);
    extension.version = cell(cells, 1, "extversion")?;
    extension.schema = catalog.names.schema(cell(cells, 2, "extnamespace")?)?;
    extension.comment = cell(cells, 3, "description")?;
    catalog.schema.extensions.push(extension);
    Ok(())
}

fn add_dependency(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    if cell::<&str>(cells, 0, "kind")? != "parent" {
        return catalog.needs.add(cells);
    }
    let relation: i64 = cell(cells, 1, "object")?;
    let schema = cell(cells, 4, "relnamespace")?;
    let parent = catalog
        .names
        .qualified(schema, cell(cells, 5, "relname")?)?;
    tables::add_parent(&mut catalog.relations, relation, parent);
    Ok(())
}

/// Puts everything into its order.
fn finish(mut catalog: Catalog, scope: &Scope) -> Result<Snapshot> {
    let mut found = needs::resolve(&catalog);
    let mut schema = std::mem::take(&mut catalog.schema);
    schema.default_schema = catalog.names.default_schema.take();
    schema.namespaces = namespaces(&mut catalog, scope);
    schema
        .sequences
        .sort_by(|one, other| one.name.cmp(&other.name));
    schema.types = types::finish(&mut catalog, &mut found)?;
    indexes::finish(&mut catalog);
    let mut views = Vec::new();
    for relation in std::mem::take(&mut catalog.relations.list) {
        let partitioning = tables::partitioning(&catalog.names, &relation)?;
        let columns = relation
            .attributes
            .into_iter()
            .map(|it| it.column)
            .collect();
        match relation.shape {
            Shape::Table(mut table) => {
                table.columns = columns;
                table.partitioning = partitioning;
                let mut keys = relation.foreign_keys;
                keys.sort_by_key(|(first, _)| *first);
                table.foreign_keys = keys.into_iter().map(|(_, key)| key).collect();
                found.tell_table(relation.number, &mut table);
                schema.tables.push(table);
            }
            Shape::View(mut view) => {
                view.columns = columns;
                found.tell_view(relation.number, &mut view);
                views.push((relation.number, view));
            }
        }
    }
    schema
        .tables
        .sort_by(|one, other| one.name.cmp(&other.name));
    schema.views = views::ordered(views, &catalog.needs.among_relations());
    for (number, mut function) in std::mem::take(&mut catalog.routines.functions) {
        found.tell_function(number, &mut function);
        schema.functions.push(function);
    }
    schema.functions.sort_by_cached_key(Function::signature);
    for (number, mut object) in std::mem::take(&mut catalog.routines.objects) {
        found.tell_object(number, &mut object);
        schema.vendor_objects.push(object);
    }
    schema
        .vendor_objects
        .sort_by(|one, other| (&one.kind, &one.name).cmp(&(&other.kind, &other.name)));
    let mut snapshot = Snapshot::default();
    snapshot.schema = schema;
    snapshot.warnings = catalog.warnings;
    snapshot.queries = catalog.queries;
    Ok(snapshot)
}

/// The schemas that users have made, but the session's own, as far as they are asked for.
fn namespaces(catalog: &mut Catalog, scope: &Scope) -> Vec<Namespace> {
    let mut found = std::mem::take(&mut catalog.names.namespaces);
    found.retain(|namespace| {
        let asked = scope.schemas.as_ref();
        asked.is_none_or(|asked| asked.contains(&namespace.name))
    });
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}
