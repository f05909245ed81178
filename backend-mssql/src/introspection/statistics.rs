//! Statistics that somebody asked for: to the model they are indexes that hold no rows, so that what is in the way of a change goes
//! and comes back with them.
//!
//! Source: <https://learn.microsoft.com/sql/relational-databases/system-catalog-views/sys-stats-transact-sql>.

use backend_core::error::Result;
use backend_core::model::{Identifier, Index, IndexPart};
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::expression::bare;
use super::keys::{self, Made};
use super::query::Cells;
use super::words;

/// Statistics of a table or view, by its number and their own.
#[derive(Debug)]
pub(super) struct Statistics {
    relation: i64,
    number: i64,
    index: Index,
}

/// Takes a row of `statistics.sql`: statistics, or one more column of those before.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let relation: i64 = cells.next("object_id")?;
    let number: i64 = cells.next("stats_id")?;
    let name = Identifier::new(cells.next::<&str>("name")?)?;
    let filter: Option<&str> = cells.next("filter_definition")?;
    let stays = cells.flag("no_recompute")?;
    let is_incremental = cells.flag("is_incremental")?;
    let drops = cells.flag("auto_drop")?;
    let column: i64 = cells.next("column_id")?;
    let Some(found) = catalog.relations.get(relation) else {
        return Ok(());
    };
    let Some(column) = found.attribute(column) else {
        return Ok(());
    };
    let part = IndexPart::column(column.column.name.clone());
    match catalog.statistics.last_mut() {
        Some(last) if (last.relation, last.number) == (relation, number) => {
            last.index.parts.push(part);
        }
        _ => {
            let mut index = Index::new(name, vec![part]);
            index.method = Some(words::STATISTICS.to_owned());
            index.predicate = filter.map(|filter| bare(filter).to_owned());
            for (is_said, word, value) in [
                (stays, words::NORECOMPUTE, None),
                (is_incremental, words::INCREMENTAL, Some("ON")),
                (drops, words::AUTO_DROP, Some("ON")),
            ] {
                if is_said {
                    index.options.set(word, value.map(str::to_owned));
                }
            }
            catalog.statistics.push(Statistics {
                relation,
                number,
                index,
            });
        }
    }
    Ok(())
}

/// Gives statistics to their tables and views, behind the indexes: those of a view need the one that stores its rows.
pub(super) fn finish(catalog: &mut Catalog) {
    for each in std::mem::take(&mut catalog.statistics) {
        if let Some(relation) = catalog.relations.get_mut(each.relation) {
            keys::give(relation, Made::Index(each.index));
        }
    }
}
