//! What becomes of an index: a primary key, a unique constraint, or an index of its own.

use backend_core::features::IdentifierCase;
use backend_core::introspection::Warning;
use backend_core::model::{
    Identifier, Index, IndexPart, Options, PrimaryKey, QualifiedName, SortOrder, Unique,
};

use super::catalog::{Relation, Shape};
use super::expression::{bare, condition, quoted_list};
use super::indexes::{
    self, CLUSTERED, CLUSTERED_COLUMNSTORE, COLUMNSTORE, HASH, HEAP, IndexColumn, IndexRow, JSON,
    SPATIAL, VECTOR, XML,
};
use super::names::same;
use super::words;

/// What an index is.
#[derive(Debug)]
pub(super) enum Made {
    Heap(Options),
    PrimaryKey(PrimaryKey),
    Unique(Unique),
    Index(Index),
    Nothing,
}

/// Sets what an index says of itself beside its columns.
pub(super) fn set_options(options: &mut Options, row: &IndexRow) {
    let on = |is_on: bool| is_on.then(|| "ON".to_owned());
    let off = |is_on: bool| (!is_on).then(|| "OFF".to_owned());
    let full = !matches!(row.fill_factor, 0 | 100);
    let is_columnstore = matches!(row.kind, COLUMNSTORE | CLUSTERED_COLUMNSTORE);
    let has_locks = !is_columnstore && row.kind != HASH;
    let delay = row.compression_delay.filter(|delay| *delay > 0);
    for (name, value) in [
        (words::FILLFACTOR, full.then(|| row.fill_factor.to_string())),
        (words::PAD_INDEX, on(row.is_padded)),
        (words::IGNORE_DUP_KEY, on(row.ignores_duplicates)),
        (words::ALLOW_ROW_LOCKS, off(row.locks_rows || !has_locks)),
        (words::ALLOW_PAGE_LOCKS, off(row.locks_pages || !has_locks)),
        (words::STATISTICS_NORECOMPUTE, on(row.keeps_statistics)),
        (words::OPTIMIZE_FOR_SEQUENTIAL_KEY, on(row.is_sequential)),
        (
            words::DATA_COMPRESSION,
            indexes::compression(row).map(str::to_owned),
        ),
        (
            words::COMPRESSION_DELAY,
            delay.map(|minutes| minutes.to_string()),
        ),
        (
            words::BUCKET_COUNT,
            row.buckets.map(|buckets| buckets.to_string()),
        ),
    ] {
        if value.is_some() {
            options.set(name, value);
        }
    }
}

/// Makes the key or index of a row.
pub(super) fn make(
    row: &IndexRow,
    relation: &Relation,
    mut options: Options,
    case: IdentifierCase,
) -> Made {
    if row.kind == HEAP {
        return Made::Heap(options);
    }
    let Some(name) = row
        .name
        .as_deref()
        .and_then(|name| Identifier::new(name).ok())
    else {
        return Made::Nothing;
    };
    let key = Key::new(row, relation);
    let in_memory = relation
        .as_table()
        .is_some_and(|table| table.options.contains(words::MEMORY_OPTIMIZED));
    let is_clustered = row.kind == CLUSTERED;
    if row.is_primary_key {
        if !is_clustered && !in_memory {
            options.set(words::NONCLUSTERED, None);
        }
        if row.kind == HASH {
            options.set(words::HASH, None);
        }
        let mut made = PrimaryKey::new(key.columns()).with_name(name);
        made.parts = key.special_parts();
        made.options = options;
        return Made::PrimaryKey(made);
    }
    if is_clustered || row.kind == CLUSTERED_COLUMNSTORE {
        options.set(words::CLUSTERED, None);
    }
    let filter = Filter::new(row, &key, case);
    let stands_for_constraint =
        row.stands_for_constraint && filter.leaves_nulls_out && filter.predicate.is_none();
    if row.is_unique_constraint || stands_for_constraint {
        if row.kind == HASH {
            options.set(words::HASH, None);
        }
        let mut made = Unique::new(key.columns()).with_name(name);
        made.parts = key.special_parts();
        made.include = key.include;
        made.nulls_distinct = filter.tells_nulls_apart;
        made.options = options;
        return Made::Unique(made);
    }
    set_method(&mut options, row);
    let mut made = Index::new(name, key.parts);
    made.unique = row.is_unique;
    made.nulls_distinct = filter.tells_nulls_apart;
    made.predicate = filter.predicate;
    made.include = key.include;
    made.method = method(row.kind).map(str::to_owned);
    made.valid = !row.is_disabled;
    made.comment.clone_from(&row.comment);
    made.options = options;
    if let Some(order) = order(row, relation) {
        made.options.set(words::ORDER, Some(order));
    }
    Made::Index(made)
}

/// What is to be known of a key that the server does not look at: the model has none. One by which the table's rows are sorted
/// keeps everybody from them, too.
///
/// Source: <https://learn.microsoft.com/sql/relational-databases/indexes/disable-indexes-and-constraints>.
pub(super) fn told_of(row: &IndexRow, made: &Made, relation: &QualifiedName) -> Option<Warning> {
    let (what, name) = match made {
        Made::PrimaryKey(key) => ("primary key", &key.name),
        Made::Unique(unique) => ("unique constraint", &unique.name),
        _ => return None,
    };
    let name = name.as_ref().filter(|_| row.is_disabled)?.shortened();
    let message = format!("its {what} {name} is disabled, which is not kept");
    Some(Warning::new(relation.clone(), message))
}

/// Gives it to its table or view.
pub(super) fn give(relation: &mut Relation, made: Made) {
    match (&mut relation.shape, made) {
        (Shape::Table(table), Made::Heap(options)) => {
            for (name, value) in options.iter() {
                table.options.set(name, value.map(str::to_owned));
            }
        }
        (Shape::Table(table), Made::PrimaryKey(key)) => table.primary_key = Some(key),
        (Shape::Table(table), Made::Unique(unique)) => table.uniques.push(unique),
        (Shape::Table(table), Made::Index(index)) => table.indexes.push(index),
        (Shape::View(view), Made::Index(index)) => view.indexes.push(index),
        _ => {}
    }
}

/// The columns of an index, in their order.
struct Key {
    parts: Vec<IndexPart>,
    names: Vec<Identifier>,
    nullable: Vec<bool>,
    include: Vec<Identifier>,
}

impl Key {
    fn new(row: &IndexRow, relation: &Relation) -> Self {
        // What is not compared has no key: all of its columns are what it is on.
        let has_key = !matches!(row.kind, XML | SPATIAL | COLUMNSTORE | VECTOR | JSON);
        let mut columns: Vec<&IndexColumn> = row.columns.iter().collect();
        let is_key = |column: &IndexColumn| {
            if has_key {
                column.key > 0
            } else {
                row.kind != COLUMNSTORE || column.is_included
            }
        };
        if has_key {
            columns.sort_by_key(|column| column.key);
        }
        let mut key = Self {
            parts: Vec::new(),
            names: Vec::new(),
            nullable: Vec::new(),
            include: Vec::new(),
        };
        for column in columns {
            let Some(attribute) = relation.attribute(column.number) else {
                continue;
            };
            let name = attribute.column.name.clone();
            if is_key(column) && row.kind != CLUSTERED_COLUMNSTORE {
                let part = IndexPart::column(name.clone());
                key.parts.push(if column.is_descending {
                    part.descending()
                } else {
                    part
                });
                key.nullable.push(attribute.column.nullable);
                key.names.push(name);
            } else if column.is_included && has_key && row.kind != CLUSTERED_COLUMNSTORE {
                key.include.push(name);
            }
        }
        key
    }

    fn columns(&self) -> Vec<Identifier> {
        self.names.clone()
    }

    /// The parts, where the columns alone do not say them.
    fn special_parts(&self) -> Vec<IndexPart> {
        let mut parts = self.parts.iter();
        if parts.any(|part| part.order == SortOrder::Descending) {
            self.parts.clone()
        } else {
            Vec::new()
        }
    }

    /// The columns that can be NULL.
    fn nullable(&self) -> impl Iterator<Item = &Identifier> {
        let columns = self.names.iter().zip(&self.nullable);
        columns
            .filter(|(_, nullable)| **nullable)
            .map(|(name, _)| name)
    }
}

/// Which rows an index covers.
struct Filter {
    /// As it is told, without what keeps NULLs out of a unique key.
    predicate: Option<String>,
    /// Whether it covers only rows whose key is not NULL, and some could be.
    leaves_nulls_out: bool,
    tells_nulls_apart: bool,
}

impl Filter {
    /// A unique index that tells NULLs apart is made so: by leaving them out.
    fn new(row: &IndexRow, key: &Key, case: IdentifierCase) -> Self {
        let has_nullable = key.nullable().next().is_some();
        let text = row.filter.as_deref().map(bare);
        let mut filter = Self {
            predicate: text.map(str::to_owned),
            leaves_nulls_out: false,
            tells_nulls_apart: !row.is_unique || !has_nullable,
        };
        let Some(text) = text.filter(|_| row.is_unique && has_nullable) else {
            return filter;
        };
        let is = |told: &str, name: &Identifier| {
            Identifier::new(told).is_ok_and(|told| same(&told, name, case))
        };
        let parts = condition(text, |told| key.nullable().any(|name| is(told, name)));
        let mut nullable = key.nullable();
        if nullable.all(|name| parts.not_null.iter().any(|told| is(told, name))) {
            filter.predicate = Some(parts.others.join(" AND ")).filter(|text| !text.is_empty());
            filter.leaves_nulls_out = true;
            filter.tells_nulls_apart = true;
        }
        filter
    }
}

const fn method(kind: i64) -> Option<&'static str> {
    match kind {
        XML => Some(words::XML),
        SPATIAL => Some(words::SPATIAL),
        COLUMNSTORE | CLUSTERED_COLUMNSTORE => Some(words::COLUMNSTORE),
        HASH => Some(words::HASH),
        VECTOR => Some(words::VECTOR),
        JSON => Some(words::JSON),
        _ => None,
    }
}

/// Sets what only some methods have.
fn set_method(options: &mut Options, row: &IndexRow) {
    match (row.kind, row.xml_kind) {
        (XML, Some(0)) => options.set(words::PRIMARY, None),
        (XML, _) => {
            let using = row
                .xml_index
                .as_deref()
                .and_then(|it| Identifier::new(it).ok());
            if let Some(using) = using {
                options.set(words::USING_XML_INDEX, Some(quoted_list([&using])));
            }
            let purpose = match row.xml_purpose.as_deref().map(str::trim) {
                Some("P") => Some("PATH"),
                Some("V") => Some("VALUE"),
                Some("R") => Some("PROPERTY"),
                _ => None,
            };
            if let Some(purpose) = purpose {
                options.set(words::FOR, Some(purpose.to_owned()));
            }
        }
        (SPATIAL, _) => {
            options.set(words::USING, row.tessellation.clone());
            if let Some(with) = tessellation(row) {
                options.set(words::WITH, Some(with));
            }
        }
        _ => {}
    }
}

/// How a spatial index cuts the plane or globe.
fn tessellation(row: &IndexRow) -> Option<String> {
    let mut parts = Vec::new();
    if let [Some(xmin), Some(ymin), Some(xmax), Some(ymax)] = row.corners {
        parts.push(format!("BOUNDING_BOX = ({xmin}, {ymin}, {xmax}, {ymax})"));
    }
    if let [Some(one), Some(two), Some(three), Some(four)] = &row.grids {
        parts.push(format!(
            "GRIDS = (LEVEL_1 = {one}, LEVEL_2 = {two}, LEVEL_3 = {three}, LEVEL_4 = {four})"
        ));
    }
    if let Some(cells) = row.cells_per_object {
        parts.push(format!("CELLS_PER_OBJECT = {cells}"));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The columns by which a columnstore is sorted.
fn order(row: &IndexRow, relation: &Relation) -> Option<String> {
    let mut columns: Vec<_> = row.columns.iter().filter(|it| it.order > 0).collect();
    columns.sort_by_key(|column| column.order);
    let names = columns
        .iter()
        .filter_map(|column| relation.attribute(column.number))
        .map(|attribute| &attribute.column.name);
    let order = quoted_list(names);
    (!order.is_empty()).then_some(order)
}

#[cfg(test)]
mod tests;
