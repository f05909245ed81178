//! [`QUESTIONS`]: what a server has to answer, whatever the text that it is asked with.

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::query::{Query, bind};
use backend_core::sea_query::{Alias, CaseStatement, Expr, ExprTrait as _};
use backend_core::value::Value;

use super::{paths, patterns};

/// Something that a server is asked with any text.
///
/// # Example
/// ```
/// use backend_core::features::Features;
/// use conformance_tests::properties::{QUESTIONS, query};
///
/// for question in QUESTIONS {
///     let answers = (question.ask)(&Features::MINIMAL, b"\x0250%\x0250");
///     assert!(!answers.is_empty());
///     let _ = query(&answers);
/// }
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Question {
    /// Its name: that of the property that it belongs to.
    pub name: &'static str,
    /// One sentence: what holds.
    pub doc: &'static str,
    /// The flags without which it cannot be asked.
    pub requires: &'static [Flag],
    /// What is asked of a server that can do this, and what the answers are.
    pub ask: fn(&Features, &[u8]) -> Vec<Answer>,
}

/// An expression and what it is.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer {
    /// What is asked, for people.
    pub what: String,
    /// What is asked.
    pub expression: Expr,
    /// The text that it is; `None` for NULL.
    pub expected: Option<String>,
}

impl Answer {
    pub(super) const fn is(what: String, expression: Expr, expected: Option<String>) -> Self {
        Self {
            what,
            expression,
            expected,
        }
    }

    /// A condition that holds or does not; NULL does not count as either.
    pub(super) fn holds(what: String, condition: Expr, holds: bool) -> Self {
        let (yes, no) = (Expr::value(bind("yes")), Expr::value(bind("no")));
        let negated = condition.clone().not();
        let case = CaseStatement::new()
            .case(condition, yes)
            .case(negated, no)
            .finally(Expr::value(bind(None::<String>)));
        Self::is(
            what,
            case.into(),
            Some(if holds { "yes" } else { "no" }.to_owned()),
        )
    }
}

/// All of them.
pub const QUESTIONS: &[Question] = &[
    Question {
        name: "patterns",
        doc: "A server finds in a text what Rust finds, at its ends and anywhere, and patterns match what they say.",
        requires: &[Flag::supports_text_lookups],
        ask: patterns::ask,
    },
    Question {
        name: "paths",
        doc: "A path into JSON leads a server to where it leads in Rust, whatever its keys.",
        requires: &[Flag::supports_json_functions],
        ask: paths::ask,
    },
];

/// The query of one row that asks everything, with a text a column.
#[must_use]
pub fn query(answers: &[Answer]) -> Query {
    let mut select = Query::select();
    for (n, answer) in answers.iter().enumerate() {
        select.expr_as(answer.expression.clone(), Alias::new(format!("a{n}")));
    }
    select.into()
}

/// Compares a row that came with what it has to be.
///
/// # Errors
/// The first answer that is another, in words.
pub fn compare(answers: &[Answer], row: &[Value]) -> Result<(), String> {
    if row.len() != answers.len() {
        return Err(format!("{} answers of {}", row.len(), answers.len()));
    }
    for (answer, found) in answers.iter().zip(row) {
        let expected = answer.expected.clone().map_or(Value::Null, Value::Text);
        if *found != expected {
            let what = &answer.what;
            return Err(format!("{what} is {found:?} and not {expected:?}"));
        }
    }
    Ok(())
}
