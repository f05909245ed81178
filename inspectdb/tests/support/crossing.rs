//! Whether a database holds what another one holds, but for what was said to be lost.

use std::collections::BTreeSet;

use serde_json::Value;

/// The warnings of a run, without their numbers.
pub(crate) fn warnings(stderr: &str) -> Vec<String> {
    let lines = stderr.lines().filter(|line| line.starts_with("warning "));
    let texts = lines.filter_map(|line| line.split_once(": "));
    texts.map(|(_, text)| text.to_owned()).collect()
}

/// Compares two documents of `--format json`: the second was made of the first, with these losses.
pub(crate) fn assert_equal_but_for(losses: &[String], from: &str, to: &str) {
    let (from, to): (Value, Value) = (
        serde_json::from_str(from).unwrap(),
        serde_json::from_str(to).unwrap(),
    );
    for table in from["schema"]["tables"].as_array().unwrap() {
        let name = name_of(&table["name"]);
        let said: Vec<&str> = losses
            .iter()
            .filter_map(|loss| loss.strip_prefix(&format!("{name}: ")))
            .collect();
        if said.iter().any(|loss| loss.starts_with("left out")) {
            continue;
        }
        let called = said
            .iter()
            .find_map(|loss| loss.strip_prefix("it is called "));
        let called = called.unwrap_or(&name);
        let found = to["schema"]["tables"].as_array().unwrap().iter();
        let found = found
            .clone()
            .find(|table| name_of(&table["name"]) == called);
        let found = found.unwrap_or_else(|| panic!("{called} is not there: {losses:?}"));
        let mut table = table.clone();
        for key in table["foreign_keys"].as_array_mut().unwrap() {
            let references = name_of(&key["references"]);
            let called = format!("{references}: it is called ");
            if let Some(called) = losses.iter().find_map(|loss| loss.strip_prefix(&called)) {
                key["references"] = serde_json::json!({"schema": null, "name": called});
            }
        }
        compare(&name, &said, &table, found);
    }
}

fn compare(name: &str, said: &[&str], from: &Value, to: &Value) {
    // What has another name is told by it; the rest of such a table is compared by people.
    if said.iter().any(|loss| loss.contains(" is called ")) {
        return;
    }
    let is_said = |part: &str| said.iter().any(|loss| loss.contains(part));
    compare_columns(name, said, from, to);
    let keys = |table: &Value, part: &str, facts: &[&str]| -> BTreeSet<String> {
        let parts = match &table[part] {
            Value::Array(parts) => parts.clone(),
            Value::Null => Vec::new(),
            one => vec![one.clone()],
        };
        let parts = parts.iter();
        parts
            .map(|part| {
                let facts: Vec<_> = facts.iter().map(|fact| part[fact].to_string()).collect();
                facts.join(" ")
            })
            .collect()
    };
    for (part, facts, what) in [
        ("primary_key", &["columns"][..], "the primary key"),
        (
            "uniques",
            &["columns", "nulls_distinct"][..],
            "the unique constraint",
        ),
        (
            "foreign_keys",
            &[
                "columns",
                "references",
                "referenced_columns",
                "on_delete",
                "on_update",
            ][..],
            "the foreign key",
        ),
        ("indexes", &["name", "unique", "include"][..], "the index"),
    ] {
        if !is_said(what) {
            assert_eq!(
                keys(from, part, facts),
                keys(to, part, facts),
                "{name}: {part}"
            );
        }
    }
    if !said.iter().any(|loss| loss.starts_with("its comment")) {
        assert_eq!(from["comment"], to["comment"], "{name}");
    }
}

fn compare_columns(name: &str, said: &[&str], from: &Value, to: &Value) {
    let is_said = |part: &str| said.iter().any(|loss| loss.contains(part));
    let columns = |table: &Value| table["columns"].as_array().unwrap().clone();
    assert_eq!(columns(from).len(), columns(to).len(), "{name}");
    for (from, to) in columns(from).iter().zip(columns(to)) {
        let column = from["name"].as_str().unwrap();
        let about = |what: &str| is_said(&format!("the column {column}: {what}"));
        assert_eq!(from["name"], to["name"], "{name}");
        if !about("the type") {
            assert_eq!(from["column_type"], to["column_type"], "{name}.{column}");
        }
        let is_numbered = |column: &Value| !column["identity"].is_null();
        if !about("it is numbered") && !about("that it is numbered") {
            assert_eq!(is_numbered(from), is_numbered(&to), "{name}.{column}");
        }
        let default = |column: &Value| match &column["default"] {
            default if default["literal"] == "null" => Value::Null,
            default => default.clone(),
        };
        let is_left = about("it is numbered") || about("that it is numbered");
        if !about("its default") && !about("the type") && !is_left {
            assert_eq!(default(from), default(&to), "{name}.{column}");
        }
        if !about("its comment") {
            assert_eq!(from["comment"], to["comment"], "{name}.{column}");
        }
    }
}

fn name_of(name: &Value) -> String {
    let text = name["name"].as_str().unwrap();
    match name["schema"].as_str() {
        Some(schema) => format!("{schema}.{text}"),
        None => text.to_owned(),
    }
}
