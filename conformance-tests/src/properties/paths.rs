//! Paths into JSON documents: any text is a key.

use backend_core::backend::Backend;
use backend_core::features::Features;
use backend_core::function::{self, JsonPath, JsonStep};
use backend_core::operations::Dialect;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Alias, Expr, FunctionCall};
use backend_core::sql::tokenizer::TokenKind;
use backend_core::value::Value;
use serde_json::{Map, Value as Json, json};

use super::{Answer, closed, dialect, input, spoken};

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let (first, second) = input::two(data);
    let dialect = dialect(backend);
    for (path, plain) in [
        (JsonPath::ROOT.key(&first), JsonPath::ROOT.key("x")),
        (
            JsonPath::ROOT.key(&first).index(-1).key(&second),
            JsonPath::ROOT.key("x").index(-1).key("x"),
        ),
    ] {
        let again = path.to_string().parse::<JsonPath>();
        if again.as_ref().ok() != Some(&path) {
            return Err(format!("the path {path} is read as another: {again:?}"));
        }
        for at in [
            function::json_at,
            function::json_text_at,
            function::json_has_path,
        ] {
            let call = |path: &JsonPath| at(Expr::col(Alias::new("d")), path);
            same_shape(&dialect, call(&path), call(&plain))?;
        }
        let keys = |path, key: &str| {
            function::json_has_any_key(Expr::col(Alias::new("d")), path, [key, key])
        };
        same_shape(&dialect, keys(&path, &second), keys(&plain, "x"))?;
    }
    let object = |key: &str| function::json_object([(key.to_owned(), Expr::col(Alias::new("d")))]);
    same_shape(&dialect, object(&first), object("x"))
}

/// Demands that a call is written as one whose keys are plain words, but for what its texts hold; or is refused.
fn same_shape(dialect: &Dialect, call: FunctionCall, plain: FunctionCall) -> Result<(), String> {
    let (Some(found), Some(plain)) = (sql(dialect, call), sql(dialect, plain)) else {
        return Ok(());
    };
    let lexicon = dialect.operations.syntax().lexicon;
    closed(&found, lexicon)?;
    let tokens = |sql: &str| -> Vec<(bool, String)> {
        spoken(sql, lexicon)
            .into_iter()
            .map(|token| match token.kind {
                TokenKind::String | TokenKind::EscapeString => (true, String::new()),
                _ => (false, token.text.to_owned()),
            })
            .collect()
    };
    if tokens(&found) == tokens(&plain) {
        Ok(())
    } else {
        Err(format!("{found} is more than {plain}"))
    }
}

fn sql(dialect: &Dialect, call: FunctionCall) -> Option<String> {
    let query: Query = Query::select().expr(call).from(Alias::new("x")).into();
    let statements = dialect.build(&query).ok()?;
    statements.into_iter().next().map(|statement| statement.sql)
}

/// What servers have to find, by `serde_json`'s word.
pub(super) fn ask(features: &Features, data: &[u8]) -> Vec<Answer> {
    let (first, second) = input::two(data);
    // No server has it in a document.
    let (first, second) = (first.replace('\0', "0"), second.replace('\0', "0"));
    let document = document(&first, &second);
    let mut answers = Vec::new();
    for path in paths(&first, &second) {
        let found = found(&document, &path);
        let at = || Expr::value(json_value(&document));
        let what = |answer: &str| format!("{answer} at {path} of {document}");
        let is_there = function::json_has_path(at(), &path).into();
        answers.push(Answer::holds(what("a value"), is_there, found.is_some()));
        if let Some(text) = text(found) {
            let text_at = function::json_text_at(at(), &path).into();
            answers.push(Answer::is(what("a text"), text_at, text));
        }
        if let Some(found) = found.filter(|_| features.supports_json_comparison) {
            let same = function::json_equals(function::json_at(at(), &path), json_value(found));
            answers.push(Answer::holds(what("the value"), same.into(), true));
        }
        let keys = [first.as_str(), second.as_str()];
        let has = |key: &&str| found.is_some_and(|found| found.get(*key).is_some());
        let all = function::json_has_all_keys(at(), &path, keys).into();
        answers.push(Answer::holds(what("all keys"), all, keys.iter().all(has)));
        let any = function::json_has_any_key(at(), &path, keys).into();
        answers.push(Answer::holds(what("a key"), any, keys.iter().any(has)));
    }
    answers.extend(changes(features, &document, &first, &second));
    answers
}

/// A parameter that is a document.
fn json_value(document: &Json) -> backend_core::sea_query::Value {
    bind(Value::Json(document.to_string()))
}

/// A document with the keys in several places, and with what a path would lead to whose keys were taken apart.
fn document(first: &str, second: &str) -> Json {
    let mut object = Map::new();
    for (separator, text) in [('.', first), ('"', first), ('[', second), ('.', second)] {
        if let Some((before, after)) = text.split_once(separator) {
            object.insert(before.to_owned(), json!({ after: "apart" }));
        }
    }
    object.insert(second.to_owned(), json!(second));
    object.insert(
        first.to_owned(),
        json!({ second: ["deep", { first: "deeper" }, null, 7], "x": first }),
    );
    object.insert("none".to_owned(), json!([]));
    Json::Object(object)
}

fn paths(first: &str, second: &str) -> Vec<JsonPath> {
    let root = || JsonPath::ROOT;
    let deep = || root().key(first).key(second);
    vec![
        root(),
        root().key(first),
        root().key(second),
        root().key(format!("{first}{second}")),
        root().key(first).key("x"),
        root().key(first).index(0),
        root().key(second).key(first),
        deep(),
        deep().index(0),
        deep().index(1).key(first),
        deep().index(1).key(second),
        deep().index(2),
        deep().index(-1),
        deep().index(-5),
        deep().key("0"),
    ]
}

/// What a path leads to.
fn found<'j>(document: &'j Json, path: &JsonPath) -> Option<&'j Json> {
    path.steps()
        .iter()
        .try_fold(document, |at, step| match (step, at) {
            (JsonStep::Key(key), Json::Object(object)) => object.get(key),
            (JsonStep::Index(index), Json::Array(elements)) => {
                let back = usize::try_from(index.unsigned_abs()).ok()?;
                let index = if *index < 0 {
                    elements.len().checked_sub(back)?
                } else {
                    back
                };
                elements.get(index)
            }
            _ => None,
        })
}

/// The text of what was found: of a scalar; the outer `None` where it is no scalar, whose text is the vendor's.
#[allow(
    clippy::option_option,
    reason = "a text that is not asked for and one that is NULL differ"
)]
fn text(found: Option<&Json>) -> Option<Option<String>> {
    match found {
        None | Some(Json::Null) => Some(None),
        Some(Json::String(text)) => Some(Some(text.clone())),
        Some(Json::Number(number)) => Some(Some(number.to_string())),
        Some(_) => None,
    }
}

/// Documents that are changed at a key.
fn changes(features: &Features, document: &Json, first: &str, second: &str) -> Vec<Answer> {
    let path = JsonPath::ROOT.key(second);
    let mut set = document.clone();
    let mut removed = document.clone();
    if let (Json::Object(set), Json::Object(removed)) = (&mut set, &mut removed) {
        set.insert(second.to_owned(), json!({ first: 1 }));
        removed.remove(second);
    }
    let at = || Expr::value(json_value(document));
    let value = json_value(&json!({ first: 1 }));
    [
        (function::json_set(at(), &path, value), set),
        (function::json_remove(at(), &path), removed),
        (
            function::json_object([(first, json_value(document))]),
            json!({ first: document }),
        ),
    ]
    .into_iter()
    .flat_map(|(changed, expected)| {
        let what = format!("{path} changed in {document}, or {first:?} around it");
        if features.supports_json_comparison {
            let same = function::json_equals(changed, json_value(&expected));
            return vec![Answer::holds(what, same.into(), true)];
        }
        let paths = paths(first, second).into_iter();
        paths
            .map(|path| {
                let is_there = function::json_has_path(changed.clone(), &path);
                let found = found(&expected, &path);
                Answer::holds(
                    format!("{path} of {what}"),
                    is_there.into(),
                    found.is_some(),
                )
            })
            .collect()
    })
    .collect()
}
