//! JSON: every fact of the model, for programs. `docs/inspectdb.schema.json` describes it.

use backend_core::model::{QualifiedName, Schema};
use backend_core::wrapper::ServerInfo;
use serde::Serialize;

use crate::exit::{Exit, Failure};
use crate::render::Rendering;
use crate::select::Selection;

/// What the document says that it is.
pub(crate) const FORMAT: &str = "inspectdb";
/// Changes when something that was there is renamed, removed or means something else; what is added changes nothing.
pub(crate) const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'d> {
    format: &'static str,
    version: u32,
    vendor: &'static str,
    server: Server<'d>,
    schema: &'d Schema,
    warnings: Vec<Warning<'d>>,
}

#[derive(Serialize)]
struct Server<'d> {
    product: &'d str,
    version: String,
}

#[derive(Serialize)]
struct Warning<'d> {
    object: &'d QualifiedName,
    message: &'d str,
}

/// Renders the document.
pub(crate) fn render(
    selection: &Selection,
    vendor: &'static str,
    server: &ServerInfo,
) -> Result<Rendering, Failure> {
    let document = Document {
        format: FORMAT,
        version: VERSION,
        vendor,
        server: Server {
            product: &server.product,
            version: server.version.to_string(),
        },
        schema: &selection.schema,
        warnings: selection
            .warnings
            .iter()
            .map(|warning| Warning {
                object: &warning.object,
                message: &warning.message,
            })
            .collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)
        .map_err(|error| Failure::new(Exit::Other, format!("cannot write JSON: {error}")))?;
    text.push('\n');
    let foreign_keys = selection
        .schema
        .tables
        .iter()
        .map(|table| table.foreign_keys.len())
        .sum();
    Ok(Rendering {
        text,
        foreign_keys,
        ..Rendering::default()
    })
}
