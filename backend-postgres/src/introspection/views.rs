//! Views, and the order in which they can be made.

use backend_core::error::Result;
use backend_core::introspection::in_order;
use backend_core::model::{CheckOption, QualifiedName, View, ViewKind};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::tables::set_storage;

/// Makes a view of a row of `relations.sql`.
pub(super) fn read(
    name: QualifiedName,
    kind: &str,
    definition: Option<&str>,
    cells: &[ValueRef<'_>],
) -> Result<View> {
    let mut view = View::new(name, query(definition.unwrap_or_default()));
    if kind == "m" {
        view.kind = ViewKind::Materialized;
        view.populated = cell(cells, 7, "relispopulated")?;
    }
    set_storage(&mut view.options, cells)?;
    view.check_option = match view.options.remove("check_option").flatten().as_deref() {
        Some("local") => Some(CheckOption::Local),
        Some("cascaded") => Some(CheckOption::Cascaded),
        _ => None,
    };
    view.comment = cell(cells, 22, "description")?;
    Ok(view)
}

/// A view's query without the blank before it and the semicolon behind it.
fn query(definition: &str) -> &str {
    let definition = definition.trim();
    definition
        .strip_suffix(';')
        .map_or(definition, str::trim_end)
}

/// The views in an order in which they can be made, otherwise by name.
pub(super) fn ordered(mut found: Vec<(i64, View)>, needs: &[(i64, i64)]) -> Vec<View> {
    found.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    in_order(found, needs)
}
