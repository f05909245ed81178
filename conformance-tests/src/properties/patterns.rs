//! Texts that are looked for in texts: data, whatever their characters mean in a pattern.

use backend_core::backend::Backend;
use backend_core::features::Features;
use backend_core::function;
use backend_core::operations::Dialect;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Alias, Expr, Func, FunctionCall};

use super::{Answer, closed, dialect, input};

/// The lookups of a text that is data.
const LOOKUPS: [fn(Expr, Expr) -> FunctionCall; 7] = [
    function::contains,
    function::starts_with,
    function::ends_with,
    function::contains_any_case,
    function::starts_with_any_case,
    function::ends_with_any_case,
    function::equals_any_case,
];

/// More bytes than a pattern may have anywhere.
const MANY: usize = 1 << 16;

/// What stands for itself and nothing else in a pattern that is given: `%` and `_` mean something.
const ESCAPES: [char; 10] = ['\\', '!', '^', '\'', '"', '*', '[', 'a', 'é', '🦀'];

pub(super) fn check(backend: &'static Backend, data: &[u8]) -> Result<(), String> {
    let part = input::text(data);
    let dialect = dialect(backend);
    let long = "x".repeat(MANY);
    for lookup in LOOKUPS {
        let written = |part: &str| {
            let value = Expr::value(bind(part));
            sql(&dialect, lookup(Expr::col(Alias::new("t")), value))
        };
        // Some parts are none of a pattern, and looked for in another way: which way is all that may be seen of a part.
        let plain = ["x", "\0", long.as_str()].map(written);
        let found = written(&part);
        if !plain.contains(&found) {
            return Err(format!("{part:?} is seen in the statement: {found:?}"));
        }
    }
    let lexicon = dialect.operations.syntax().lexicon;
    let escape = part.chars().next().unwrap_or('\\');
    for like in [function::like, function::like_any_case] {
        let value = Expr::value(bind(part.as_str()));
        let written = sql(&dialect, like(Expr::col(Alias::new("t")), value, escape));
        written.map_or(Ok(()), |sql| closed(&sql, lexicon))?;
    }
    Ok(())
}

/// The statement that asks for a lookup; `None` where it is refused.
fn sql(dialect: &Dialect, call: FunctionCall) -> Option<String> {
    let query: Query = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new("x"))
        .and_where(call.into())
        .into();
    let statements = dialect.build(&query).ok()?;
    statements.into_iter().next().map(|statement| statement.sql)
}

/// What servers have to find, by Rust's own word.
pub(super) fn ask(features: &Features, data: &[u8]) -> Vec<Answer> {
    let (mut text, mut part) = input::two(data);
    if !features.supports_nul_in_text {
        (text, part) = (text.replace('\0', "0"), part.replace('\0', "0"));
    }
    let number = data.iter().map(|byte| usize::from(*byte)).sum();
    let inside = inside(&text, number);
    let around = format!("{part}{text}{part}");
    let escape = ESCAPES
        .get(number % ESCAPES.len())
        .copied()
        .unwrap_or_default();
    let mut answers = Vec::new();
    for (text, part) in [
        (&text, &part),
        (&part, &text),
        (&around, &part),
        (&text, &inside),
    ] {
        answers.extend(lookups(text, part));
        answers.extend(likes(text, part, escape));
    }
    answers
}

/// A piece of a text.
fn inside(text: &str, number: usize) -> String {
    let characters = text.chars().count();
    let start = number % (characters + 1);
    let length = (number / 7) % (characters - start + 1);
    text.chars().skip(start).take(length).collect()
}

fn lookups(text: &str, part: &str) -> Vec<Answer> {
    let values = || (Expr::value(bind(text)), Expr::value(bind(part)));
    // A part that is no value is looked for by other words.
    let computed = || {
        let part = Expr::value(bind(part));
        let part = Func::coalesce([part.clone(), part]);
        (Expr::value(bind(text)), Expr::from(part))
    };
    let mut answers = Vec::new();
    for (text, part, lookup, holds) in [
        (text, part, LOOKUPS[0], text.contains(part)),
        (text, part, LOOKUPS[1], text.starts_with(part)),
        (text, part, LOOKUPS[2], text.ends_with(part)),
    ] {
        for (first, second) in [values(), computed()] {
            let condition = lookup(first, second);
            let what = format!("{part:?} in {text:?}");
            answers.push(Answer::holds(what, condition.into(), holds));
        }
    }
    answers
}

/// Patterns: the part as it is, and with every character that means something behind the escape.
fn likes(text: &str, part: &str, escape: char) -> Vec<Answer> {
    let escaped: String = part.chars().fold(String::new(), |mut pattern, character| {
        if matches!(character, '%' | '_') || character == escape {
            pattern.push(escape);
        }
        pattern.push(character);
        pattern
    });
    let any = format!("%{escaped}%");
    let mut asked = vec![(any, text.contains(part)), (escaped, text == part)];
    if let Some(places) = places(part, escape) {
        let text: Vec<char> = text.chars().collect();
        asked.push((part.to_owned(), matches(&text, &places)));
    }
    let answers = asked.into_iter().map(|(pattern, holds)| {
        let what = format!("{text:?} like {pattern:?} with the escape {escape:?}");
        let (text, pattern) = (Expr::value(bind(text)), Expr::value(bind(pattern)));
        Answer::holds(what, function::like(text, pattern, escape).into(), holds)
    });
    answers.collect()
}

/// What a place of a pattern takes.
enum Place {
    Any,
    One,
    Character(char),
}

/// The places of a pattern; `None` where it ends with its escape.
fn places(pattern: &str, escape: char) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        places.push(match character {
            character if character == escape => Place::Character(characters.next()?),
            '%' => Place::Any,
            '_' => Place::One,
            other => Place::Character(other),
        });
    }
    Some(places)
}

/// Whether a text is as the places say, in the plainest way there is.
fn matches(text: &[char], places: &[Place]) -> bool {
    match (places.split_first(), text.split_first()) {
        (None, rest) => rest.is_none(),
        (Some((Place::Any, others)), None) => matches(text, others),
        (Some((Place::Any, others)), Some((_, rest))) => {
            matches(text, others) || matches(rest, places)
        }
        (Some((Place::One, others)), Some((_, rest))) => matches(rest, others),
        (Some((Place::Character(expected), others)), Some((found, rest))) => {
            expected == found && matches(rest, others)
        }
        (Some(_), None) => false,
    }
}
