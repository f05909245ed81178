//! Documents that are compared: what is there, which keys, equality, containment.

use backend_core::flag::Flag;
use backend_core::function::{self, JsonPath};
use backend_core::query::Query;

use super::expect_computed;
use super::json::document;
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const DJANGO: &str = "model_fields/test_jsonfield.py";

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "function.json.has_path",
        has_path,
        "A path leads to a value or not; JSON's null is one."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.null_is_not_missing",
        null_is_not_missing,
        "JSON's null is found where it is, and not where nothing is."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.has_all_keys",
        has_all_keys,
        "An object has all of some keys, or not; of none it has all."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.has_any_key",
        has_any_key,
        "An object has one of some keys, or not; of none it has none."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.keys_of_objects_alone",
        keys_of_objects_alone,
        "An array of strings and a string have no keys."
    )
    .requires(&[Flag::supports_json_functions])
    .django(DJANGO),
    case!(
        "function.json.equals",
        equals,
        "Documents are equal by what they say: order of keys, blanks and zeros say nothing."
    )
    .requires(&[Flag::supports_json_comparison])
    .django(DJANGO),
    case!(
        "function.json.comparison_is_refused",
        comparison_is_refused,
        "Where documents cannot be compared, the question is refused with the flag."
    )
    .refuses(Flag::supports_json_comparison),
    case!(
        "function.json.contains_objects",
        contains_objects,
        "An object contains one of fewer keys, in depth."
    )
    .requires(&[Flag::supports_json_containment])
    .django(DJANGO),
    case!(
        "function.json.contains_arrays",
        contains_arrays,
        "An array contains one of some of its elements, in any order and number."
    )
    .requires(&[Flag::supports_json_containment])
    .django(DJANGO),
    case!(
        "function.json.contains_scalars",
        contains_scalars,
        "A scalar contains itself, and an array contains a scalar, but not in depth."
    )
    .requires(&[Flag::supports_json_containment])
    .django(DJANGO),
    case!(
        "function.json.contained_by",
        contained_by,
        "A document is contained in one that contains it."
    )
    .requires(&[Flag::supports_json_containment])
    .django(DJANGO),
    case!(
        "function.json.containment_is_refused",
        containment_is_refused,
        "Where containment cannot be asked, the question is refused with the flag."
    )
    .refuses(Flag::supports_json_containment),
];

const DOCUMENT: &str = r#"{"a": null, "b": [1, {"c": false}], "d": {"e": {}}, "": 0}"#;

async fn has_path(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    for (path, expected) in [
        (root(), true),
        (root().key("a"), true),
        (root().key("A"), false),
        (root().key(""), true),
        (root().key("b").index(1).key("c"), true),
        (root().key("b").index(-1), true),
        (root().key("b").index(-2), true),
        (root().key("b").index(2), false),
        (root().key("b").index(-3), false),
        (root().key("b").key("c"), false),
        (root().key("d").index(0), false),
        (root().key("d").key("e"), true),
        (root().key("d").key("e").key("f"), false),
        (root().key("a").key("x"), false),
        (root().index(0), false),
    ] {
        let found = function::json_has_path(document(DOCUMENT), &path);
        expect_computed(context, &path.to_string(), found, Some(expected)).await?;
    }
    Ok(())
}

async fn null_is_not_missing(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    for (text, path, expected) in [
        (DOCUMENT, root().key("a"), true),
        (DOCUMENT, root().key("b"), false),
        (DOCUMENT, root().key("x"), false),
        (DOCUMENT, root().key("a").key("x"), false),
        ("null", root(), true),
        ("[null]", root(), false),
        ("[null]", root().index(0), true),
        ("[[null]]", root().index(0), false),
        (r#""null""#, root(), false),
    ] {
        let found = function::json_is_null_at(document(text), &path);
        expect_computed(context, &format!("{path} of {text}"), found, Some(expected)).await?;
    }
    Ok(())
}

async fn has_all_keys(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    let rows: [(JsonPath, &[&str], bool); 7] = [
        (root(), &["a", "b", "d", ""], true),
        (root(), &["a"], true),
        (root(), &["a", "c"], false),
        (root(), &[], true),
        (root().key("d"), &["e"], true),
        (root().key("d").key("e"), &["x"], false),
        (root().key("x"), &[], false),
    ];
    for (path, keys, expected) in rows {
        let found = function::json_has_all_keys(document(DOCUMENT), &path, keys.to_vec());
        expect_computed(
            context,
            &format!("{keys:?} at {path}"),
            found,
            Some(expected),
        )
        .await?;
    }
    Ok(())
}

async fn has_any_key(context: &mut Context) -> Outcome {
    let root = || JsonPath::ROOT;
    let rows: [(JsonPath, &[&str], bool); 6] = [
        (root(), &["x", "a"], true),
        (root(), &["a", "x"], true),
        (root(), &["x", "y"], false),
        (root(), &[], false),
        (root().key("b").index(1), &["x", "c"], true),
        (root().key("x"), &["a"], false),
    ];
    for (path, keys, expected) in rows {
        let found = function::json_has_any_key(document(DOCUMENT), &path, keys.to_vec());
        expect_computed(
            context,
            &format!("{keys:?} at {path}"),
            found,
            Some(expected),
        )
        .await?;
    }
    Ok(())
}

async fn keys_of_objects_alone(context: &mut Context) -> Outcome {
    for text in [r#"["a"]"#, r#""a""#, r#"[{"a": 1}]"#, "null"] {
        let root = &JsonPath::ROOT;
        let found = function::json_has_path(document(text), &JsonPath::ROOT.key("a"));
        expect_computed(context, text, found, Some(false)).await?;
        let found = function::json_has_all_keys(document(text), root, ["a"]);
        expect_computed(context, text, found, Some(false)).await?;
        let found = function::json_has_any_key(document(text), root, ["a"]);
        expect_computed(context, text, found, Some(false)).await?;
    }
    Ok(())
}

async fn equals(context: &mut Context) -> Outcome {
    for (first, second, expected) in [
        (
            r#"{"a": 1, "b": [true, null]}"#,
            r#"{"b":[true,null],"a":1}"#,
            true,
        ),
        (r#"{"a": 1, "a": 2}"#, r#"{"a": 2}"#, true),
        ("1", "1.0", true),
        ("100", "1e2", true),
        ("[1.50]", "[1.5]", true),
        ("0", "-0.0", true),
        (r#""\u00e9""#, r#""é""#, true),
        ("[1, 2]", "[2, 1]", false),
        ("1", r#""1""#, false),
        ("1", "true", false),
        ("null", "0", false),
        ("{}", "[]", false),
        ("[]", "[[]]", false),
        ("1", "[1]", false),
        (r#"{"a": 1}"#, r#"{"a": 1, "b": null}"#, false),
        (r#""a""#, r#""A""#, false),
        ("9007199254740993", "9007199254740992", false),
    ] {
        let what = format!("{first} and {second}");
        let found = function::json_equals(document(first), document(second));
        expect_computed(context, &what, found, Some(expected)).await?;
        let found = function::json_equals(document(second), document(first));
        expect_computed(context, &what, found, Some(expected)).await?;
    }
    Ok(())
}

async fn expect_contained(context: &mut Context, rows: &[(&str, &str, bool)]) -> Outcome {
    for (whole, part, expected) in rows {
        let what = format!("{part} in {whole}");
        let found = function::json_contains(document(whole), document(part));
        expect_computed(context, &what, found, Some(*expected)).await?;
        let found = function::json_contained_by(document(part), document(whole));
        expect_computed(context, &what, found, Some(*expected)).await?;
    }
    Ok(())
}

async fn contains_objects(context: &mut Context) -> Outcome {
    expect_contained(
        context,
        &[
            (DOCUMENT, "{}", true),
            (DOCUMENT, r#"{"a": null}"#, true),
            (DOCUMENT, r#"{"a": null, "": 0.0}"#, true),
            (DOCUMENT, r#"{"d": {}}"#, true),
            (DOCUMENT, r#"{"b": [{"c": false}]}"#, true),
            (DOCUMENT, r#"{"b": [{}]}"#, true),
            (DOCUMENT, r#"{"b": 1}"#, false),
            (DOCUMENT, r#"{"x": null}"#, false),
            (DOCUMENT, r#"{"a": 0}"#, false),
            (DOCUMENT, r#"{"d": []}"#, false),
            (DOCUMENT, r#"{"d": {"e": {"f": 1}}}"#, false),
            (DOCUMENT, "[]", false),
            ("{}", r#"{"a": 1}"#, false),
            (r#"{"a": [1, 2]}"#, r#"{"a": 1}"#, false),
        ],
    )
    .await
}

async fn contains_arrays(context: &mut Context) -> Outcome {
    expect_contained(
        context,
        &[
            ("[1, 2, 3]", "[3, 1]", true),
            ("[1, 2, 3]", "[1, 1, 1.0]", true),
            ("[1, 2, 3]", "[]", true),
            ("[1, 2, 3]", "[4]", false),
            ("[1, [2, 3]]", "[[3]]", true),
            ("[1, [2, 3]]", "[3]", false),
            ("[1, [2, 3]]", "[[]]", true),
            (r#"[{"a": 1, "b": 2}, {"c": 3}]"#, r#"[{"b": 2}, {}]"#, true),
            (r#"[{"a": 1}, {"b": 2}]"#, r#"[{"a": 1, "b": 2}]"#, false),
            ("[[1], [2]]", "[[1, 2]]", false),
            ("[]", "[]", true),
            ("[]", "[null]", false),
            ("[1]", "{}", false),
            (r#"["foo", {"bar": [1]}]"#, r#"["bar"]"#, false),
        ],
    )
    .await
}

async fn contains_scalars(context: &mut Context) -> Outcome {
    expect_contained(
        context,
        &[
            ("1", "1", true),
            ("1", "1.0", true),
            (r#""a""#, r#""a""#, true),
            (r#""abc""#, r#""a""#, false),
            ("null", "null", true),
            ("null", "0", false),
            ("true", r#""true""#, false),
            ("[1, \"a\", null]", "\"a\"", true),
            ("[1, \"a\", null]", "null", true),
            ("[1, \"a\", null]", "2", false),
            ("[[1]]", "1", false),
            ("1", "[1]", false),
            ("{\"a\": 1}", "\"a\"", false),
            ("[[[1]]]", "[[1]]", false),
        ],
    )
    .await
}

async fn contained_by(context: &mut Context) -> Outcome {
    for (part, whole, expected) in [
        (r#"{"a": 1}"#, r#"{"a": 1, "b": 2}"#, true),
        (r#"{"a": 1, "b": 2}"#, r#"{"a": 1}"#, false),
        ("1", "[2, 1]", true),
        ("[2, 1]", "1", false),
        ("{}", DOCUMENT, true),
    ] {
        let found = function::json_contained_by(document(part), document(whole));
        expect_computed(
            context,
            &format!("{part} in {whole}"),
            found,
            Some(expected),
        )
        .await?;
    }
    Ok(())
}

async fn containment_is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_json_containment, async |context| {
            let mut select = Query::select();
            select.expr(function::json_contains(document("[1]"), document("1")));
            context.fetch_query::<(bool,)>(&select.into()).await
        })
        .await
}

async fn comparison_is_refused(context: &mut Context) -> Outcome {
    context
        .refused(Flag::supports_json_comparison, async |context| {
            let mut select = Query::select();
            select.expr(function::json_equals(document("[1]"), document("1")));
            context.fetch_query::<(bool,)>(&select.into()).await
        })
        .await
}
