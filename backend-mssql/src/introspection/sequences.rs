//! Sequences; the numbers of identities are their columns'.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{ColumnType, Sequence};
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::query::Cells;
use super::types::TypeRow;
use super::words::CACHE;

/// Takes a row of `sequences.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let number: i64 = cells.next("object_id")?;
    let schema: i64 = cells.next("schema_id")?;
    let name = catalog.names.qualified(schema, cells.next("name")?)?;
    let row = TypeRow {
        schema: cells.next("type_schema")?,
        name: cells.next("type_name")?,
        base: cells.next("base_name")?,
        precision: cells.next::<Option<i64>>("precision")?.unwrap_or_default(),
        ..TypeRow::default()
    };
    let typed = row.resolve(&catalog.names)?;
    let mut sequence = Sequence::new(name);
    sequence.number_type = typed.column_type;
    let mut is_large = false;
    let mut number_of = |text: &str| {
        let number: Option<i64> = text.parse().ok();
        is_large |= number.is_none();
        number
    };
    let start: &str = cells.next("start_value")?;
    let increment: &str = cells.next("increment")?;
    sequence.start = number_of(start).unwrap_or(1);
    sequence.increment = number_of(increment).unwrap_or(1);
    let (least, most) = bounds(&row.spelling(), &typed.base, catalog.is_of_babelfish);
    let minimum: &str = cells.next("minimum_value")?;
    let maximum: &str = cells.next("maximum_value")?;
    if minimum != least {
        sequence.minimum = number_of(minimum);
    }
    if maximum != most {
        sequence.maximum = number_of(maximum);
    }
    sequence.cycles = cells.flag("is_cycling")?;
    let is_cached = cells.flag("is_cached")?;
    let cache: Option<i64> = cells.next("cache_size")?;
    match cache.filter(|cache| *cache > 0) {
        Some(cache) if is_cached => sequence.cache = cache,
        None if is_cached => sequence.options.set(CACHE, None),
        _ => {}
    }
    sequence.comment = cells.next("description")?;
    if is_large {
        let message = "its numbers are larger than 64 bits hold and are left out";
        let warning = Warning::new(sequence.name.clone(), message);
        catalog.warnings.push(warning);
    }
    catalog.sequence_names.push((number, sequence.name.clone()));
    catalog.schema.sequences.push(sequence);
    Ok(())
}

/// The smallest and the largest number of a sequence that says none.
fn bounds(spelling: &str, base: &ColumnType, is_of_babelfish: bool) -> (String, String) {
    let (least, most) = match base {
        ColumnType::SmallInteger => (i128::from(i16::MIN), i128::from(i16::MAX)),
        ColumnType::Integer => (i128::from(i32::MIN), i128::from(i32::MAX)),
        ColumnType::Decimal { precision, .. } => {
            let most = 10_i128.checked_pow(precision.unwrap_or(38));
            let most = most.map_or(i128::MAX, |most| most - 1);
            (-most, most)
        }
        _ if spelling == "tinyint" => (0, i128::from(u8::MAX)),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    };
    // PostgreSQL counts from 1 where nothing else is said.
    let least = if is_of_babelfish { 1 } else { least };
    (least.to_string(), most.to_string())
}

#[cfg(test)]
mod tests {
    use backend_core::model::ColumnType;

    use super::bounds;

    #[test]
    fn a_sequence_that_says_none_has_the_bounds_of_its_type() {
        let decimal = ColumnType::Decimal {
            precision: Some(3),
            scale: Some(0),
        };
        for (spelling, base, expected) in [
            ("int", ColumnType::Integer, ("-2147483648", "2147483647")),
            (
                "tinyint",
                ColumnType::Native("tinyint".into()),
                ("0", "255"),
            ),
            ("decimal(3, 0)", decimal, ("-999", "999")),
        ] {
            let (least, most) = bounds(spelling, &base, false);
            assert_eq!((least.as_str(), most.as_str()), expected);
        }
    }
}
