//! Columns: types, defaults, identities, generation, collations.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{
    Column, ColumnType, Generated, GeneratedStorage, Identifier, Identity, Options, QualifiedName,
};
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::expression::{bare, quoted, quoted_name};
use super::names::Names;
use super::query::Cells;
use super::types::{TypeRow, own_collation, vector_of, xml_of};
use super::words::{
    BOUND_DEFAULT, BOUND_RULE, COLUMN_SET, ENCRYPTED, FILESTREAM, GENERATED_ALWAYS, MASKED,
    NOT_FOR_REPLICATION, ROWGUIDCOL, SPARSE,
};
use super::{defaults, variant};
use crate::schema_editor::default_name;

/// A column, and what rows about keys need to know of it.
#[derive(Debug)]
pub(super) struct Attribute {
    pub(super) number: i64,
    pub(super) column: Column,
}

/// Takes a row of `columns.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let relation: i64 = cells.next("object_id")?;
    if catalog.relations.get(relation).is_none() {
        return Ok(());
    }
    let mut doubts = Vec::new();
    let mut attribute = read(catalog, &mut cells, &mut doubts)?;
    let Some(relation) = catalog.relations.get_mut(relation) else {
        return Ok(());
    };
    let column = &mut attribute.column;
    let made_up = default_name(&relation.name.name, &column.name)?;
    column.default_name = column.default_name.take().filter(|name| *name != made_up);
    for doubt in doubts {
        let name = attribute.column.name.shortened();
        let message = format!("its column {name} {doubt}");
        let warning = Warning::new(relation.name.clone(), message);
        catalog.warnings.push(warning);
    }
    relation.attributes.push(attribute);
    Ok(())
}

/// Reads a row behind its first cell.
fn read(
    catalog: &Catalog,
    cells: &mut Cells<'_, '_>,
    doubts: &mut Vec<&'static str>,
) -> Result<Attribute> {
    let names = &catalog.names;
    let number: i64 = cells.next("column_id")?;
    let name: &str = cells.next("name")?;
    let written: Option<&str> = cells.next("written")?;
    let name = Identifier::new(variant::column_name(name, written))?;
    let row = TypeRow::next(cells)?;
    let mut typed = row.resolve(names)?;
    let dimensions: Option<i64> = cells.next("vector_dimensions")?;
    let vector_base: Option<i64> = cells.next("vector_base_type")?;
    let is_document = cells.flag("is_xml_document")?;
    let collection: Option<i64> = cells.next("xml_collection_id")?;
    let collection = match collection {
        Some(number) if number != 0 => names.collection(number)?,
        _ => None,
    };
    let spelled = match (dimensions, &collection) {
        (Some(dimensions), _) => Some(vector_of(dimensions, vector_base)),
        (None, Some(collection)) => Some(xml_of(collection, is_document)),
        (None, None) => None,
    };
    if let Some(spelled) = spelled.filter(|_| row.schema.is_none()) {
        typed.column_type = ColumnType::Native(spelled.clone());
        typed.base = typed.column_type.clone();
        typed.declared = spelled;
    }
    let mut column = Column::named(name, typed.column_type);
    column.declared_type = Some(typed.declared);
    column.collation = own_collation(names, cells.next("collation_name")?)?;
    column.nullable = cells.flag("is_nullable")?;
    let default: Option<&str> = cells.next("default_definition")?;
    let default_name: Option<&str> = cells.next("default_name")?;
    // Babelfish fills a rowversion by a default.
    let default = default.filter(|_| typed.base != ColumnType::Native("rowversion".to_owned()));
    if let Some(text) = default {
        column.default = Some(defaults::read(text, &typed.base));
        column.default_name = default_name.map(Identifier::new).transpose()?;
    }
    let seed: Option<&str> = cells.next("seed_value")?;
    let increment: Option<&str> = cells.next("increment_value")?;
    let not_for_replication = cells.flag("is_not_for_replication")?;
    if let (Some(seed), Some(increment)) = (seed, increment) {
        column.identity = identity(seed, increment).map(Box::new);
        if column.identity.is_none() {
            doubts.push("has an identity whose numbers are larger than 64 bits hold");
        }
    }
    if not_for_replication {
        column.options.set(NOT_FOR_REPLICATION, None);
    }
    column.generated = generated(cells)?.map(Box::new);
    set_options(&mut column, names, cells)?;
    column.comment = cells.next("description")?;
    Ok(Attribute { number, column })
}

fn generated(cells: &mut Cells<'_, '_>) -> Result<Option<Generated>> {
    let computed: Option<&str> = cells.next("computed_definition")?;
    let is_persisted = cells.flag("is_persisted")?;
    Ok(computed.map(|text| Generated {
        expression: bare(text).to_owned(),
        storage: if is_persisted {
            GeneratedStorage::Stored
        } else {
            GeneratedStorage::Virtual
        },
    }))
}

/// The numbers from `seed` in steps of `increment`; an insert that says so may give its own.
fn identity(seed: &str, increment: &str) -> Option<Identity> {
    let (start, increment) = (seed.parse().ok()?, increment.parse().ok()?);
    Some(Identity::new().counting(start, increment))
}

fn set_options(column: &mut Column, names: &Names, cells: &mut Cells<'_, '_>) -> Result<()> {
    for option in [ROWGUIDCOL, FILESTREAM, SPARSE, COLUMN_SET] {
        if cells.flag(option)? {
            column.options.set(option, None);
        }
    }
    column.hidden = cells.flag("is_hidden")?;
    let generated: Option<&str> = cells.next("generated_always_type_desc")?;
    if let Some(what) = generated.and_then(generated_always) {
        column.options.set(GENERATED_ALWAYS, Some(what));
    }
    if let Some(function) = cells.next("masking_function")? {
        column.options.set(MASKED, Some(function));
    }
    let encryption: Option<i64> = cells.next("encryption_type")?;
    let algorithm: Option<&str> = cells.next("encryption_algorithm_name")?;
    let key: Option<&str> = cells.next("encryption_key")?;
    if let (Some(kind), Some(algorithm), Some(key)) = (encryption, algorithm, key) {
        let encrypted = encrypted(kind, algorithm, &Identifier::new(key)?);
        column.options.set(ENCRYPTED, Some(encrypted));
    }
    for option in [BOUND_DEFAULT, BOUND_RULE] {
        let bound = names.optional(cells.next(option)?, cells.next(option)?)?;
        set_bound(&mut column.options, option, bound.as_ref());
    }
    Ok(())
}

/// What the server writes into a column: `ROW START` of `AS_ROW_START`.
fn generated_always(description: &str) -> Option<String> {
    let (what, end) = description.strip_prefix("AS_")?.rsplit_once('_')?;
    Some(format!("{what} {end}"))
}

fn set_bound(options: &mut Options, option: &str, bound: Option<&QualifiedName>) {
    if let Some(bound) = bound {
        options.set(option, Some(quoted_name(bound)));
    }
}

/// What stands in the parentheses of `ENCRYPTED WITH`.
fn encrypted(kind: i64, algorithm: &str, key: &Identifier) -> String {
    let kind = if kind == 1 {
        "DETERMINISTIC"
    } else {
        "RANDOMIZED"
    };
    format!(
        "COLUMN_ENCRYPTION_KEY = {}, ENCRYPTION_TYPE = {kind}, ALGORITHM = '{algorithm}'",
        quoted(key)
    )
}

#[cfg(test)]
mod tests {
    use backend_core::model::Identity;

    use super::{generated_always, identity};

    #[test]
    fn an_identity_counts_as_the_catalog_says() {
        assert_eq!(identity("1", "1"), Some(Identity::new()));
        assert_eq!(identity("-5", "2"), Some(Identity::new().counting(-5, 2)));
        assert_eq!(identity("9223372036854775808", "1"), None);
    }

    #[test]
    fn what_the_server_writes_is_called_as_statements_call_it() {
        for (description, expected) in [
            ("NOT_APPLICABLE", None),
            ("AS_ROW_START", Some("ROW START")),
            ("AS_TRANSACTION_ID_END", Some("TRANSACTION_ID END")),
        ] {
            assert_eq!(generated_always(description).as_deref(), expected);
        }
    }
}
