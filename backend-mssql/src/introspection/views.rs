//! Views, which of them are broken, and the order in which they can be made.

use backend_core::error::Result;
use backend_core::introspection::{Warning, in_order};
use backend_core::model::{CheckOption, Identifier, QualifiedName, View};

use super::catalog::{Catalog, Shape};
use super::definition;

/// Makes a view of its statement.
pub(super) fn read(
    name: QualifiedName,
    text: Option<&str>,
    has_check_option: bool,
) -> Result<View> {
    let text = text.unwrap_or_default();
    let mut view = match definition::view(text) {
        Some(parts) => {
            let mut view = View::new(name, parts.query);
            let columns = parts.columns.into_iter().map(Identifier::new);
            view.column_names = columns.collect::<Result<_>>()?;
            for word in parts.attributes {
                let word = word.to_ascii_uppercase();
                // Encryption is not told apart from what the session may not see.
                view.options.set(word, None);
            }
            view
        }
        None => View::new(name, text.trim()),
    };
    view.check_option = has_check_option.then_some(CheckOption::Cascaded);
    Ok(view)
}

/// Warns of the views that name what is not there, and takes their columns away: the server keeps those of the time when it was.
pub(super) fn tell_broken(catalog: &mut Catalog) {
    for (number, missing) in &catalog.needs.missing {
        let Some(relation) = catalog.relations.get_mut(*number) else {
            continue;
        };
        // One warning a view, however much it names.
        if matches!(relation.shape, Shape::View(_)) && !relation.attributes.is_empty() {
            relation.attributes.clear();
            let message = format!("it cannot be read: it names {missing}, which is not there");
            let warning = Warning::new(relation.name.clone(), message);
            catalog.warnings.push(warning);
        }
    }
}

/// The views in an order in which they can be made, otherwise by name.
pub(super) fn ordered(mut found: Vec<(i64, View)>, needs: &[(i64, i64)]) -> Vec<View> {
    found.sort_by(|one, other| one.1.name.cmp(&other.1.name));
    in_order(found, needs)
}
