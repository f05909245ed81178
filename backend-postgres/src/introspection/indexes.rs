//! Indexes and the parts of keys; which of them belong to constraints, those say.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::model::{Identifier, Index, IndexPart, NullsPlace, OperatorClass};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Shape};
use super::expression::bare;
use super::key::{self, WrittenPart};
use super::names::{Names, set_options};
use super::numbers;

/// The access method where none is named.
const DEFAULT_METHOD: &str = "btree";
const DESCENDING: i64 = 1;
const NULLS_FIRST: i64 = 2;

/// The indexes that no constraint has taken yet.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    rows: Vec<Option<IndexRow>>,
    places: HashMap<i64, usize>,
}

/// An index and its table.
#[derive(Debug)]
pub(super) struct IndexRow {
    relation: i64,
    /// Whether it is a part of the index of a partitioned table.
    is_part: bool,
    pub(super) index: Index,
}

impl Indexes {
    /// The index of a constraint; it is not an index of its own then.
    pub(super) fn take(&mut self, number: i64) -> Option<Index> {
        let place = *self.places.get(&number)?;
        self.rows.get_mut(place)?.take().map(|row| row.index)
    }
}

/// Takes a row of `indexes.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let number: i64 = cell(cells, 0, "indexrelid")?;
    let relation: i64 = cell(cells, 1, "indrelid")?;
    let Some(of) = catalog.relations.get(relation) else {
        return Ok(());
    };
    let index = read(&catalog.names, of, number, cells)?;
    let indexes = &mut catalog.indexes;
    indexes.places.insert(number, indexes.rows.len());
    indexes.rows.push(Some(IndexRow {
        relation,
        is_part: cell(cells, 19, "relispartition")?,
        index,
    }));
    Ok(())
}

fn read(names: &Names, relation: &Relation, number: i64, cells: &[ValueRef<'_>]) -> Result<Index> {
    let columns = numbers::list(cell(cells, 8, "indkey")?);
    let options = numbers::list(cell(cells, 9, "indoption")?);
    let classes = numbers::list(cell(cells, 10, "indclass")?);
    let collations = numbers::list(cell(cells, 11, "indcollation")?);
    let keys = usize::try_from(cell::<i64>(cells, 7, "indnkeyatts")?).unwrap_or_default();
    let definition: Option<&str> = cell(cells, 12, "definition")?;
    let written = definition.and_then(key::of_index);
    let source = KeyRow {
        columns: &columns,
        options: &options,
        classes: &classes,
        collations: &collations,
        written: written.as_deref(),
    };
    let mut parts = Vec::with_capacity(keys);
    for place in 0..keys.min(columns.len()) {
        let mut part = source.part(names, relation, place)?;
        source.set_class_parameters(names, &mut part, number, place)?;
        parts.push(part);
    }
    let mut index = Index::new(Identifier::new(cell::<&str>(cells, 2, "relname")?)?, parts);
    index.include = relation.column_names(columns.get(keys..).unwrap_or_default());
    index.unique = cell(cells, 4, "indisunique")?;
    index.valid = cell(cells, 5, "indisvalid")?;
    index.nulls_distinct = !cell::<bool>(cells, 6, "nulls_not_distinct")?;
    let method: &str = cell(cells, 3, "amname")?;
    index.method = Some(method.to_owned()).filter(|method| method != DEFAULT_METHOD);
    if cell(cells, 14, "is_partial")? {
        let predicate: Option<&str> = cell(cells, 13, "predicate")?;
        // One that cannot be read is there all the same.
        index.predicate = Some(bare(predicate.unwrap_or_default()).to_owned());
    }
    set_options(&mut index.options, cell(cells, 15, "options")?);
    let tablespace: Option<String> = cell(cells, 16, "tablespace")?;
    if tablespace.is_some() {
        index.options.set("TABLESPACE", tablespace);
    }
    if cell(cells, 17, "indisclustered")? {
        index.options.set("CLUSTER", None);
    }
    if cell(cells, 18, "indisreplident")? {
        index.options.set("REPLICA IDENTITY", None);
    }
    index.comment = cell(cells, 20, "description")?;
    Ok(index)
}

/// A key as the catalog keeps it: a number a part in each list.
#[derive(Debug, Clone, Copy)]
pub(super) struct KeyRow<'k> {
    /// Columns; 0 for an expression.
    pub(super) columns: &'k [i64],
    /// The order.
    pub(super) options: &'k [i64],
    pub(super) classes: &'k [i64],
    pub(super) collations: &'k [i64],
    /// The parts as they are written, where there are expressions among them.
    pub(super) written: Option<&'k [WrittenPart<'k>]>,
}

impl KeyRow<'_> {
    /// The part at that place, from 0.
    pub(super) fn part(
        &self,
        names: &Names,
        relation: &Relation,
        place: usize,
    ) -> Result<IndexPart> {
        let at = |list: &[i64]| list.get(place).copied().unwrap_or_default();
        let written = self.written.and_then(|parts| parts.get(place));
        let mut part = match relation.attribute(at(self.columns)) {
            Some(attribute) => {
                let mut part = IndexPart::column(attribute.column.name.clone());
                let collation = at(self.collations);
                if collation != attribute.collation {
                    part.collation = names.collation(collation)?.map(|collation| collation.name);
                }
                part
            }
            None => {
                let mut part = IndexPart::expression(written.map_or("", |part| part.expression));
                let collation = written.and_then(|part| part.collation.as_ref());
                part.collation = collation
                    .map(|(_, name)| Identifier::new(name.as_str()))
                    .transpose()?;
                part
            }
        };
        let order = at(self.options);
        let (is_descending, nulls_first) = (order & DESCENDING != 0, order & NULLS_FIRST != 0);
        if is_descending {
            part = part.descending();
        }
        // By itself, the server takes NULLs for the largest.
        part.nulls = match (is_descending, nulls_first) {
            (false, true) => Some(NullsPlace::First),
            (true, false) => Some(NullsPlace::Last),
            _ => None,
        };
        if let Some(class) = names.class(at(self.classes))
            && !class.is_default
        {
            let name = names.qualified(class.schema, &class.name)?;
            part.operator_class = Some(OperatorClass::new(name));
        }
        Ok(part)
    }

    /// Adds the parameters of the operator class, which is named then even where it is the type's default.
    fn set_class_parameters(
        &self,
        names: &Names,
        part: &mut IndexPart,
        index: i64,
        place: usize,
    ) -> Result<()> {
        let number = i64::try_from(place + 1).unwrap_or_default();
        let mut parameters = backend_core::model::Options::new();
        names.set_options_of(&mut parameters, index, number);
        if parameters.is_empty() {
            return Ok(());
        }
        let class = self
            .classes
            .get(place)
            .and_then(|class| names.class(*class));
        if let Some(class) = class {
            let name = names.qualified(class.schema, &class.name)?;
            let class = part
                .operator_class
                .get_or_insert_with(|| OperatorClass::new(name));
            class.parameters = parameters;
        }
        Ok(())
    }
}

/// Gives the indexes that no constraint has taken to their tables and views; the parts of a partitioned table's index are not
/// told of.
pub(super) fn finish(catalog: &mut Catalog) {
    for row in std::mem::take(&mut catalog.indexes.rows)
        .into_iter()
        .flatten()
    {
        if row.is_part {
            continue;
        }
        match catalog
            .relations
            .get_mut(row.relation)
            .map(|it| &mut it.shape)
        {
            Some(Shape::Table(table)) => table.indexes.push(row.index),
            Some(Shape::View(view)) => view.indexes.push(row.index),
            None => {}
        }
    }
}
