//! Functions of JSON documents.
//!
//! A document is an expression whose values are JSON: a column of [`ColumnType::Json`], a parameter, another of these functions.
//! Documents mean what they say and not how they are written: keys have no order and are there once (of two the last one
//! counts), blanks say nothing, and a number is worth the same with zeros behind its point. What a function makes is written by
//! vendors in the same way, where their server lets them ([`has_one_json_form`](crate::flag::Flag::has_one_json_form)): keys by
//! their length and then their bytes, one blank behind commas and colons, numbers without exponents and with all their digits.
//!
//! A document that is NULL makes NULL of everything. JSON's own null is a value: [`json_at`] finds it as a document, and as
//! NULL it is found only where a scalar is asked for ([`json_text_at`], [`json_integer_at`] …). [`json_has_path`] and
//! [`json_is_null_at`] tell it from what is not there.

mod path;

use sea_query::{Expr, FunctionCall};

pub use self::path::{JsonPath, JsonStep};
use super::call::constant;
use super::type_constant::TypeConstant;
use crate::model::ColumnType;

functions! {
    /// Functions of JSON documents.
    JsonFunction = "json" {
        /// The value at a path: [`json_at`].
        At(2) = "json_at", supports_json_functions;
        /// The value at a path as text: [`json_text_at`].
        TextAt(2) = "json_text_at", supports_json_functions;
        /// The value at a path as an integer: [`json_integer_at`].
        IntegerAt(2) = "json_integer_at", supports_json_functions;
        /// The value at a path as a double: [`json_double_at`].
        DoubleAt(2) = "json_double_at", supports_json_functions;
        /// The value at a path as a decimal: [`json_decimal_at`].
        DecimalAt(2) = "json_decimal_at", supports_json_decimals;
        /// The value at a path as a boolean: [`json_boolean_at`].
        BooleanAt(2) = "json_boolean_at", supports_json_functions;
        /// The type of the value at a path: [`json_type_at`].
        TypeAt(2) = "json_type_at", supports_json_functions;
        /// The length of the array at a path: [`json_length_at`].
        LengthAt(2) = "json_length_at", supports_json_functions;
        /// The keys of the object at a path: [`json_keys_at`].
        KeysAt(2) = "json_keys_at", supports_json_functions;
        /// Whether a path leads to a value: [`json_has_path`].
        HasPath(2) = "json_has_path", supports_json_functions;
        /// Whether JSON's null is at a path: [`json_is_null_at`].
        IsNullAt(2) = "json_is_null_at", supports_json_functions;
        /// Whether an object has all of the keys: [`json_has_all_keys`].
        HasAllKeys(2..) = "json_has_all_keys", supports_json_functions;
        /// Whether an object has one of the keys: [`json_has_any_key`].
        HasAnyKey(2..) = "json_has_any_key", supports_json_functions;
        /// Whether two documents say the same: [`json_equals`].
        Equals(2) = "json_equals", supports_json_comparison;
        /// Whether a document contains another: [`json_contains`].
        Contains(2) = "json_contains", supports_json_containment;
        /// Whether a document is contained in another: [`json_contained_by`].
        ContainedBy(2) = "json_contained_by", supports_json_containment;
        /// An object of keys and documents: [`json_object`].
        Object(_) = "json_object", supports_json_functions;
        /// An array of documents: [`json_array`].
        Array(_) = "json_array", supports_json_functions;
        /// A value as a document: [`to_json`].
        ToJson(2) = "to_json", supports_json_functions;
        /// A document with a value at a path: [`json_set`].
        Set(3) = "json_set", supports_json_functions;
        /// A document with a value at a path where none was: [`json_insert`].
        Insert(3) = "json_insert", supports_json_functions;
        /// A document with another value at a path: [`json_replace`].
        Replace(3) = "json_replace", supports_json_functions;
        /// A document without the value at a path: [`json_remove`].
        Remove(2) = "json_remove", supports_json_functions;
        /// A document with one more element in the array at a path: [`json_append`].
        Append(3) = "json_append", supports_json_functions;
        /// Two objects or arrays as one: [`json_concatenate`].
        Concatenate(2) = "json_concatenate", supports_json_functions;
        /// Whether a text is a document: [`json_is_valid`].
        IsValid(1) = "json_is_valid", supports_json_validation;
    }
}

fn at(function: JsonFunction, document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    function.call().arg(document).arg(constant(path))
}

/// The value at the path, as a document; NULL where nothing is there.
///
/// # Example
/// ```
/// use backend_core::function::{self, JsonPath};
/// use backend_core::query::Query;
/// use backend_core::sea_query::{Expr, ExprTrait};
///
/// let last = JsonPath::ROOT.key("movements").index(-1);
/// let key = last.clone().key("key");
/// let query: Query = Query::select()
///     .expr(function::json_at(Expr::col("about"), &last))
///     .from("work")
///     .and_where(Expr::from(function::json_text_at(Expr::col("about"), &key)).eq("d minor"))
///     .into();
/// # let _ = query;
/// ```
pub fn json_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::At, document, path)
}

/// The value at the path, as text: a string without its quotes, everything else as it is written. NULL where nothing or JSON's
/// null is there.
pub fn json_text_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::TextAt, document, path)
}

/// The number at the path, as an integer of 64 bits; a fraction is rounded as [`cast`](super::cast) rounds decimals. NULL where
/// nothing or JSON's null is there.
///
/// Anything but a number, also a string of digits, and a number out of range are [`Data`](crate::error::ErrorKind::Data) errors
/// of the server.
pub fn json_integer_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::IntegerAt, document, path)
}

/// The number at the path, as the nearest double. NULL and errors as of [`json_integer_at`].
pub fn json_double_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::DoubleAt, document, path)
}

/// The number at the path, with all its digits. NULL and errors as of [`json_integer_at`].
pub fn json_decimal_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::DecimalAt, document, path)
}

/// The boolean at the path. NULL where nothing or JSON's null is there; anything but a boolean is a
/// [`Data`](crate::error::ErrorKind::Data) error of the server.
pub fn json_boolean_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::BooleanAt, document, path)
}

/// What is at the path: `object`, `array`, `string`, `number`, `boolean` or `null`; NULL where nothing is.
pub fn json_type_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::TypeAt, document, path)
}

/// How many elements the array at the path has; NULL where no array is there.
pub fn json_length_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::LengthAt, document, path)
}

/// The keys of the object at the path, as an array of strings, by their length and then their bytes; NULL where no object is
/// there.
pub fn json_keys_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::KeysAt, document, path)
}

/// Whether the path leads to a value; JSON's null is one.
///
/// Of a path that ends with a key: whether the object has the key.
pub fn json_has_path(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::HasPath, document, path)
}

/// Whether JSON's null is at the path; false where nothing is.
pub fn json_is_null_at(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::IsNullAt, document, path)
}

/// Whether the object at the path has all of the keys; false where no object is there.
pub fn json_has_all_keys<K: Into<String>>(
    document: impl Into<Expr>,
    path: &JsonPath,
    keys: impl IntoIterator<Item = K>,
) -> FunctionCall {
    keys.into_iter()
        .fold(at(JsonFunction::HasAllKeys, document, path), |call, key| {
            call.arg(constant(&key.into()))
        })
}

/// Whether the object at the path has at least one of the keys; false where no object is there.
pub fn json_has_any_key<K: Into<String>>(
    document: impl Into<Expr>,
    path: &JsonPath,
    keys: impl IntoIterator<Item = K>,
) -> FunctionCall {
    keys.into_iter()
        .fold(at(JsonFunction::HasAnyKey, document, path), |call, key| {
            call.arg(constant(&key.into()))
        })
}

/// Whether two documents say the same, however they are written: `{"a": 1, "b": []}` is `{"b":[],"a":1.0}`.
pub fn json_equals(document: impl Into<Expr>, other: impl Into<Expr>) -> FunctionCall {
    JsonFunction::Equals.call().arg(document).arg(other)
}

/// Whether a document contains another.
///
/// An object contains one whose keys it has, with values that contain the other's; an array contains one each of whose elements
/// one of its own contains, in any order and number, and a string, number, boolean or null that is one of its elements. Such a
/// scalar contains itself.
pub fn json_contains(document: impl Into<Expr>, other: impl Into<Expr>) -> FunctionCall {
    JsonFunction::Contains.call().arg(document).arg(other)
}

/// Whether a document is contained in another, as [`json_contains`] says.
pub fn json_contained_by(document: impl Into<Expr>, other: impl Into<Expr>) -> FunctionCall {
    JsonFunction::ContainedBy.call().arg(document).arg(other)
}

/// An object of keys and documents; NULL becomes JSON's null, and of equal keys the last one counts.
///
/// The values have to be documents: [`to_json`] makes one of any other value.
///
/// # Example
/// ```
/// use backend_core::function::{json_object, to_json};
/// use backend_core::model::ColumnType;
/// use backend_core::sea_query::Expr;
///
/// let object = json_object([
///     ("name", to_json(Expr::col("name"), &ColumnType::Text)),
///     ("is_alive", to_json(Expr::col("is_alive"), &ColumnType::Boolean)),
/// ]);
/// # let _ = object;
/// ```
pub fn json_object<K: Into<String>, V: Into<Expr>>(
    pairs: impl IntoIterator<Item = (K, V)>,
) -> FunctionCall {
    pairs
        .into_iter()
        .fold(JsonFunction::Object.call(), |call, (key, value)| {
            call.arg(constant(&key.into())).arg(value)
        })
}

/// An array of documents; NULL becomes JSON's null.
///
/// The elements have to be documents: [`to_json`] makes one of any other value.
pub fn json_array<V: Into<Expr>>(elements: impl IntoIterator<Item = V>) -> FunctionCall {
    elements
        .into_iter()
        .fold(JsonFunction::Array.call(), FunctionCall::arg)
}

/// A value of that type as a document: booleans and numbers as such, documents as they are, everything else as a string of what
/// [`cast`](super::cast) makes of it as text.
///
/// The type has to be said, since some databases have no booleans, or store documents as text.
/// [`json_array_aggregate`](super::json_array_aggregate) of it gathers the same documents everywhere.
pub fn to_json(value: impl Into<Expr>, of: &ColumnType) -> FunctionCall {
    JsonFunction::ToJson
        .call()
        .arg(value)
        .arg(constant(&TypeConstant::of(of)))
}

/// The document with a value at the path, whether or not one was there; NULL is put as JSON's null.
///
/// A key is added to an object that lacks it; an index that is the array's length adds an element. Where the path leads through
/// what is not there, or is of the other sort, the document stays as it is.
pub fn json_set(
    document: impl Into<Expr>,
    path: &JsonPath,
    value: impl Into<Expr>,
) -> FunctionCall {
    at(JsonFunction::Set, document, path).arg(value)
}

/// As [`json_set`], but only where no value is at the path.
pub fn json_insert(
    document: impl Into<Expr>,
    path: &JsonPath,
    value: impl Into<Expr>,
) -> FunctionCall {
    at(JsonFunction::Insert, document, path).arg(value)
}

/// As [`json_set`], but only where a value is at the path.
pub fn json_replace(
    document: impl Into<Expr>,
    path: &JsonPath,
    value: impl Into<Expr>,
) -> FunctionCall {
    at(JsonFunction::Replace, document, path).arg(value)
}

/// The document without what is at the path; elements behind a removed one move up. The whole document cannot be removed.
pub fn json_remove(document: impl Into<Expr>, path: &JsonPath) -> FunctionCall {
    at(JsonFunction::Remove, document, path)
}

/// The document with one more element at the end of the array at the path; as it is where no array is there. NULL is put as
/// JSON's null.
pub fn json_append(
    document: impl Into<Expr>,
    path: &JsonPath,
    value: impl Into<Expr>,
) -> FunctionCall {
    at(JsonFunction::Append, document, path).arg(value)
}

/// Two objects as one, whose values are the second's where both have a key; or two arrays one after the other, where a scalar
/// counts as an array of it. Values are not merged in depth.
///
/// What an object and anything else become together is not said.
pub fn json_concatenate(first: impl Into<Expr>, second: impl Into<Expr>) -> FunctionCall {
    JsonFunction::Concatenate.call().arg(first).arg(second)
}

/// Whether a text is a document.
pub fn json_is_valid(text: impl Into<Expr>) -> FunctionCall {
    JsonFunction::IsValid.call().arg(text)
}
