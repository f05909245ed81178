//! Whether a document is what `docs/inspectdb.schema.json` says, and holds nothing that it does not tell of.

use std::path::Path;

use serde_json::Value;

/// Compares a document with the published description.
pub(crate) fn check(document: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/inspectdb.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let fault = fault(&schema, &schema, document, "$");
    assert_eq!(fault, None, "the document is not as described");
}

/// The first place where the value is not as described: the part of JSON Schema that the description uses.
fn fault(root: &Value, schema: &Value, value: &Value, at: &str) -> Option<String> {
    if let Some(name) = schema["$ref"].as_str() {
        let target = root.pointer(name.trim_start_matches('#')).expect(name);
        return fault(root, target, value, at);
    }
    if let Some(choices) = schema["anyOf"].as_array() {
        let fits = choices
            .iter()
            .any(|choice| fault(root, choice, value, at).is_none());
        return (!fits).then(|| format!("{at}: {value} is none of the choices"));
    }
    if let Some(words) = schema["enum"].as_array() {
        return (!words.contains(value)).then(|| format!("{at}: {value} is not one of {words:?}"));
    }
    if let Some(constant) = schema.get("const") {
        return (constant != value).then(|| format!("{at}: {value} is not {constant}"));
    }
    if let Some(wanted) = schema.get("type")
        && !has_type(wanted, value)
    {
        return Some(format!("{at}: {value} is not of type {wanted}"));
    }
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(n, item)| fault(root, &schema["items"], item, &format!("{at}[{n}]"))),
        Value::Object(fields) => {
            let required = schema["required"].as_array().into_iter().flatten();
            let missing = required
                .filter_map(Value::as_str)
                .find(|key| !fields.contains_key(*key));
            if let Some(key) = missing {
                return Some(format!("{at}: {key} is missing"));
            }
            fields.iter().find_map(|(key, field)| {
                let at = format!("{at}.{key}");
                let described = schema["properties"]
                    .get(key)
                    .or_else(|| schema.get("additionalProperties"));
                match described {
                    Some(schema) => fault(root, schema, field, &at),
                    None => Some(format!("{at} is not described")),
                }
            })
        }
        _ => None,
    }
}

fn has_type(wanted: &Value, value: &Value) -> bool {
    if let Some(choices) = wanted.as_array() {
        return choices.iter().any(|choice| has_type(choice, value));
    }
    match wanted.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some("null") => value.is_null(),
        _ => false,
    }
}

#[test]
fn a_wrong_document_is_found_out() {
    let schema = serde_json::json!({"type": "object", "required": ["a"], "properties": {"a": {"enum": ["x"]}}});
    let check = |value: Value| fault(&schema, &schema, &value, "$");
    assert_eq!(check(serde_json::json!({"a": "x"})), None);
    for wrong in [
        serde_json::json!({}),
        serde_json::json!({"a": "y"}),
        serde_json::json!({"a": "x", "b": 1}),
    ] {
        assert!(check(wrong).is_some());
    }
}
