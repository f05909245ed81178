//! Functions of JSON documents. SQLite's own are not used: the first of two equal keys counts there, numbers lose digits, keys
//! with quotes have no path, and nothing tells whether one document contains another.

mod document;
mod read;
mod way;

use std::sync::Arc;

use backend_core::function::JsonPath;
use backend_core::value::Decimal;
use rusqlite::functions::{Context, FunctionFlags, SubType};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Result};

pub(super) use self::document::Document;
use self::document::Object;
pub(super) use self::read::read;
use self::way::{Put, find, put, remove};
use super::{PURE, number, refused};

/// What a function answers with, and whether it is a document: SQLite's own functions, and what gathers rows, tell by it a document
/// from a text.
pub(super) type Answer = (Option<Value>, SubType);

/// The mark of a document: the letter that SQLite's own functions give theirs.
const DOCUMENT: SubType = Some(b'J' as u32);

/// As [`PURE`], with a mark on what it answers.
pub(super) const MARKED: FunctionFlags = PURE.union(FunctionFlags::SQLITE_RESULT_SUBTYPE);

/// An answer that is a document where it is anything.
pub(super) const fn marked(value: Option<Value>) -> Answer {
    (value, DOCUMENT)
}

/// An answer that is no document.
const fn plain(value: Option<Value>) -> Answer {
    (value, None)
}

/// Registers the functions of this family.
pub(super) fn register(connection: &Connection) -> Result<()> {
    of_paths(connection)?;
    of_kinds(connection)?;
    changes(connection)?;
    of_two(connection)?;
    constructors(connection)
}

/// Registers a function of a document, NULL where the document is.
fn of_document(
    connection: &Connection,
    name: &str,
    arguments: i32,
    function: impl for<'c> Fn(Document<'c>, &'c Context<'_>) -> Result<Answer> + Send + 'static,
) -> Result<()> {
    connection.create_scalar_function(name, arguments, MARKED, move |context| {
        match document(context.get_raw(0))? {
            Some(document) => function(document, context),
            None => Ok(plain(None)),
        }
    })
}

/// Registers a function of what is at a path.
fn of_value(
    connection: &Connection,
    name: &str,
    function: impl Fn(Option<&Document<'_>>) -> Result<Answer> + Send + 'static,
) -> Result<()> {
    of_document(connection, name, 2, move |document, context| {
        function(find(&document, &*path(context)?))
    })
}

/// A document, or `None` for NULL. Columns that were not made by this crate may have turned numbers into numbers.
pub(super) fn document(value: ValueRef<'_>) -> Result<Option<Document<'_>>> {
    let found = match value {
        ValueRef::Null => return Ok(None),
        ValueRef::Text(bytes) => std::str::from_utf8(bytes).ok().and_then(read),
        ValueRef::Integer(number) => Some(Document::Number(number.into())),
        ValueRef::Real(number) => real(number).map(Document::Number),
        ValueRef::Blob(_) => None,
    };
    match found {
        Some(document) => Ok(Some(document)),
        None => Err(refused("a value is not JSON")),
    }
}

/// The shortest decimal that means a number; `None` where it is infinite.
fn real(number: f64) -> Option<Decimal> {
    number
        .is_finite()
        .then(|| Decimal::parse(&number.to_string()).ok())?
}

fn path(context: &Context<'_>) -> Result<Arc<JsonPath>> {
    context.get_or_create_aux(1, |value| -> Result<JsonPath> {
        let text = value.as_str().map_err(|_| no_path())?;
        text.parse().map_err(|_| no_path())
    })
}

fn no_path() -> rusqlite::Error {
    refused("an argument is not a path")
}

fn text(document: &Document<'_>) -> Value {
    Value::Text(match document {
        Document::Text(text) => text.clone().into_owned(),
        other => other.to_string(),
    })
}

fn json(document: &Document<'_>) -> Answer {
    marked(Some(Value::Text(document.to_string())))
}

fn boolean(value: bool) -> Answer {
    plain(Some(Value::Integer(value.into())))
}

/// What is at a path.
fn of_paths(connection: &Connection) -> Result<()> {
    of_value(connection, "backend_json_at", |value| {
        Ok(value.map_or(plain(None), json))
    })?;
    of_value(connection, "backend_json_type_at", |value| {
        Ok(plain(
            value.map(|value| Value::Text(value.type_name().to_owned())),
        ))
    })?;
    of_value(connection, "backend_json_length_at", |value| {
        Ok(plain(match value {
            Some(Document::Array(elements)) => {
                i64::try_from(elements.len()).ok().map(Value::Integer)
            }
            _ => None,
        }))
    })?;
    of_value(connection, "backend_json_keys_at", |value| {
        Ok(match value {
            Some(Document::Object(object)) => {
                let keys = object.keys().map(|key| Document::Text(key.clone()));
                json(&Document::Array(keys.collect()))
            }
            _ => plain(None),
        })
    })?;
    of_value(connection, "backend_json_has_path", |value| {
        Ok(boolean(value.is_some()))
    })?;
    of_value(connection, "backend_json_is_null_at", |value| {
        Ok(boolean(value == Some(&Document::Null)))
    })?;
    for (name, all) in [
        ("backend_json_has_all_keys", true),
        ("backend_json_has_any_key", false),
    ] {
        of_document(connection, name, 3, move |document, context| {
            let keys = self::document(context.get_raw(2))?;
            let (Some(Document::Object(object)), Some(Document::Array(keys))) =
                (find(&document, &*path(context)?), keys)
            else {
                return Ok(boolean(false));
            };
            let has = |key: &Document<'_>| match key {
                Document::Text(key) => object.value(key).is_some(),
                _ => false,
            };
            Ok(boolean(if all {
                keys.iter().all(has)
            } else {
                keys.iter().any(has)
            }))
        })?;
    }
    Ok(())
}

/// What is at a path, as a scalar: JSON's null is NULL.
fn of_kinds(connection: &Connection) -> Result<()> {
    let of_scalar = |name, function: fn(&Document<'_>) -> Option<Value>| {
        of_value(connection, name, move |value| match value {
            None | Some(Document::Null) => Ok(plain(None)),
            Some(value) => match function(value) {
                Some(value) => Ok(plain(Some(value))),
                None => Err(refused(
                    "a JSON value is of another kind than asked for, or out of its range",
                )),
            },
        })
    };
    of_scalar("backend_json_text_at", |value| Some(text(value)))?;
    of_scalar("backend_json_integer_at", |value| match value {
        Document::Number(number) => number::integer(number.as_ref()).map(Value::Integer),
        _ => None,
    })?;
    of_scalar("backend_json_double_at", |value| match value {
        Document::Number(number) => number::double(number.as_ref()).map(Value::Real),
        _ => None,
    })?;
    of_scalar("backend_json_decimal_at", |value| match value {
        Document::Number(number) => Some(Value::Text(number.as_str().to_owned())),
        _ => None,
    })?;
    of_scalar("backend_json_boolean_at", |value| match value {
        Document::Boolean(value) => boolean(*value).0,
        _ => None,
    })
}

/// Documents that are changed at a path.
fn changes(connection: &Connection) -> Result<()> {
    for (name, how) in [
        ("backend_json_set", Put::Set),
        ("backend_json_insert", Put::Insert),
        ("backend_json_replace", Put::Replace),
        ("backend_json_append", Put::Append),
    ] {
        of_document(connection, name, 3, move |mut document, context| {
            let value = self::document(context.get_raw(2))?.unwrap_or(Document::Null);
            put(&mut document, &*path(context)?, value, how);
            Ok(json(&document))
        })?;
    }
    of_document(
        connection,
        "backend_json_remove",
        2,
        |mut document, context| {
            remove(&mut document, &*path(context)?);
            Ok(json(&document))
        },
    )
}

/// Functions of two documents.
fn of_two(connection: &Connection) -> Result<()> {
    let of_two = |name, function: fn(Document<'_>, Document<'_>) -> Answer| {
        of_document(connection, name, 2, move |first, context| {
            let second = document(context.get_raw(1))?;
            Ok(second.map_or(plain(None), |second| function(first, second)))
        })
    };
    of_two("backend_json_equals", |first, second| {
        boolean(first == second)
    })?;
    of_two("backend_json_contains", |first, second| {
        boolean(first.contains(&second))
    })?;
    of_two("backend_json_concatenate", |first, second| {
        json(&first.clone().concatenate(second.clone()))
    })
}

/// Documents out of values, and whether a text is one.
fn constructors(connection: &Connection) -> Result<()> {
    connection.create_scalar_function("backend_json_object", -1, MARKED, |context| {
        let mut pairs = Vec::with_capacity(context.len() / 2);
        for place in (0..context.len()).step_by(2) {
            let key = context.get_raw(place);
            let key = key.as_str().map_err(|_| refused("a key is not text"))?;
            pairs.push((key.into(), element(context, place + 1)?));
        }
        Ok(json(&Document::Object(Object::of(pairs))))
    })?;
    connection.create_scalar_function("backend_json_array", -1, MARKED, |context| {
        let elements: Result<Vec<_>> = (0..context.len())
            .map(|place| element(context, place))
            .collect();
        Ok(json(&Document::Array(elements?)))
    })?;
    connection.create_scalar_function("backend_json_of", 2, MARKED, |context| {
        let value = context.get_raw(0);
        let sort = context.get_raw(1);
        match (value, sort.as_str().unwrap_or_default()) {
            (ValueRef::Null, _) => Ok(plain(None)),
            (_, sort) => match of_scalar(value, sort) {
                Some(document) => Ok(json(&document)),
                None => Err(refused("a value is not of the type that was said of it")),
            },
        }
    })?;
    connection.create_scalar_function("backend_json_is_valid", 1, PURE, |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Null => plain(None),
            value => boolean(document(value).is_ok()),
        })
    })
}

fn element<'c>(context: &'c Context<'_>, place: usize) -> Result<Document<'c>> {
    Ok(document(context.get_raw(place))?.unwrap_or(Document::Null))
}

fn of_scalar<'v>(value: ValueRef<'v>, sort: &str) -> Option<Document<'v>> {
    Some(match (sort, value) {
        ("boolean", ValueRef::Integer(value @ (0 | 1))) => Document::Boolean(value == 1),
        ("number", ValueRef::Integer(number)) => Document::Number(number.into()),
        ("number", ValueRef::Real(number)) => match real(number) {
            Some(number) => Document::Number(number),
            None if number < 0.0 => Document::Text("-Infinity".into()),
            None => Document::Text("Infinity".into()),
        },
        ("number", ValueRef::Text(bytes)) => {
            let number = Decimal::parse(std::str::from_utf8(bytes).ok()?).ok()?;
            if number.is_finite() {
                Document::Number(number)
            } else {
                Document::Text(number.into_string().into())
            }
        }
        ("text", ValueRef::Text(bytes)) => Document::Text(std::str::from_utf8(bytes).ok()?.into()),
        _ => return None,
    })
}

/// The texts as an array, for an argument.
pub(in crate::operations::function) fn array_of_texts(texts: Vec<String>) -> String {
    let texts = texts.into_iter().map(|text| Document::Text(text.into()));
    Document::Array(texts.collect()).to_string()
}
