//! The catalog: thirteen queries, however many objects there are, and what their rows are gathered into.

use std::collections::{HashMap, HashSet};

use backend_core::connection::Connection;
use backend_core::error::Result;
use backend_core::features::IdentifierCase;
use backend_core::introspection::{Scope, Snapshot, Warning};
use backend_core::model::{ForeignKey, Function, Namespace, QualifiedName, Schema, Table, View};
use backend_core::sql::Statement;
use backend_core::value::ValueRef;

use super::columns::Attribute;
use super::indexes::Indexes;
use super::names::{Names, same};
use super::needs::Needs;
use super::objects::Objects;
use super::query::Query;
use super::routines::Routines;
use super::statistics::Statistics;
use super::types::UserTypes;
use super::{
    columns, constraints, indexes, needs, objects, routines, sequences, statistics, table_types,
    tables, triggers, types, variant, views,
};

/// What is gathered.
#[derive(Debug)]
pub(super) struct Catalog {
    pub(super) names: Names,
    pub(super) case: IdentifierCase,
    /// Whether it is Babelfish's, which makes up what PostgreSQL does not have.
    pub(super) is_of_babelfish: bool,
    pub(super) relations: Relations,
    pub(super) indexes: Indexes,
    pub(super) statistics: Vec<Statistics>,
    pub(super) user_types: UserTypes,
    pub(super) routines: Routines,
    pub(super) objects: Objects,
    /// The names of sequences by their number.
    pub(super) sequence_names: Vec<(i64, QualifiedName)>,
    pub(super) needs: Needs,
    /// What is gathered in its final form.
    pub(super) schema: Schema,
    pub(super) warnings: Vec<Warning>,
    queries: u32,
}

/// Tables, views, and types that are tables, by their number.
#[derive(Debug, Default)]
pub(super) struct Relations {
    pub(super) list: Vec<Relation>,
    places: HashMap<i64, usize>,
    /// Rows come relation by relation.
    last: Option<(i64, usize)>,
}

/// A table, a view, or a type that is a table.
#[derive(Debug)]
pub(super) struct Relation {
    pub(super) number: i64,
    pub(super) name: QualifiedName,
    pub(super) attributes: Vec<Attribute>,
    /// With their number and the place of their first column.
    pub(super) foreign_keys: Vec<(i64, i64, ForeignKey)>,
    pub(super) shape: Shape,
}

/// What a relation is.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "most relations are tables")]
pub(super) enum Shape {
    Table(Table),
    View(View),
}

impl Catalog {
    /// The catalog before anything of it is read.
    fn new(connection: &Connection, query: &Query) -> Self {
        Self {
            names: Names::default(),
            case: connection.dialect().features.identifier_case,
            is_of_babelfish: query.is_of_babelfish(),
            relations: Relations::default(),
            indexes: Indexes::default(),
            statistics: Vec::new(),
            user_types: UserTypes::default(),
            routines: Routines::default(),
            objects: Objects::default(),
            sequence_names: Vec::new(),
            needs: Needs::default(),
            schema: Schema::new(),
            warnings: Vec::new(),
            queries: 0,
        }
    }
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
    /// A table without columns.
    pub(super) fn table(number: i64, name: QualifiedName) -> Self {
        Self {
            number,
            name: name.clone(),
            attributes: Vec::new(),
            foreign_keys: Vec::new(),
            shape: Shape::Table(Table::new(name)),
        }
    }

    /// The column of that number: at its place, unless a column before it was dropped.
    pub(super) fn attribute(&self, number: i64) -> Option<&Attribute> {
        let guess = usize::try_from(number).ok()?.checked_sub(1)?;
        match self.attributes.get(guess) {
            Some(attribute) if attribute.number == number => Some(attribute),
            _ => self
                .attributes
                .binary_search_by_key(&number, |attribute| attribute.number)
                .ok()
                .and_then(|place| self.attributes.get(place)),
        }
    }

    /// The table that it is, where it is one.
    pub(super) const fn as_table(&self) -> Option<&Table> {
        match &self.shape {
            Shape::Table(table) => Some(table),
            Shape::View(_) => None,
        }
    }
}

/// Takes a row.
type Add = fn(&mut Catalog, &[ValueRef<'_>]) -> Result<()>;

/// The queries behind that of names, in an order in which each finds what it speaks of; with the sorts of objects that they are about
/// where Babelfish is asked: it has none of what no sort is told of.
const QUERIES: [(&str, Add, &[&str]); 11] = [
    (include_str!("sql/types.sql"), types::add, &["type"]),
    (include_str!("sql/relations.sql"), tables::add, &["U", "V"]),
    (include_str!("sql/columns.sql"), columns::add, RELATIONS),
    (include_str!("sql/indexes.sql"), indexes::add, RELATIONS),
    (include_str!("sql/statistics.sql"), statistics::add, &[]),
    (
        include_str!("sql/foreign_keys.sql"),
        constraints::add_foreign_key,
        &["F"],
    ),
    (
        include_str!("sql/checks.sql"),
        constraints::add_check,
        &["C", "type"],
    ),
    (include_str!("sql/triggers.sql"), triggers::add, &["TR"]),
    (SEQUENCES, sequences::add, &["SO"]),
    (
        include_str!("sql/routines.sql"),
        routines::add,
        &["P", "FN", "IF", "TF", "AF"],
    ),
    (
        include_str!("sql/objects.sql"),
        objects::add,
        &["SN", "partition"],
    ),
];

/// The sorts that have columns.
const RELATIONS: &[&str] = &["U", "V", "type"];

const SEQUENCES: &str = include_str!("sql/sequences.sql");

/// Reads the catalog.
pub(super) async fn read(connection: &mut Connection, scope: &Scope) -> Result<Snapshot> {
    let query = Query::new(connection.server());
    let mut catalog = Catalog::new(connection, &query);
    let names = query.statement(include_str!("sql/names.sql"));
    run(connection, &mut catalog, &names, |catalog, cells| {
        catalog.names.add(cells)
    })
    .await?;
    let schemas = scope.schemas.as_ref();
    let schemas = schemas.map(|names| catalog.names.numbers_of(names, catalog.case));
    let query = query.within(schemas);
    let there = if query.is_of_babelfish() {
        catalog.queries += 1;
        Some(variant::kinds(connection, &query).await?)
    } else {
        None
    };
    for (sql, add, kinds) in QUERIES {
        let is_there = |there: &HashSet<String>| kinds.iter().any(|kind| there.contains(*kind));
        if !there.as_ref().is_none_or(is_there) {
            continue;
        }
        let sql = match sql {
            SEQUENCES if query.is_of_babelfish() => {
                include_str!("sql/sequences_of_babelfish.sql")
            }
            sql => sql,
        };
        run(connection, &mut catalog, &query.statement(sql), add).await?;
    }
    if catalog.names.may_read_dependencies {
        let statement = query.statement(include_str!("sql/dependencies.sql"));
        run(connection, &mut catalog, &statement, |catalog, cells| {
            catalog.needs.add(cells)
        })
        .await?;
    }
    if let Some(statement) = objects::collections(&catalog) {
        run(
            connection,
            &mut catalog,
            &statement,
            objects::add_collection,
        )
        .await?;
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

/// Puts everything into its order.
fn finish(mut catalog: Catalog, scope: &Scope) -> Result<Snapshot> {
    indexes::finish(&mut catalog);
    statistics::finish(&mut catalog);
    objects::finish(&mut catalog)?;
    table_types::finish(&mut catalog)?;
    let mut found = needs::resolve(&catalog)?;
    views::tell_broken(&mut catalog);
    let mut schema = std::mem::take(&mut catalog.schema);
    schema.namespaces = namespaces(&mut catalog, scope);
    schema.default_schema = catalog.names.default_schema.take();
    schema
        .sequences
        .sort_by(|one, other| one.name.cmp(&other.name));
    for (number, mut user_type) in std::mem::take(&mut catalog.user_types.found) {
        found.tell_type(number, &mut user_type);
        schema.types.push(user_type);
    }
    schema.types.sort_by(|one, other| one.name.cmp(&other.name));
    let mut views = Vec::new();
    for relation in std::mem::take(&mut catalog.relations.list) {
        let columns = relation.attributes.into_iter().map(|it| it.column);
        match relation.shape {
            Shape::Table(mut table) => {
                table.columns = columns.collect();
                let mut keys = relation.foreign_keys;
                keys.sort_by(|one, other| (one.1, &one.2.name).cmp(&(other.1, &other.2.name)));
                table.foreign_keys = keys.into_iter().map(|(_, _, key)| key).collect();
                tables::sort(&mut table);
                found.tell_table(relation.number, &mut table);
                schema.tables.push(table);
            }
            Shape::View(mut view) => {
                view.columns = columns.collect();
                view.triggers
                    .sort_by(|one, other| one.name.cmp(&other.name));
                found.tell_view(relation.number, &mut view);
                views.push((relation.number, view));
            }
        }
    }
    schema
        .tables
        .sort_by(|one, other| one.name.cmp(&other.name));
    schema.views = views::ordered(views, &found.among_relations);
    for (number, mut function) in std::mem::take(&mut catalog.routines.functions) {
        found.tell_function(number, &mut function);
        schema.functions.push(function);
    }
    schema.functions.sort_by_cached_key(Function::signature);
    for (key, mut object) in std::mem::take(&mut catalog.objects.found) {
        found.tell_object(key, &mut object);
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
    let (default, case) = (&catalog.names.default_schema, catalog.case);
    found.retain(|namespace| {
        let is_asked = scope.schemas.as_ref().is_none_or(|asked| {
            let mut asked = asked.iter();
            asked.any(|asked| same(asked, &namespace.name, case))
        });
        is_asked && default.as_ref() != Some(&namespace.name)
    });
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}
