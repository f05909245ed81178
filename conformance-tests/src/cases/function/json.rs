//! What is at a path of a document: as a document, as text, as a number or a boolean; its type, length and keys.

use backend_core::error::ErrorKind;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::function::{self, JsonPath};
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Expr, FunctionCall};
use backend_core::value::{Decimal, Json};

use super::{computed, expect_computed, expect_refused_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect_eq, expect_error};

const DJANGO: &str = "model_fields/test_jsonfield.py";

pub(super) const CASES: &[CaseDef] = &[
    case!("function.json.at_keys_and_indexes", at_keys_and_indexes, "A path of keys and indexes leads to the value there, from either end of an array.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.at_the_root", at_the_root, "The path without steps is the whole document, of whatever type.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.at_nothing", at_nothing, "A path that leads nowhere is NULL: no key, no element, a step into a scalar.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.keys_are_not_indexes", keys_are_not_indexes, "A key that is digits is no index of an array, and an index is no key of an object.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.form_as_the_flag_says", form_as_the_flag_says, "Documents that functions make are written in one form, keys in one order and once, numbers without exponents; or the flag is off.")
        .probe().requires(&[Flag::supports_json_functions]),
    case!("function.json.equal_keys_as_the_flag_says", equal_keys_as_the_flag_says, "Of equal keys the last one counts, or the flag is off.")
        .probe().requires(&[Flag::supports_json_functions]),
    case!("function.json.digits_are_kept", digits_are_kept, "Numbers keep digits that no double has.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.escapes_are_characters", escapes_are_characters, "Escapes, surrogates among them, are the characters that they stand for.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.deep_documents", deep_documents, "A path goes hundreds of levels deep, or as deep as it may and no deeper.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.text_at", text_at, "As text, strings have no quotes, other values are as they are written, and JSON's null is NULL.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.integer_at", integer_at, "As integers, numbers are numbers up to 64 bits, and fractions are rounded.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.double_at", double_at, "As doubles, numbers are the nearest.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.decimal_at", decimal_at, "As decimals, numbers have all their digits.")
        .requires(&[Flag::supports_json_decimals]),
    case!("function.json.decimals_are_refused", decimals_are_refused, "Where numbers of documents cannot be had as decimals, that is refused with the flag.")
        .refuses(Flag::supports_json_decimals),
    case!("function.json.boolean_at", boolean_at, "As booleans, true and false are what they are.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.scalars_of_another_type", scalars_of_another_type, "A scalar of another type than is asked for is an error, also a string of digits.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.numbers_out_of_range", numbers_out_of_range, "A number out of the range that is asked for is an error.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.type_at", type_at, "Each value has its type, and what is not there has none.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.length_at", length_at, "An array has its length, anything else has none.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.keys_at", keys_at, "An object has its keys, once and in one order; anything else has none.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.null_document", null_document, "A document that is NULL makes NULL of every function.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.not_json", not_json, "A text that is no JSON is an error where a document is asked for.")
        .requires(&[Flag::supports_json_functions])
        .django(DJANGO),
    case!("function.json.validation", validation, "A text is a document or not, without an error: as RFC 8259 says, and nothing more lenient.")
        .requires(&[Flag::supports_json_validation]),
    case!("function.json.is_refused", is_refused, "Where documents cannot be looked into, a function of them is refused with the flag.")
        .refuses(Flag::supports_json_functions),
    case!("function.json.validation_is_refused", validation_is_refused, "Where texts cannot be tried, the question is refused with the flag.")
        .refuses(Flag::supports_json_validation),
];

/// Demands what document an expression is: in the one form, or by its meaning where a server has others.
pub(super) async fn expect_document(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
    expected: Option<Json>,
) -> Outcome {
    let (found,): (Option<Json>,) = computed(context, expression)
        .await
        .map_err(|failure| failure.within(what))?;
    let text = |json: Option<Json>| json.map(|json| said(context, json.0));
    expect_eq(what, text(found), text(expected))
}

/// As [`expect_document`], of a text that may be one.
pub(super) async fn expect_text(
    context: &mut Context,
    what: &str,
    expression: impl Into<Expr>,
    expected: Option<&str>,
) -> Outcome {
    let (found,): (Option<String>,) = computed(context, expression)
        .await
        .map_err(|failure| failure.within(what))?;
    let text = |text: Option<String>| text.map(|text| said(context, text));
    expect_eq(what, text(found), text(expected.map(str::to_owned)))
}

/// A document as the server writes it; where that says nothing, by its meaning.
pub(super) fn said(context: &Context, text: String) -> String {
    if context.features().has_one_json_form {
        return text;
    }
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(value) if value.is_object() || value.is_array() || value.is_string() => {
            value.to_string()
        }
        _ => text,
    }
}

/// A document as a parameter.
pub(super) fn document(text: &str) -> Expr {
    bind(Json(text.to_owned())).into()
}

pub(super) fn json(text: &str) -> Json {
    Json(text.to_owned())
}

const PIECE: &str = r#"{"name": "Partita", "no": 2, "movements": [{"key": "d"}, ["x", null], "Chaconne"], "0": "zero", "": {"a.b[0]": true}}"#;

async fn at_keys_and_indexes(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    let rows = [
        (root().key("name"), r#""Partita""#),
        (root().key("no"), "2"),
        (root().key("movements").index(0), r#"{"key": "d"}"#),
        (root().key("movements").index(0).key("key"), r#""d""#),
        (root().key("movements").index(1), r#"["x", null]"#),
        (root().key("movements").index(1).index(1), "null"),
        (root().key("movements").index(-1), r#""Chaconne""#),
        (root().key("movements").index(-2).index(-2), r#""x""#),
        (root().key("0"), r#""zero""#),
        (root().key("").key("a.b[0]"), "true"),
    ];
    for (path, expected) in rows {
        let found = function::json_at(document(PIECE), &path);
        expect_document(context, &path.to_string(), found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn at_the_root(context: &mut Context) -> Outcome {
    for text in [
        r#"{"a": 1}"#,
        "[1, 2]",
        r#""x""#,
        "1.50",
        "true",
        "null",
        "{}",
        "[]",
        r#""""#,
    ] {
        let found = function::json_at(document(text), &JsonPath::ROOT);
        expect_document(context, text, found, Some(json(text))).await?;
    }
    Ok(())
}

async fn at_nothing(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    for path in [
        root().key("Name"),
        root().key("name").key("x"),
        root().key("name").index(0),
        root().key("no").key(""),
        root().key("movements").index(3),
        root().key("movements").index(-4),
        root().key("movements").index(i32::MAX),
        root().key("movements").index(i32::MIN),
        root().key("movements").index(1).index(1).key("x"),
        root().key("x").key("y").index(0),
    ] {
        let what = path.to_string();
        let found = function::json_at(document(PIECE), &path);
        expect_document(context, &what, found, None).await?;
        let found = function::json_text_at(document(PIECE), &path);
        expect_computed(context, &what, found, None::<String>).await?;
        let found = function::json_integer_at(document(PIECE), &path);
        expect_computed(context, &what, found, None::<i64>).await?;
    }
    Ok(())
}

async fn keys_are_not_indexes(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    for (text, path, expected) in [
        (r#"["a"]"#, root().key("0"), None),
        (r#"["a"]"#, root().index(0), Some(json(r#""a""#))),
        (r#"{"0": "b"}"#, root().index(0), None),
        (r#"{"-1": "b"}"#, root().index(-1), None),
        (r#"{"0": "b"}"#, root().key("0"), Some(json(r#""b""#))),
        (r#"{"-1": "b"}"#, root().key("-1"), Some(json(r#""b""#))),
        (r#""a""#, root().index(0), None),
    ] {
        let found = function::json_at(document(text), &path);
        expect_document(context, &format!("{path} of {text}"), found, expected).await?;
    }
    Ok(())
}

/// Documents, and each in the one form.
const FORMS: [(&str, &str); 6] = [
    (
        r#"{"bb":1,"a":[1,2],"c":{}}"#,
        r#"{"a": [1, 2], "c": {}, "bb": 1}"#,
    ),
    (" [ 1 ,\n2\t, [ ] ] ", "[1, 2, []]"),
    (
        "[1e2, 1.50E1, 25e-1, 1.0, -0, -0.0]",
        "[100, 15.0, 2.5, 1.0, 0, 0.0]",
    ),
    (r#""\u00e9\/\u007f""#, "\"é/\u{7f}\""),
    (r#""\u0001\u000a\u000B\"\\""#, r#""\u0001\n\u000b\"\\""#),
    (
        r#"{"é": 1, "z": 2, "zz": 3, "aaa": 4}"#,
        r#"{"z": 2, "zz": 3, "é": 1, "aaa": 4}"#,
    ),
];

async fn form_as_the_flag_says(context: &mut Context) -> Outcome {
    let is_one = context.features().has_one_json_form;
    let mut others = 0;
    for (text, expected) in FORMS {
        let found = function::json_at(document(text), &JsonPath::ROOT);
        let (found,): (Option<Json>,) = computed(context, found).await?;
        others += usize::from(found != Some(json(expected)));
        if is_one {
            expect_eq(text, found, Some(json(expected)))?;
        }
        let found = function::json_text_at(function::json_array([document(text)]), &JsonPath::ROOT);
        let (found,): (Option<String>,) = computed(context, found).await?;
        if is_one {
            expect_eq(text, found, Some(format!("[{expected}]")))?;
        }
    }
    expect_eq("all are in the one form", others == 0, is_one)
}

async fn equal_keys_as_the_flag_says(context: &mut Context) -> Outcome {
    let text = r#"{"a": 1, "b": {"x": 1, "x": 2}, "a": 3, "\u0061": 4}"#;
    let root = || JsonPath::ROOT;
    let a = function::json_integer_at(document(text), &root().key("a"));
    let (a,): (Option<i64>,) = computed(context, a).await?;
    let x = function::json_integer_at(document(text), &root().key("b").key("x"));
    let (x,): (Option<i64>,) = computed(context, x).await?;
    let is_last = context.features().keeps_last_of_equal_json_keys;
    expect_eq("the last ones", (a, x) == (Some(4), Some(2)), is_last)?;
    if is_last {
        let found = function::json_at(document(text), &JsonPath::ROOT);
        let expected = r#"{"a": 4, "b": {"x": 2}}"#;
        expect_document(context, "the document", found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn digits_are_kept(context: &mut Context) -> Outcome {
    for number in [
        "9007199254740993",
        "12345678901234567890123456789012345678901234567890",
        "0.12345678901234567890123456789",
        "-0.10",
    ] {
        let found = function::json_at(document(&format!("[{number}]")), &JsonPath::ROOT.index(0));
        expect_computed(context, number, found, Some(json(number))).await?;
        let found =
            function::json_text_at(document(&format!("[{number}]")), &JsonPath::ROOT.index(0));
        expect_computed(context, number, found, Some(number.to_owned())).await?;
    }
    Ok(())
}

async fn escapes_are_characters(context: &mut Context) -> Outcome {
    let text = r#"{"\ud83e\udd80": "\u00e9\ud83d\ude00\t\"\\\/\b\f\n\r"}"#;
    let path = JsonPath::ROOT.key("🦀");
    let expected = "é😀\t\"\\/\u{8}\u{c}\n\r".to_owned();
    let found = function::json_text_at(document(text), &path);
    expect_computed(context, "the text", found, Some(expected)).await?;
    for half in [r#""\ud83e""#, r#""\udd80""#, r#""\ud83e\u0041""#] {
        let found = function::json_at(document(half), &JsonPath::ROOT);
        expect_refused_value(context, half, found).await?;
    }
    Ok(())
}

async fn deep_documents(context: &mut Context) -> Outcome {
    let most = context.features().max_json_path_steps;
    let depth = most.map_or(300, |most| {
        usize::try_from(most / 2).unwrap_or(300).min(300)
    });
    let text = format!("{}7{}", "[{\"a\":".repeat(depth), "}]".repeat(depth));
    let path = (0..depth).fold(JsonPath::ROOT, |path, _| path.index(-1).key("a"));
    let found = function::json_integer_at(document(&text), &path);
    expect_computed(context, "the innermost", found, Some(7_i64)).await?;
    let Some(most) = most else {
        return Ok(());
    };
    let path = (0..=most).fold(JsonPath::ROOT, |path, _| path.index(0));
    let mut select = Query::select();
    select.expr(function::json_at(document("[]"), &path));
    expect_error(
        "a step more",
        context.build(&select.into()),
        ErrorKind::Data,
    )
    .map(drop)
}

async fn text_at(context: &mut Context) -> Outcome {
    let text = r#"{"text": "it's \"x\"", "empty": "", "number": 1.50, "true": true, "null": null, "array": [1,"a"], "object": {"b":1,"a":2}}"#;
    for (key, expected) in [
        ("text", Some("it's \"x\"")),
        ("empty", Some("")),
        ("number", Some("1.50")),
        ("true", Some("true")),
        ("null", None),
        ("array", Some(r#"[1, "a"]"#)),
        ("object", Some(r#"{"a": 2, "b": 1}"#)),
    ] {
        let found = function::json_text_at(document(text), &JsonPath::ROOT.key(key));
        expect_text(context, key, found, expected).await?;
    }
    for (text, expected) in [(r#""x""#, Some("x")), ("null", None), ("[]", Some("[]"))] {
        let found = function::json_text_at(document(text), &JsonPath::ROOT);
        expect_text(context, text, found, expected).await?;
    }
    Ok(())
}

async fn integer_at(context: &mut Context) -> Outcome {
    for (text, expected) in [
        ("0", Some(0_i64)),
        ("-7", Some(-7)),
        ("9223372036854775807", Some(i64::MAX)),
        ("-9223372036854775808", Some(i64::MIN)),
        ("9007199254740993", Some(9_007_199_254_740_993)),
        ("1e3", Some(1_000)),
        ("1.0", Some(1)),
        ("1.5", Some(2)),
        ("2.5", Some(3)),
        ("-2.5", Some(-3)),
        ("2.4999999999999999999", Some(2)),
        ("null", None),
    ] {
        let found = function::json_integer_at(document(text), &JsonPath::ROOT);
        expect_computed(context, text, found, expected).await?;
    }
    Ok(())
}

async fn double_at(context: &mut Context) -> Outcome {
    for (text, expected) in [
        ("0.1", Some(0.1_f64)),
        ("2", Some(2.0)),
        ("-1e300", Some(-1e300)),
        ("5e-324", Some(5e-324)),
        ("9007199254740993", Some(9_007_199_254_740_992.0)),
        ("null", None),
    ] {
        let found = function::json_double_at(document(text), &JsonPath::ROOT);
        expect_computed(context, text, found, expected).await?;
    }
    Ok(())
}

async fn decimal_at(context: &mut Context) -> Outcome {
    for text in [
        "1.50",
        "-0.000000000000000000000000000001",
        "123456789012345678901234567890",
    ] {
        let found = function::json_decimal_at(document(text), &JsonPath::ROOT);
        let (found,): (Option<Decimal>,) = computed(context, found).await?;
        expect_eq(text, found.map(Decimal::into_string), Some(text.to_owned()))?;
    }
    let found = function::json_decimal_at(document("null"), &JsonPath::ROOT);
    expect_computed(context, "null", found, None::<Decimal>).await
}

async fn boolean_at(context: &mut Context) -> Outcome {
    for (text, expected) in [("true", Some(true)), ("false", Some(false)), ("null", None)] {
        let found = function::json_boolean_at(document(text), &JsonPath::ROOT);
        expect_computed(context, text, found, expected).await?;
    }
    Ok(())
}

async fn scalars_of_another_type(context: &mut Context) -> Outcome {
    let root = &JsonPath::ROOT;
    for text in [r#""12""#, "true", "[1]", "{}", r#""""#] {
        let mut numbers = vec![
            function::json_integer_at(document(text), root),
            function::json_double_at(document(text), root),
        ];
        if context.features().supports_json_decimals {
            numbers.push(function::json_decimal_at(document(text), root));
        }
        for found in numbers {
            expect_refused_value(context, &format!("{text} as a number"), found).await?;
        }
    }
    for text in [r#""true""#, "1", "0", "[true]", "{}"] {
        let found = function::json_boolean_at(document(text), root);
        expect_refused_value(context, &format!("{text} as a boolean"), found).await?;
    }
    Ok(())
}

async fn numbers_out_of_range(context: &mut Context) -> Outcome {
    let root = &JsonPath::ROOT;
    for text in ["9223372036854775808", "9223372036854775807.5", "1e30"] {
        let found = function::json_integer_at(document(text), root);
        expect_refused_value(context, text, found).await?;
    }
    let found = function::json_double_at(document("1e400"), root);
    expect_refused_value(context, "1e400", found).await
}

async fn type_at(context: &mut Context) -> Outcome {
    let text = r#"{"o": {}, "a": [], "s": "", "n": 0, "b": false, "z": null}"#;
    for (key, expected) in [
        ("o", Some("object")),
        ("a", Some("array")),
        ("s", Some("string")),
        ("n", Some("number")),
        ("b", Some("boolean")),
        ("z", Some("null")),
        ("x", None),
    ] {
        let found = function::json_type_at(document(text), &JsonPath::ROOT.key(key));
        expect_computed(context, key, found, expected.map(str::to_owned)).await?;
    }
    Ok(())
}

async fn length_at(context: &mut Context) -> Outcome {
    for (text, expected) in [
        ("[]", Some(0_i64)),
        ("[null]", Some(1)),
        ("[[1, 2], {}, 3]", Some(3)),
        ("{}", None),
        (r#"{"a": [1]}"#, None),
        (r#""abc""#, None),
        ("null", None),
    ] {
        let found = function::json_length_at(document(text), &JsonPath::ROOT);
        expect_computed(context, text, found, expected).await?;
    }
    let found = function::json_length_at(document(PIECE), &JsonPath::ROOT.key("movements"));
    expect_computed(context, "at a path", found, Some(3_i64)).await?;
    let found = function::json_length_at(document(PIECE), &JsonPath::ROOT.key("nothing"));
    expect_computed(context, "of nothing", found, None::<i64>).await
}

async fn keys_at(context: &mut Context) -> Outcome {
    for (text, expected) in [
        (r#"{"b": 1, "a": 2, "b": 3}"#, Some(r#"["a", "b"]"#)),
        (
            r#"{"ccc": 1, "é": 2, "": 3, "b\"": 4}"#,
            Some(r#"["", "b\"", "é", "ccc"]"#),
        ),
        ("{}", Some("[]")),
        ("[]", None),
        (r#"[{"a": 1}]"#, None),
        ("1", None),
        ("null", None),
    ] {
        let found = function::json_keys_at(document(text), &JsonPath::ROOT);
        expect_document(context, text, found, expected.map(json)).await?;
    }
    let found = function::json_keys_at(document(PIECE), &JsonPath::ROOT.key("movements").index(0));
    expect_document(context, "at a path", found, Some(json(r#"["key"]"#))).await
}

/// Every function of one document, and of two.
fn of_nothing(features: &Features) -> Vec<(&'static str, FunctionCall)> {
    let null = || Expr::from(bind(None::<Json>));
    let path = &JsonPath::ROOT.key("a");
    let one = || document("1");
    let mut calls = vec![
        ("at", function::json_at(null(), path)),
        ("text", function::json_text_at(null(), path)),
        ("integer", function::json_integer_at(null(), path)),
        ("double", function::json_double_at(null(), path)),
        ("boolean", function::json_boolean_at(null(), path)),
        ("type", function::json_type_at(null(), path)),
        ("length", function::json_length_at(null(), path)),
        ("keys", function::json_keys_at(null(), path)),
        ("has path", function::json_has_path(null(), path)),
        ("is null", function::json_is_null_at(null(), path)),
        (
            "has all keys",
            function::json_has_all_keys(null(), path, ["a"]),
        ),
        (
            "has any key",
            function::json_has_any_key(null(), path, ["a"]),
        ),
        ("set", function::json_set(null(), path, one())),
        (
            "set the whole",
            function::json_set(null(), &JsonPath::ROOT, one()),
        ),
        ("insert", function::json_insert(null(), path, one())),
        ("replace", function::json_replace(null(), path, one())),
        ("remove", function::json_remove(null(), path)),
        ("append", function::json_append(null(), path, one())),
        ("concatenate", function::json_concatenate(null(), one())),
        ("be concatenated", function::json_concatenate(one(), null())),
    ];
    if features.supports_json_decimals {
        calls.push(("decimal", function::json_decimal_at(null(), path)));
    }
    if features.supports_json_comparison {
        calls.push(("equals", function::json_equals(null(), one())));
        calls.push(("is equalled", function::json_equals(one(), null())));
    }
    calls
}

async fn null_document(context: &mut Context) -> Outcome {
    for (what, call) in of_nothing(context.features()) {
        expect_computed(context, what, call, None::<Json>).await?;
    }
    Ok(())
}

async fn not_json(context: &mut Context) -> Outcome {
    for text in [
        "", "{", "{a: 1}", "{'a': 1}", "[1,]", "nul", "01", "NaN", "\"a", "1 2", "[1]]", "\"\n\"",
    ] {
        let found = function::json_at(bind(text), &JsonPath::ROOT);
        expect_refused_value(context, text, found).await?;
    }
    Ok(())
}

async fn validation(context: &mut Context) -> Outcome {
    for (text, expected) in [
        ("{}", true),
        (" [1, \"a\", null, true] ", true),
        ("\"\\ud83e\\udd80\"", true),
        ("1e5", true),
        ("", false),
        ("{a: 1}", false),
        ("[1,]", false),
        ("'a'", false),
        ("NaN", false),
        ("0x1F", false),
        ("\"\\ud83e\"", false),
        ("/* x */ 1", false),
    ] {
        let found = function::json_is_valid(bind(text));
        expect_computed(context, text, found, Some(expected)).await?;
    }
    let found = function::json_is_valid(bind(None::<String>));
    expect_computed(context, "NULL", found, None::<bool>).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_json_functions, async |context| {
            let mut select = Query::select();
            select.expr(function::json_at(document("[1]"), &JsonPath::ROOT.index(0)));
            context.fetch_query::<(Json,)>(&select.into()).await
        })
        .await
}

async fn decimals_are_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_json_decimals, async |context| {
            let mut select = Query::select();
            select.expr(function::json_decimal_at(document("1.5"), &JsonPath::ROOT));
            context.fetch_query::<(Decimal,)>(&select.into()).await
        })
        .await
}

async fn validation_is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_json_validation, async |context| {
            let mut select = Query::select();
            select.expr(function::json_is_valid(bind("[1]")));
            context.fetch_query::<(bool,)>(&select.into()).await
        })
        .await
}
