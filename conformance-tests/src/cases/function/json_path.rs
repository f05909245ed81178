//! Keys of documents are data: whatever text they are, they lead to their value and to nothing else.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::function::{self, JsonPath};
use backend_core::model::ColumnType;
use backend_core::query::Query;
use backend_core::sea_query::{Expr, FunctionCall};
use backend_core::value::Json;
use serde_json::Value;

use super::json::document;
use super::{computed, expect_computed};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{Random, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!("function.json.any_text_is_a_key", any_text_is_a_key, "Keys with quotes, dots, brackets, backslashes, dollars and any script lead to their values.")
        .requires(&[Flag::supports_json_functions])
        .django("model_fields/test_jsonfield.py"),
    case!("function.json.any_text_is_asked_for", any_text_is_asked_for, "The same keys are found by every question about keys, and put and removed.")
        .requires(&[Flag::supports_json_functions])
        .django("model_fields/test_jsonfield.py"),
    case!("function.json.keys_are_data", keys_are_data, "A key that holds SQL is a key: it finds its value, and a table that it would drop stands.")
        .requires(&[Flag::supports_json_functions])
        .django("model_fields/test_jsonfield.py"),
    case!("function.json.keys_are_no_patterns", keys_are_no_patterns, "Wildcards, filters and modes of path languages are characters of a key.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.similar_keys", similar_keys, "Keys that look alike, in another case or another form of a character, are different keys.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.nul_in_a_key_is_refused", nul_in_a_key_is_refused, "A key with U+0000 is refused before anything is sent.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.long_keys", long_keys, "A key of many thousands of characters is one; where there is a longest, a longer one is refused before anything is sent.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.property.paths", paths_by_chance, "In documents by chance, paths by chance lead to what a reader of JSON finds there.")
        .requires(&[Flag::supports_json_functions]),
    case!("function.json.property.changes", changes_by_chance, "In documents by chance, what is put by chance is found, what is removed is not, and the rest stays.")
        .slow(4).requires(&[Flag::supports_json_functions]),
];

/// Keys that mean something elsewhere.
const KEYS: [&str; 40] = [
    "",
    " ",
    "a",
    "a.b",
    "a[0]",
    "[0]",
    "0",
    "-1",
    "#",
    "#-1",
    "$",
    "$.a",
    "$[0]",
    "@",
    "*",
    "**",
    ".*",
    "last",
    "a b",
    "\"",
    "'",
    "''",
    "a\"b",
    "a'b",
    "\\",
    "\\\\",
    "\\\"",
    "a\\",
    "\\u0041",
    "\n",
    "\t\u{1}\u{7f}",
    "é",
    "日本語",
    "🦀",
    "{a,b}",
    "%",
    "?",
    "??",
    "$1",
    ":x",
];

/// The document that has each of these keys, with its position.
fn with_keys(keys: &[&str]) -> String {
    let pairs = keys
        .iter()
        .enumerate()
        .map(|(n, key)| ((*key).to_owned(), Value::from(n)));
    Value::Object(pairs.collect()).to_string()
}

fn number(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(-1)
}

async fn any_text_is_a_key(context: &mut Context) -> Outcome {
    let text = with_keys(&KEYS);
    for (n, key) in KEYS.iter().enumerate() {
        let path = JsonPath::ROOT.key(*key);
        let found = function::json_integer_at(document(&text), &path);
        expect_computed(context, &format!("{key:?}"), found, Some(number(n))).await?;
        let nested = format!("[{{\"x\": {text}}}]");
        let path = JsonPath::ROOT.index(0).key("x").key(*key);
        let found = function::json_text_at(document(&nested), &path);
        expect_computed(
            context,
            &format!("{key:?}, deeper"),
            found,
            Some(n.to_string()),
        )
        .await?;
    }
    Ok(())
}

async fn any_text_is_asked_for(context: &mut Context) -> Outcome {
    let root = &JsonPath::ROOT;
    for key in KEYS {
        let what = format!("{key:?}");
        let path = JsonPath::ROOT.key(key);
        let text = with_keys(&[key]);
        let has = function::json_has_path(document(&text), &path);
        expect_computed(context, &what, has, Some(true)).await?;
        let has = function::json_has_all_keys(document(&text), root, [key]);
        expect_computed(context, &what, has, Some(true)).await?;
        let has = function::json_has_any_key(document(&text), root, ["no such key", key]);
        expect_computed(context, &what, has, Some(true)).await?;
        let others = with_keys(
            &KEYS
                .iter()
                .copied()
                .filter(|it| *it != key)
                .collect::<Vec<_>>(),
        );
        let has = function::json_has_path(document(&others), &path);
        expect_computed(context, &what, has, Some(false)).await?;
        let has = function::json_has_any_key(document(&others), root, [key]);
        expect_computed(context, &what, has, Some(false)).await?;
        let put = function::json_insert(document("{}"), &path, document("0"));
        expect_meant(context, &what, put, &with_keys(&[key])).await?;
        let made = function::json_object([(key, document("0"))]);
        expect_meant(context, &what, made, &with_keys(&[key])).await?;
        let removed = function::json_remove(document(&text), &path);
        expect_meant(context, &what, removed, "{}").await?;
    }
    Ok(())
}

async fn keys_are_data(context: &mut Context) -> Outcome {
    let canary = table("canary", &[("about", ColumnType::Json)])?;
    context.create(&canary).await?;
    let keys = [
        "a' = '\"a') OR 1 = 1 OR ('d",
        "test' = '\"test') OR 1 = 1; DROP TABLE canary; --",
        "x\"' ) ; DROP TABLE canary; --",
        "\\'; DROP TABLE canary; --",
        "$$; DROP TABLE canary; --",
        "a'::jsonb; DROP TABLE canary; /*",
        "\" ? (@ like_regex \".*\") /*",
        "','a') IS NULL OR 1=1 --",
    ];
    let text = with_keys(&keys);
    context
        .insert(&canary, &[row![1_i64, Json(text.clone())]])
        .await?;
    for (n, key) in keys.iter().enumerate() {
        for (condition, rows) in [
            (
                Expr::from(function::json_has_path(
                    Expr::col("about"),
                    &JsonPath::ROOT.key(*key),
                )),
                1,
            ),
            (
                Expr::from(function::json_has_path(
                    Expr::col("about"),
                    &JsonPath::ROOT.key("a").key(*key),
                )),
                0,
            ),
            (
                Expr::from(function::json_has_all_keys(
                    Expr::col("about"),
                    &JsonPath::ROOT,
                    [*key, "a"],
                )),
                0,
            ),
        ] {
            let mut select = Query::select();
            select.column("id").from("canary").and_where(condition);
            let found: Vec<(i64,)> = context.fetch_query(&select.into()).await?;
            expect_eq(key, found.len(), rows)?;
        }
        let found = function::json_integer_at(document(&text), &JsonPath::ROOT.key(*key));
        expect_computed(context, key, found, Some(number(n))).await?;
    }
    expect_eq("rows of the canary", context.count(&canary.name).await?, 1)
}

async fn keys_are_no_patterns(context: &mut Context) -> Outcome {
    let text = r#"{"a": {"b": 1}, "c": [1, 2]}"#;
    for key in [
        "*",
        "**",
        "a.b",
        "a\".\"b",
        "c[0]",
        "c[*]",
        "a\" ? (true)",
        "strict $",
        "lax $.a",
        "$",
        "a#>b",
        "{a}",
        "a,b",
    ] {
        let found = function::json_at(document(text), &JsonPath::ROOT.key(key));
        expect_computed(context, key, found, None::<Json>).await?;
        let found = function::json_has_path(document(text), &JsonPath::ROOT.key(key));
        expect_computed(context, key, found, Some(false)).await?;
    }
    Ok(())
}

async fn similar_keys(context: &mut Context) -> Outcome {
    let keys = [
        "a",
        "A",
        "é",
        "e\u{301}",
        "а",
        "a ",
        " a",
        "a\u{200b}",
        "ß",
        "ss",
        "ﬁ",
        "fi",
    ];
    let text = with_keys(&keys);
    for (n, key) in keys.iter().enumerate() {
        let found = function::json_integer_at(document(&text), &JsonPath::ROOT.key(*key));
        expect_computed(context, &format!("{key:?}"), found, Some(number(n))).await?;
    }
    Ok(())
}

async fn nul_in_a_key_is_refused(context: &mut Context) -> Outcome {
    let path = JsonPath::ROOT.key("a\0b");
    for call in [
        function::json_at(document("{}"), &path),
        function::json_has_path(document("{}"), &path),
        function::json_set(document("{}"), &path, document("1")),
        function::json_has_any_key(document("{}"), &JsonPath::ROOT, ["a\0"]),
        function::json_object([("\0", document("1"))]),
    ] {
        let mut select = Query::select();
        select.expr(call);
        expect_error("a NUL", context.build(&select.into()), ErrorKind::Data)?;
    }
    Ok(())
}

async fn long_keys(context: &mut Context) -> Outcome {
    let most = context.features().max_json_key_length;
    let repeats = most.map_or(4_000, |most| usize::try_from(most / 7).unwrap_or(0));
    let key = "ключ'\"\\".repeat(repeats.min(4_000));
    let text = with_keys(&[&key]);
    let found = function::json_has_path(document(&text), &JsonPath::ROOT.key(&key));
    expect_computed(context, "the key", found, Some(true)).await?;
    let found = function::json_at(document(&text), &JsonPath::ROOT.key(&key));
    expect_computed(context, "its value", found, Some(Json("0".to_owned()))).await?;
    let found = function::json_has_path(document(&text), &JsonPath::ROOT.key(format!("{key}x")));
    expect_computed(context, "a longer one", found, Some(false)).await?;
    let Some(most) = most else {
        return Ok(());
    };
    let longest = "k".repeat(usize::try_from(most).unwrap_or_default());
    let text = with_keys(&[&longest]);
    let found = function::json_has_path(document(&text), &JsonPath::ROOT.key(&longest));
    expect_computed(context, "the longest", found, Some(true)).await?;
    let longer = format!("{longest}k");
    for call in [
        function::json_has_path(document(&text), &JsonPath::ROOT.key(&longer)),
        function::json_set(document("{}"), &JsonPath::ROOT.key(&longer), document("1")),
        function::json_has_any_key(document(&text), &JsonPath::ROOT, [&longer]),
        function::json_object([(&longer, document("1"))]),
    ] {
        let mut select = Query::select();
        select.expr(call);
        let built = context.build(&select.into());
        expect_error("one that is too long", built, ErrorKind::Data)?;
    }
    Ok(())
}

/// A document by chance.
fn any_document(random: &mut Random, depth: usize) -> Value {
    let sorts = if depth == 0 { 5 } else { 8 };
    match random.below(sorts) {
        0 => Value::Null,
        1 => Value::from(random.below(2) == 1),
        2 => Value::from(number(random.below(2_000)) - 1_000),
        3 => Value::from(
            KEYS.get(random.below(KEYS.len()))
                .copied()
                .unwrap_or_default(),
        ),
        4 => Value::from("text"),
        5 => (0..random.below(4))
            .map(|_| any_document(random, depth - 1))
            .collect(),
        _ => {
            let pairs = (0..random.below(5)).map(|_| {
                let key = KEYS
                    .get(random.below(KEYS.len()))
                    .copied()
                    .unwrap_or_default();
                (key.to_owned(), any_document(random, depth - 1))
            });
            Value::Object(pairs.collect())
        }
    }
}

/// A path by chance that mostly leads somewhere, and what is there.
fn any_path<'v>(random: &mut Random, document: &'v Value) -> (JsonPath, Option<&'v Value>) {
    let (mut path, mut value) = (JsonPath::ROOT, Some(document));
    while random.below(4) > 0 {
        let strays = random.below(6) == 0;
        value = match value {
            Some(Value::Object(object)) if !strays && !object.is_empty() => {
                let found = object.iter().nth(random.below(object.len()));
                path = path.key(found.map_or("", |(key, _)| key));
                found.map(|(_, value)| value)
            }
            Some(Value::Array(elements)) if !strays && !elements.is_empty() => {
                let place = random.below(elements.len());
                let from_end = place.abs_diff(elements.len());
                let index = if random.below(2) == 0 {
                    number(place)
                } else {
                    -number(from_end)
                };
                path = path.index(i32::try_from(index).unwrap_or_default());
                elements.get(place)
            }
            Some(Value::Object(_)) if strays => {
                path = path.index(0);
                None
            }
            Some(Value::Array(_)) if strays => {
                path = path.key("0");
                None
            }
            _ => {
                path = path.key("nowhere");
                None
            }
        };
    }
    (path, value)
}

fn read(text: &Json) -> Result<Value, Failure> {
    serde_json::from_str(&text.0).map_err(|error| Failure::new(format!("{error} in {text}")))
}

/// Demands what document an expression is, by its meaning: as a reader of JSON has it, and as the server compares them where it does.
async fn expect_meant(
    context: &mut Context,
    what: &str,
    document: FunctionCall,
    expected: &str,
) -> Outcome {
    let (found,): (Option<Json>,) = computed(context, document.clone()).await?;
    let found = found.as_ref().map(read).transpose()?;
    let meant = read(&Json(expected.to_owned()))?;
    expect_eq(what, found, Some(meant))?;
    if context.features().supports_json_comparison {
        let same = function::json_equals(document, super::json::document(expected));
        expect_computed(context, what, same, Some(true)).await?;
    }
    Ok(())
}

async fn paths_by_chance(context: &mut Context) -> Outcome {
    let chance = context.chance();
    for run in 0..u64::from(chance.runs) * 20 {
        let seed = chance.seed.wrapping_add(run);
        let mut random = Random::new(seed);
        let whole = any_document(&mut random, 4);
        let (path, expected) = any_path(&mut random, &whole);
        let what = format!("seed {seed}: {path} of {whole}");
        let text = whole.to_string();
        let (found,): (Option<Json>,) =
            computed(context, function::json_at(document(&text), &path)).await?;
        let found = found.as_ref().map(read).transpose()?;
        expect_eq(&what, found.as_ref(), expected)?;
        let has = function::json_has_path(document(&text), &path);
        expect_computed(context, &what, has, Some(expected.is_some())).await?;
        let is_null = function::json_is_null_at(document(&text), &path);
        expect_computed(
            context,
            &what,
            is_null,
            Some(expected == Some(&Value::Null)),
        )
        .await?;
        let length = expected
            .and_then(Value::as_array)
            .map(|array| number(array.len()));
        let found = function::json_length_at(document(&text), &path);
        expect_computed(context, &what, found, length).await?;
    }
    Ok(())
}

async fn changes_by_chance(context: &mut Context) -> Outcome {
    let chance = context.chance();
    for run in 0..u64::from(chance.runs) * 20 {
        let seed = chance.seed.wrapping_add(run);
        let mut random = Random::new(seed);
        let whole = any_document(&mut random, 3);
        let put = any_document(&mut random, 2);
        let (path, there) = any_path(&mut random, &whole);
        let what = format!("seed {seed}: {path} of {whole}");
        let set = || {
            function::json_set(
                document(&whole.to_string()),
                &path,
                document(&put.to_string()),
            )
        };
        let (found,): (Option<Json>,) = computed(context, function::json_at(set(), &path)).await?;
        let found = found.as_ref().map(read).transpose()?;
        if there.is_some() {
            expect_eq(&what, found.as_ref(), Some(&put))?;
            // Put back, everything is as it was.
            let back = there.map(Value::to_string).unwrap_or_default();
            let back = function::json_replace(set(), &path, document(&back));
            expect_meant(context, &what, back, &whole.to_string()).await?;
        } else if found.is_some() {
            // A key that is new: without it, everything is as it was.
            expect_eq(&what, found.as_ref(), Some(&put))?;
            let back = function::json_remove(set(), &path);
            expect_meant(context, &what, back, &whole.to_string()).await?;
        } else {
            expect_meant(context, &what, set(), &whole.to_string()).await?;
        }
    }
    Ok(())
}
