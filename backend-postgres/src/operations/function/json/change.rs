//! Documents that are changed at a path. The server's functions take an index for a key where an object is, and fail where a key
//! meets an array: so it is asked before whether the path leads where they would go.

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter, JsonFunction, JsonPath, JsonStep};

use super::{strict, write_document, write_text};

/// Writes a change. The document and the value are named, so that each is computed once, and so that no name in them is another.
pub(super) fn write(
    function: JsonFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let path = call.json_path(1)?;
    out.push("(SELECT CASE WHEN ");
    write_condition(function, &path, out);
    out.push(" THEN ");
    match (function, path.split_last()) {
        // Of the whole document nothing can be taken out or be missing.
        (JsonFunction::Remove | JsonFunction::Insert, None) => out.push("backend_document"),
        (JsonFunction::Set | JsonFunction::Replace, None) => out.push(VALUE),
        (JsonFunction::Remove, _) => {
            out.push("backend_document #- ");
            write_path(&path, out);
        }
        (JsonFunction::Append, _) => {
            out.push("jsonb_insert(backend_document, ");
            write_path(&path.index(-1), out);
            out.push(", ");
            out.push(VALUE);
            out.push(", true)");
        }
        _ => {
            out.push("jsonb_set(backend_document, ");
            write_path(&path, out);
            out.push(", ");
            out.push(VALUE);
            out.push(", true)");
        }
    }
    out.push(" ELSE backend_document END FROM (SELECT ");
    write_document(call.argument(0)?, out);
    out.push(" AS backend_document");
    if function != JsonFunction::Remove {
        out.push(", ");
        write_document(call.argument(2)?, out);
        out.push(" AS backend_value");
    }
    // The offset keeps the server from putting what is named in the place of each name.
    out.push(" OFFSET 0) AS backend_json)");
    Ok(())
}

const VALUE: &str = "COALESCE(backend_value, 'null'::jsonb)";

/// Writes whether the path leads to a place for the change; NULL is none.
fn write_condition(function: JsonFunction, path: &JsonPath, out: &mut dyn ExpressionWriter) {
    let found = |path: &str, compared: &'static str, out: &mut dyn ExpressionWriter| {
        out.push("jsonb_path_query_array(backend_document, ");
        write_text(path, out);
        out.push(", '{}', true)");
        out.push(compared);
    };
    let whole = strict(path.steps());
    match function {
        JsonFunction::Append => {
            let array = format!("{whole} ? (@.type() == \"array\")");
            found(&array, " <> '[]'::jsonb", out);
        }
        JsonFunction::Remove | JsonFunction::Replace => found(&whole, " <> '[]'::jsonb", out),
        _ => {
            let parent = match path.split_last() {
                None => whole.clone(),
                Some((JsonStep::Index(index), before)) => {
                    // From the front the first free place counts too.
                    let length = index.unsigned_abs();
                    format!(
                        "{} ? (@.type() == \"array\" && @.size() >= {length})",
                        strict(before)
                    )
                }
                Some((_, before)) => format!("{} ? (@.type() == \"object\")", strict(before)),
            };
            found(&parent, " <> '[]'::jsonb", out);
            if function == JsonFunction::Insert {
                out.push(" AND ");
                found(&whole, " = '[]'::jsonb", out);
            }
        }
    }
}

fn write_path(path: &JsonPath, out: &mut dyn ExpressionWriter) {
    out.push("ARRAY[");
    for (n, step) in path.steps().iter().enumerate() {
        out.push(if n > 0 { ", " } else { "" });
        match step {
            JsonStep::Key(key) => write_text(key, out),
            JsonStep::Index(index) => out.string(&index.to_string()),
            _ => {}
        }
    }
    out.push("]::text[]");
}
