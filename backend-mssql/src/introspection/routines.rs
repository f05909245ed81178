//! Functions, procedures and aggregates, and the defaults and rules that are objects by themselves.

use backend_core::error::Result;
use backend_core::introspection::Warning;
use backend_core::model::{Function, FunctionKind, VendorObject};
use backend_core::value::ValueRef;

use super::catalog::Catalog;
use super::definition;
use super::objects::Key;
use super::query::Cells;
use super::types::TypeRow;

/// What is found, by number.
#[derive(Debug, Default)]
pub(super) struct Routines {
    pub(super) functions: Vec<(i64, Function)>,
}

/// Takes a row of `routines.sql`.
pub(super) fn add(catalog: &mut Catalog, cells: &[ValueRef<'_>]) -> Result<()> {
    let mut cells = Cells::new(cells);
    let number: i64 = cells.next("object_id")?;
    let schema: i64 = cells.next("schema_id")?;
    let name = catalog.names.qualified(schema, cells.next("name")?)?;
    let kind = cells.next::<&str>("type")?.trim();
    let text: Option<&str> = cells.next("definition")?;
    let row = TypeRow::next(&mut cells)?;
    let comment: Option<String> = cells.next("description")?;
    let is_of_assembly = matches!(kind, "PC" | "FS" | "FT" | "AF");
    let text = text.map(|text| {
        let default = catalog.names.default_schema.as_ref();
        definition::renamed(text, &name, default, catalog.case)
    });
    if text.is_none() {
        let message = if is_of_assembly {
            "its statement is not read: it is made of an assembly"
        } else {
            "its statement cannot be read: it is encrypted, or the session may not see it"
        };
        let warning = Warning::new(name.clone(), message);
        catalog.warnings.push(warning);
    }
    let text = text.unwrap_or_default();
    if matches!(kind, "R" | "D") {
        let sort = if kind == "R" { "RULE" } else { "DEFAULT" };
        let mut object = VendorObject::new(sort, name, text);
        object.comment = comment;
        catalog.objects.push(Key::Object(number), object);
        return Ok(());
    }
    let mut function = Function::new(name, text);
    function.kind = match kind {
        "P" | "PC" => FunctionKind::Procedure,
        "AF" => FunctionKind::Aggregate,
        _ => FunctionKind::Function,
    };
    function.returns = match function.kind {
        FunctionKind::Procedure => None,
        _ if row.name.is_empty() => Some("TABLE".to_owned()),
        _ => Some(row.resolve(&catalog.names)?.declared),
    };
    function.language = is_of_assembly.then(|| "CLR".to_owned());
    function.comment = comment;
    catalog.routines.functions.push((number, function));
    Ok(())
}
