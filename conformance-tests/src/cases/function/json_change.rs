//! Documents that are made, and changed at a path.

use backend_core::flag::Flag;
use backend_core::function::{self, JsonPath};
use backend_core::model::ColumnType;
use backend_core::query::bind;
use backend_core::sea_query::Expr;
use backend_core::value::{Date, Decimal, Json, TimestampTz, Uuid};

use super::json::{document, expect_document, json};
use super::{computed, expect_computed, expect_refused_value};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::expect_eq;

pub(super) const CASES: &[CaseDef] = &[
    case!("function.json.set", set, "A value is put at a path, over another one or where none was.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.set_nowhere", set_nowhere, "A path that leads through nothing, or into the other sort, changes nothing.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.set_null", set_null, "A NULL is put as JSON's null; the document is not lost.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.insert", insert, "A value is inserted only where none is.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.replace", replace, "A value is replaced only where one is.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.remove", remove, "A value is removed where it is; elements behind it move up.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.append", append, "An element is added at the end of an array, and to nothing else.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.changes_in_changes", changes_in_changes, "Changes can be made of changes, many deep.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.concatenate", concatenate, "Two objects are merged at their first level, the second one wins; two arrays stand one after the other.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.object", object, "An object is made of keys and documents; NULL is JSON's null, and the last of equal keys counts.")
        .requires(&[Flag::supports_json_functions])
        .django("db_functions/json/test_json_object.py"),
    case!("function.json.array", array, "An array is made of documents in their order; NULL is JSON's null.")
        .requires(&[Flag::supports_json_functions])
        .django("db_functions/json/test_json_array.py"),
    case!("function.json.large_objects", large_objects, "Objects and arrays of hundreds of members are made.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.members_are_documents", members_are_documents, "What is no document does not become a member by itself.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.of_booleans", of_booleans, "A boolean becomes true or false, also where booleans are stored as numbers.")
        .requires(&[Flag::supports_json_functions])
        .django("db_functions/json/test_json_object.py"),
    case!("function.json.of_numbers", of_numbers, "Numbers become numbers with all their digits.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.of_texts", of_texts, "A text becomes a string, whatever characters it has, also one that looks like JSON.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.of_other_values", of_other_values, "A day, an instant, a UUID become strings of their texts; a document stays one.")
        .requires(&[Flag::supports_json_functions, Flag::supports_casts]),
];

const DOCUMENT: &str = r#"{"a": 1, "b": [1, 2, {"c": 3}], "n": null}"#;

fn root() -> JsonPath {
    JsonPath::ROOT
}

async fn set(context: &mut Context) -> Outcome {
    for (path, expected) in [
        (
            root().key("a"),
            r#"{"a": "x", "b": [1, 2, {"c": 3}], "n": null}"#,
        ),
        (
            root().key("new"),
            r#"{"a": 1, "b": [1, 2, {"c": 3}], "n": null, "new": "x"}"#,
        ),
        (
            root().key("n"),
            r#"{"a": 1, "b": [1, 2, {"c": 3}], "n": "x"}"#,
        ),
        (
            root().key("b").index(0),
            r#"{"a": 1, "b": ["x", 2, {"c": 3}], "n": null}"#,
        ),
        (
            root().key("b").index(-1),
            r#"{"a": 1, "b": [1, 2, "x"], "n": null}"#,
        ),
        (
            root().key("b").index(-3),
            r#"{"a": 1, "b": ["x", 2, {"c": 3}], "n": null}"#,
        ),
        (
            root().key("b").index(3),
            r#"{"a": 1, "b": [1, 2, {"c": 3}, "x"], "n": null}"#,
        ),
        (
            root().key("b").index(2).key("c"),
            r#"{"a": 1, "b": [1, 2, {"c": "x"}], "n": null}"#,
        ),
        (
            root().key("b").index(-1).key("d"),
            r#"{"a": 1, "b": [1, 2, {"c": 3, "d": "x"}], "n": null}"#,
        ),
        (root(), r#""x""#),
    ] {
        let found = function::json_set(document(DOCUMENT), &path, document(r#""x""#));
        expect_document(context, &path.to_string(), found, Some(json(expected))).await?;
    }
    let found = function::json_set(document("[]"), &root().index(0), document("1"));
    expect_document(context, "the first element", found, Some(json("[1]"))).await
}

async fn set_nowhere(context: &mut Context) -> Outcome {
    for path in [
        root().key("x").key("y"),
        root().key("a").key("x"),
        root().key("a").index(0),
        root().key("n").key("x"),
        root().key("b").key("0"),
        root().key("b").index(4),
        root().key("b").index(-4),
        root().key("b").index(i32::MAX),
        root().key("b").index(i32::MIN),
        root().index(0),
        root().index(-1),
    ] {
        for found in [
            function::json_set(document(DOCUMENT), &path, document("9")),
            function::json_insert(document(DOCUMENT), &path, document("9")),
            function::json_replace(document(DOCUMENT), &path, document("9")),
            function::json_remove(document(DOCUMENT), &path),
            function::json_append(document(DOCUMENT), &path, document("9")),
        ] {
            expect_document(context, &path.to_string(), found, Some(json(DOCUMENT))).await?;
        }
    }
    Ok(())
}

async fn set_null(context: &mut Context) -> Outcome {
    let null = || Expr::from(bind(None::<Json>));
    for (found, expected) in [
        (
            function::json_set(document("{\"a\": 1}"), &root().key("a"), null()),
            r#"{"a": null}"#,
        ),
        (
            function::json_insert(document("{}"), &root().key("a"), null()),
            r#"{"a": null}"#,
        ),
        (
            function::json_append(document("[1]"), &root(), null()),
            "[1, null]",
        ),
        (function::json_set(document("[1]"), &root(), null()), "null"),
    ] {
        expect_document(context, expected, found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn insert(context: &mut Context) -> Outcome {
    for (path, expected) in [
        (root().key("a"), DOCUMENT),
        (root().key("n"), DOCUMENT),
        (root().key("b").index(0), DOCUMENT),
        (root().key("b").index(-1), DOCUMENT),
        (root(), DOCUMENT),
        (
            root().key("x"),
            r#"{"a": 1, "b": [1, 2, {"c": 3}], "n": null, "x": [0]}"#,
        ),
        (
            root().key("b").index(3),
            r#"{"a": 1, "b": [1, 2, {"c": 3}, [0]], "n": null}"#,
        ),
        (
            root().key("b").index(2).key("x"),
            r#"{"a": 1, "b": [1, 2, {"c": 3, "x": [0]}], "n": null}"#,
        ),
    ] {
        let found = function::json_insert(document(DOCUMENT), &path, document("[0]"));
        expect_document(context, &path.to_string(), found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn replace(context: &mut Context) -> Outcome {
    for (path, expected) in [
        (
            root().key("a"),
            r#"{"a": {}, "b": [1, 2, {"c": 3}], "n": null}"#,
        ),
        (
            root().key("n"),
            r#"{"a": 1, "b": [1, 2, {"c": 3}], "n": {}}"#,
        ),
        (
            root().key("b").index(-1),
            r#"{"a": 1, "b": [1, 2, {}], "n": null}"#,
        ),
        (root().key("x"), DOCUMENT),
        (root().key("b").index(3), DOCUMENT),
        (root(), "{}"),
    ] {
        let found = function::json_replace(document(DOCUMENT), &path, document("{}"));
        expect_document(context, &path.to_string(), found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn remove(context: &mut Context) -> Outcome {
    for (path, expected) in [
        (root().key("a"), r#"{"b": [1, 2, {"c": 3}], "n": null}"#),
        (root().key("n"), r#"{"a": 1, "b": [1, 2, {"c": 3}]}"#),
        (
            root().key("b").index(0),
            r#"{"a": 1, "b": [2, {"c": 3}], "n": null}"#,
        ),
        (
            root().key("b").index(-1),
            r#"{"a": 1, "b": [1, 2], "n": null}"#,
        ),
        (
            root().key("b").index(2).key("c"),
            r#"{"a": 1, "b": [1, 2, {}], "n": null}"#,
        ),
        (root(), DOCUMENT),
    ] {
        let found = function::json_remove(document(DOCUMENT), &path);
        expect_document(context, &path.to_string(), found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn append(context: &mut Context) -> Outcome {
    for (text, path, expected) in [
        ("[]", root(), "[true]"),
        ("[1]", root(), "[1, true]"),
        ("[[]]", root().index(0), "[[true]]"),
        (r#"{"a": [1]}"#, root().key("a"), r#"{"a": [1, true]}"#),
        (r#"{"a": {}}"#, root().key("a"), r#"{"a": {}}"#),
        (r#"{"a": 1}"#, root(), r#"{"a": 1}"#),
        ("1", root(), "1"),
    ] {
        let found = function::json_append(document(text), &path, document("true"));
        expect_document(context, text, found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn changes_in_changes(context: &mut Context) -> Outcome {
    let mut changed = document("{\"a\": []}");
    for n in 0..12 {
        changed = function::json_append(changed, &root().key("a"), document(&n.to_string())).into();
    }
    let changed = function::json_remove(changed, &root().key("a").index(0));
    let changed = function::json_set(
        changed,
        &root().key("b"),
        function::json_at(document("[[7]]"), &root().index(0)),
    );
    let expected = r#"{"a": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], "b": [7]}"#;
    expect_document(context, "after all", changed, Some(json(expected))).await
}

async fn concatenate(context: &mut Context) -> Outcome {
    for (first, second, expected) in [
        (
            r#"{"a": 1, "b": {"c": 1}}"#,
            r#"{"b": {"d": 2}, "e": null}"#,
            r#"{"a": 1, "b": {"d": 2}, "e": null}"#,
        ),
        (r#"{"a": 1}"#, "{}", r#"{"a": 1}"#),
        ("{}", "{}", "{}"),
        ("[1, 2]", "[2, [3]]", "[1, 2, 2, [3]]"),
        ("[]", "[]", "[]"),
        ("[1]", "2", "[1, 2]"),
        ("null", "[1]", "[null, 1]"),
        (r#""a""#, r#""b""#, r#"["a", "b"]"#),
    ] {
        let found = function::json_concatenate(document(first), document(second));
        expect_document(
            context,
            &format!("{first} and {second}"),
            found,
            Some(json(expected)),
        )
        .await?;
    }
    Ok(())
}

async fn object(context: &mut Context) -> Outcome {
    let found = function::json_object([
        ("name", document("\"Clara\"")),
        ("works", document("[1, 2]")),
        ("", Expr::from(bind(None::<Json>))),
        ("name", document("\"Fanny\"")),
        ("it's \"x\"", document("{}")),
    ]);
    let expected = r#"{"": null, "name": "Fanny", "works": [1, 2], "it's \"x\"": {}}"#;
    expect_document(context, "an object", found, Some(json(expected))).await?;
    let none: [(&str, Expr); 0] = [];
    let found = function::json_object(none);
    expect_document(context, "no keys", found, Some(json("{}"))).await
}

async fn array(context: &mut Context) -> Outcome {
    let found = function::json_array([
        document("1"),
        Expr::from(bind(None::<Json>)),
        document("[]"),
        document("\"a\""),
        document("null"),
    ]);
    let expected = r#"[1, null, [], "a", null]"#;
    expect_document(context, "an array", found, Some(json(expected))).await?;
    let none: [Expr; 0] = [];
    expect_document(
        context,
        "no elements",
        function::json_array(none),
        Some(json("[]")),
    )
    .await
}

async fn large_objects(context: &mut Context) -> Outcome {
    let count = 350_i64;
    let elements: Vec<String> = (0..count).map(|n| n.to_string()).collect();
    let found = function::json_array(elements.iter().map(|text| document(text)));
    let expected = format!("[{}]", elements.join(", "));
    expect_document(context, "an array", found, Some(json(&expected))).await?;
    let pairs = elements.iter().map(|text| (text.clone(), document(text)));
    let object = function::json_object(pairs);
    let found = function::json_length_at(function::json_keys_at(object.clone(), &root()), &root());
    expect_computed(context, "the keys", found, Some(count)).await?;
    let found = function::json_integer_at(object, &root().key("349"));
    expect_computed(context, "the last", found, Some(349_i64)).await
}

async fn members_are_documents(context: &mut Context) -> Outcome {
    let found = function::json_array([Expr::from(bind("Clara"))]);
    expect_refused_value(context, "a text in an array", found).await?;
    let found = function::json_object([("name", Expr::from(bind("Clara")))]);
    expect_refused_value(context, "a text in an object", found).await?;
    let found = function::json_set(document("{}"), &root().key("name"), bind("Clara"));
    expect_refused_value(context, "a text that is put", found).await
}

async fn of_booleans(context: &mut Context) -> Outcome {
    for (value, expected) in [
        (Some(true), Some("true")),
        (Some(false), Some("false")),
        (None, None),
    ] {
        let found = function::to_json(bind(value), &ColumnType::Boolean);
        expect_document(context, &format!("{value:?}"), found, expected.map(json)).await?;
    }
    let made = function::json_object([("is", function::to_json(bind(true), &ColumnType::Boolean))]);
    expect_document(context, "in an object", made, Some(json(r#"{"is": true}"#))).await
}

async fn of_numbers(context: &mut Context) -> Outcome {
    let decimal = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    for (found, expected) in [
        (
            function::to_json(bind(i64::MIN), &ColumnType::BigInteger),
            "-9223372036854775808",
        ),
        (function::to_json(bind(7_i32), &ColumnType::Integer), "7"),
        (function::to_json(bind(0.1_f64), &ColumnType::Double), "0.1"),
        (function::to_json(bind(2.0_f64), &ColumnType::Double), "2"),
        (
            function::to_json(bind("1.50".parse::<Decimal>()?), &decimal),
            "1.50",
        ),
        (
            function::to_json(bind("0.12345678901234567890".parse::<Decimal>()?), &decimal),
            "0.12345678901234567890",
        ),
    ] {
        expect_document(context, expected, found, Some(json(expected))).await?;
    }
    Ok(())
}

async fn of_texts(context: &mut Context) -> Outcome {
    for text in [
        "",
        "Clara",
        "it's \"x\" \\ né 🦀",
        "[1, 2]",
        "null",
        "a\nb\u{1}",
        "{\"a\":",
    ] {
        let found = function::json_text_at(
            function::json_array([function::to_json(bind(text), &ColumnType::Text)]),
            &root().index(0),
        );
        expect_computed(context, text, found, Some(text.to_owned())).await?;
    }
    let found = function::to_json(bind(None::<String>), &ColumnType::Text);
    let (found,): (Option<Json>,) = computed(context, found).await?;
    expect_eq("NULL", found, None)
}

async fn of_other_values(context: &mut Context) -> Outcome {
    let date: Date = "2024-02-29".parse()?;
    let instant: TimestampTz = "2024-02-29 12:30:00.5+02:00".parse()?;
    let uuid: Uuid = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
    let of_instants = ColumnType::TimestampTz { precision: None };
    for (found, expected) in [
        (
            function::to_json(bind(date), &ColumnType::Date),
            r#""2024-02-29""#,
        ),
        (
            function::to_json(bind(instant), &of_instants),
            r#""2024-02-29 10:30:00.5+00:00""#,
        ),
        (
            function::to_json(bind(uuid), &ColumnType::Uuid),
            r#""67e55044-10b1-426f-9247-bb680e5fe0c8""#,
        ),
        (
            function::to_json(document("{\"b\":1,\"a\":[]}"), &ColumnType::Json),
            r#"{"a": [], "b": 1}"#,
        ),
    ] {
        expect_document(context, expected, found, Some(json(expected))).await?;
    }
    Ok(())
}
