//! Sequences: their own, those of columns, and those behind identities.

use backend_core::error::Result;
use backend_core::model::{ColumnType, Identity, QualifiedName, Sequence, SequenceOwner};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::catalog::{Catalog, Relations};
use super::columns::made_up_name;
use crate::value;

/// The numbers of a sequence, where they are not the server's defaults.
struct Bounds {
    minimum: Option<i64>,
    maximum: Option<i64>,
}

/// Takes a row of `sequences.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let schema = cell(cells, 1, "relnamespace")?;
    let name = catalog
        .names
        .qualified(schema, cell(cells, 2, "relname")?)?;
    catalog
        .sequence_names
        .push((cell(cells, 0, "oid")?, name.clone()));
    let number_type = value::column_type(cell(cells, 4, "number_type")?);
    let increment = cell(cells, 6, "seqincrement")?;
    let bounds = bounds(
        &number_type,
        increment,
        (cell(cells, 7, "seqmin")?, cell(cells, 8, "seqmax")?),
    );
    let mut sequence = Sequence::new(name);
    sequence.number_type = number_type;
    sequence.start = cell(cells, 5, "seqstart")?;
    sequence.increment = increment;
    sequence.minimum = bounds.minimum;
    sequence.maximum = bounds.maximum;
    sequence.cycles = cell(cells, 9, "seqcycle")?;
    sequence.cache = cell(cells, 10, "seqcache")?;
    sequence.comment = cell::<Option<&str>>(cells, 15, "description")?.map(str::to_owned);
    let owner = owner(&mut catalog.relations, cells)?;
    if let Some((table, attribute)) = owner {
        let column = &mut attribute.column;
        if cell(cells, 13, "is_identity")? {
            if let Some(identity) = column.identity.as_deref_mut() {
                fill(identity, sequence, &table, column.name.as_str());
            }
            return Ok(());
        }
        column.sequence = Some(Box::new(sequence.name.clone()));
        sequence.owned_by = Some(SequenceOwner {
            table,
            column: column.name.clone(),
        });
    }
    let is_in_scope: bool = cell(cells, 14, "is_in_scope")?;
    let is_identity: bool = cell(cells, 13, "is_identity")?;
    if is_in_scope && !is_identity {
        if cell::<&str>(cells, 3, "relpersistence")? == "u" {
            sequence.options.set("UNLOGGED", None);
        }
        catalog.schema.sequences.push(sequence);
    }
    Ok(())
}

/// The table and column that the sequence belongs to, where these are read.
fn owner<'c>(
    relations: &'c mut Relations,
    cells: &[ValueRef<'_>],
) -> Result<Option<(QualifiedName, &'c mut super::columns::Attribute)>> {
    let table: Option<i64> = cell(cells, 11, "owner")?;
    let number: Option<i64> = cell(cells, 12, "owner_column")?;
    let (Some(table), Some(number)) = (table, number) else {
        return Ok(None);
    };
    let Some(relation) = relations.get_mut(table) else {
        return Ok(None);
    };
    let name = relation.name.clone();
    Ok(relation
        .attribute_mut(number)
        .map(|attribute| (name, attribute)))
}

fn fill(identity: &mut Identity, sequence: Sequence, table: &QualifiedName, column: &str) {
    identity.start = sequence.start;
    identity.increment = sequence.increment;
    identity.minimum = sequence.minimum;
    identity.maximum = sequence.maximum;
    identity.cycles = sequence.cycles;
    identity.cache = sequence.cache;
    let made_up = made_up_name(table.name.as_str(), column, "seq");
    let is_made_up = sequence.name.schema == table.schema && sequence.name.name == *made_up;
    identity.sequence = Some(sequence.name).filter(|_| !is_made_up);
}

fn bounds(number_type: &ColumnType, increment: i64, (minimum, maximum): (i64, i64)) -> Bounds {
    let (smallest, largest) = match number_type {
        ColumnType::SmallInteger => (i64::from(i16::MIN), i64::from(i16::MAX)),
        ColumnType::Integer => (i64::from(i32::MIN), i64::from(i32::MAX)),
        _ => (i64::MIN, i64::MAX),
    };
    let (least, most) = if increment > 0 {
        (1, largest)
    } else {
        (smallest, -1)
    };
    Bounds {
        minimum: Some(minimum).filter(|minimum| *minimum != least),
        maximum: Some(maximum).filter(|maximum| *maximum != most),
    }
}

#[cfg(test)]
mod tests {
    use super::{ColumnType, bounds};

    #[test]
    fn bounds_are_said_only_where_they_are_not_the_types() {
        let of = |number_type, increment, given| {
            let bounds = bounds(&number_type, increment, given);
            (bounds.minimum, bounds.maximum)
        };
        assert_eq!(of(ColumnType::BigInteger, 1, (1, i64::MAX)), (None, None));
        assert_eq!(
            of(ColumnType::Integer, 2, (1, i64::from(i32::MAX))),
            (None, None)
        );
        assert_eq!(
            of(ColumnType::SmallInteger, -1, (i64::from(i16::MIN), -1)),
            (None, None)
        );
        assert_eq!(of(ColumnType::BigInteger, 1, (0, 9)), (Some(0), Some(9)));
    }
}
