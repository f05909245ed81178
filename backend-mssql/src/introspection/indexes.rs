//! Indexes and heaps: their rows, and what they say of where a table's rows are stored. What becomes of them is in `keys.rs`.

use std::collections::HashMap;

use backend_core::error::Result;
use backend_core::model::{Identifier, Options};
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relation, Shape};
use super::expression::{quoted, quoted_list};
use super::names::Names;
use super::query::Cells;
use super::tables::Period;
use super::words::{DATA_COMPRESSION, ON, PERIOD};
use super::{keys, variant};

/// The numbers that the catalog has for kinds of indexes.
pub(super) const HEAP: i64 = 0;
pub(super) const CLUSTERED: i64 = 1;
pub(super) const XML: i64 = 3;
pub(super) const SPATIAL: i64 = 4;
pub(super) const CLUSTERED_COLUMNSTORE: i64 = 5;
pub(super) const COLUMNSTORE: i64 = 6;
pub(super) const HASH: i64 = 7;
pub(super) const VECTOR: i64 = 8;
pub(super) const JSON: i64 = 9;

/// The indexes, and what else is known of tables before their columns are.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    rows: Vec<IndexRow>,
    pub(super) periods: Vec<(i64, Period)>,
}

/// An index or heap as the catalog has it.
#[derive(Debug, Default)]
pub(super) struct IndexRow {
    pub(super) relation: i64,
    pub(super) number: i64,
    pub(super) name: Option<String>,
    pub(super) kind: i64,
    pub(super) is_unique: bool,
    pub(super) is_primary_key: bool,
    pub(super) is_unique_constraint: bool,
    pub(super) space: i64,
    pub(super) ignores_duplicates: bool,
    pub(super) fill_factor: i64,
    pub(super) is_padded: bool,
    pub(super) is_disabled: bool,
    pub(super) locks_rows: bool,
    pub(super) locks_pages: bool,
    pub(super) filter: Option<String>,
    pub(super) compression_delay: Option<i64>,
    pub(super) is_sequential: bool,
    pub(super) keeps_statistics: bool,
    pub(super) compression: i64,
    pub(super) buckets: Option<i64>,
    pub(super) xml_kind: Option<i64>,
    pub(super) xml_purpose: Option<String>,
    pub(super) xml_index: Option<String>,
    pub(super) tessellation: Option<String>,
    pub(super) grids: [Option<String>; 4],
    pub(super) cells_per_object: Option<i64>,
    /// The two corners of the plane that it cuts.
    pub(super) corners: [Option<f64>; 4],
    /// Whether it was made for a unique constraint to which NULLs differ.
    pub(super) stands_for_constraint: bool,
    pub(super) comment: Option<String>,
    pub(super) columns: Vec<IndexColumn>,
}

/// A column of an index.
#[derive(Debug, Clone, Default)]
pub(super) struct IndexColumn {
    pub(super) number: i64,
    /// Its place in the key, from 1; 0 where it is not in it.
    pub(super) key: i64,
    /// Its place in the key of partitions, from 1; 0 where it is not in it.
    pub(super) partition: i64,
    pub(super) is_descending: bool,
    pub(super) is_included: bool,
    /// Its place in the order of a columnstore, from 1; 0 where it is not in it.
    pub(super) order: i64,
}

/// Takes a row of `indexes.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let mut row = read(&mut cells)?;
    let column = read_column(&mut cells)?;
    if catalog.relations.get(row.relation).is_none() {
        return Ok(());
    }
    if catalog.is_of_babelfish {
        // There, this is said of filters, and an index has no properties: one of whole keys can be either.
        row.is_padded = false;
        row.stands_for_constraint = row.is_unique;
        // It sorts no rows, whatever it was told, and says so of each key.
        if row.is_primary_key {
            row.kind = CLUSTERED;
        }
    }
    let rows = &mut catalog.indexes.rows;
    match rows.last_mut() {
        Some(last) if (last.relation, last.number) == (row.relation, row.number) => {
            last.columns.extend(column);
        }
        _ => {
            row.columns.extend(column);
            rows.push(row);
        }
    }
    Ok(())
}

fn read(cells: &mut Cells<'_, '_>) -> Result<IndexRow> {
    Ok(IndexRow {
        relation: cells.next("object_id")?,
        number: cells.next("index_id")?,
        name: cells.next("name")?,
        kind: cells.next("type")?,
        is_unique: cells.flag("is_unique")?,
        is_primary_key: cells.flag("is_primary_key")?,
        is_unique_constraint: cells.flag("is_unique_constraint")?,
        space: number(cells, "data_space_id")?,
        ignores_duplicates: cells.flag("ignore_dup_key")?,
        fill_factor: number(cells, "fill_factor")?,
        is_padded: cells.flag("is_padded")?,
        is_disabled: cells.flag("is_disabled")?,
        locks_rows: cells.flag("allow_row_locks")?,
        locks_pages: cells.flag("allow_page_locks")?,
        filter: cells.next("filter_definition")?,
        compression_delay: cells.next("compression_delay")?,
        is_sequential: cells.flag("optimize_for_sequential_key")?,
        keeps_statistics: cells.flag("no_recompute")?,
        compression: number(cells, "data_compression")?,
        buckets: cells.next("bucket_count")?,
        xml_kind: cells.next("xml_index_type")?,
        xml_purpose: cells.next("secondary_type")?,
        xml_index: cells.next("using_name")?,
        tessellation: cells.next("tessellation_scheme")?,
        grids: [
            cells.next("level_1_grid")?,
            cells.next("level_2_grid")?,
            cells.next("level_3_grid")?,
            cells.next("level_4_grid")?,
        ],
        cells_per_object: cells.next("cells_per_object")?,
        corners: [
            cells.next("xmin")?,
            cells.next("ymin")?,
            cells.next("xmax")?,
            cells.next("ymax")?,
        ],
        stands_for_constraint: cells.flag("stands_for_constraint")?,
        comment: cells.next("description")?,
        columns: Vec::new(),
    })
}

fn read_column(cells: &mut Cells<'_, '_>) -> Result<Option<IndexColumn>> {
    let Some(number_of_column) = cells.next::<Option<i64>>("column_id")? else {
        return Ok(None);
    };
    Ok(Some(IndexColumn {
        number: number_of_column,
        key: number(cells, "key_ordinal")?,
        partition: number(cells, "partition_ordinal")?,
        is_descending: cells.flag("is_descending_key")?,
        is_included: cells.flag("is_included_column")?,
        order: number(cells, "column_store_order_ordinal")?,
    }))
}

/// A number, 0 where there is none.
fn number(cells: &mut Cells<'_, '_>, name: &str) -> Result<i64> {
    Ok(cells.next::<Option<i64>>(name)?.unwrap_or_default())
}

impl IndexRow {
    /// Whether it is where the table's rows are.
    const fn holds_rows(&self) -> bool {
        matches!(self.kind, HEAP | CLUSTERED | CLUSTERED_COLUMNSTORE)
    }

    /// Where it is stored, where rows do not get by themselves: a file group, or a partition scheme with its column.
    fn place(&self, names: &Names, relation: &Relation) -> Option<String> {
        let space = quoted(names.space(self.space)?);
        let mut partitioned: Vec<_> = self.columns.iter().filter(|it| it.partition > 0).collect();
        partitioned.sort_by_key(|column| column.partition);
        let columns = partitioned
            .iter()
            .filter_map(|column| relation.attribute(column.number))
            .map(|attribute| &attribute.column.name);
        let columns = quoted_list(columns);
        Some(if columns.is_empty() {
            space
        } else {
            format!("{space} ({columns})")
        })
    }
}

/// Gives keys and indexes to their tables and views, and tells tables where their rows are.
pub(super) fn finish(catalog: &mut Catalog) {
    let mut rows = std::mem::take(&mut catalog.indexes.rows);
    let mut places: HashMap<i64, Option<String>> = HashMap::new();
    for row in rows.iter().filter(|row| row.holds_rows()) {
        let Some(relation) = catalog.relations.get(row.relation) else {
            continue;
        };
        let place = row.place(&catalog.names, relation);
        // Babelfish shows a heap beside everything else, of which it says the same.
        places.entry(row.relation).or_insert(place);
    }
    for row in &mut rows {
        let Some(relation) = catalog.relations.get(row.relation) else {
            continue;
        };
        let of_table = places.get(&row.relation).cloned().flatten();
        let place = row.place(&catalog.names, relation);
        let mut options = Options::new();
        if row.kind == HEAP {
            if let Some(compression) = compression(row) {
                options.set(DATA_COMPRESSION, Some(compression.to_owned()));
            }
        } else {
            keys::set_options(&mut options, row);
            if place.is_some() && place != of_table {
                options.set(ON, place);
            }
        }
        if catalog.is_of_babelfish
            && let Some(name) = &mut row.name
            && !row.is_primary_key
            && !row.is_unique_constraint
        {
            *name = variant::index_name(name, Some(relation.name.name.as_str())).to_owned();
        }
        let made = keys::make(row, relation, options, catalog.case);
        let warning = keys::told_of(row, &made, &relation.name);
        catalog.warnings.extend(warning);
        if let Some(relation) = catalog.relations.get_mut(row.relation) {
            keys::give(relation, made);
        }
    }
    for (number, place) in places {
        if let Some(Relation {
            shape: Shape::Table(table),
            ..
        }) = catalog.relations.get_mut(number)
            && place.is_some()
        {
            table.options.set(ON, place);
        }
    }
    tell_periods(catalog);
}

/// Tells tables by which columns they know from when to when a row holds.
fn tell_periods(catalog: &mut Catalog) {
    for (number, (start, end)) in std::mem::take(&mut catalog.indexes.periods) {
        let Some(relation) = catalog.relations.get_mut(number) else {
            continue;
        };
        let names: Vec<Identifier> = [start, end]
            .iter()
            .filter_map(|number| relation.attribute(*number))
            .map(|attribute| attribute.column.name.clone())
            .collect();
        if let Shape::Table(table) = &mut relation.shape {
            table.options.set(PERIOD, Some(quoted_list(&names)));
        }
    }
}

/// How its pages are compressed, where they are and not by its kind.
pub(super) const fn compression(row: &IndexRow) -> Option<&'static str> {
    match row.compression {
        1 => Some("ROW"),
        2 => Some("PAGE"),
        4 => Some("COLUMNSTORE_ARCHIVE"),
        _ => None,
    }
}
