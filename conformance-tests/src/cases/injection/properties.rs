//! Properties that fuzzers look for counterexamples of, tried with bytes by chance; literals, which the server gives back; and
//! questions whose answers are known.

use backend_core::error::ErrorKind;
use backend_core::flag::Flag;
use backend_core::value::{Value, ValueRef};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq};
use crate::fixtures::Random;
use crate::properties::{self, PROPERTIES, QUESTIONS};

/// How many inputs are tried for each thing that the run was told to make.
const INPUTS: u64 = 50;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "injection.property.names",
        names,
        "A name that is written is one token and means the name, whatever the bytes."
    ),
    case!(
        "injection.property.texts",
        texts,
        "A literal that is written is closed, and a text's is one token that means the text, whatever the bytes."
    ),
    case!(
        "injection.property.calls",
        calls,
        "What stands for a function, a type or a keyword is one, or the query is refused, whatever the bytes."
    ),
    case!(
        "injection.property.patterns",
        patterns,
        "What is looked for in a text is not seen in the statement, whatever the bytes."
    ),
    case!(
        "injection.property.paths",
        paths,
        "A path into JSON is written as one of plain words is, whatever the bytes."
    ),
    case!(
        "injection.property.tokens",
        tokens,
        "The tokens of a text, put together, are the text, whatever the bytes."
    ),
    case!(
        "injection.property.scripts",
        scripts,
        "A script is split into its statements and nothing is lost, whatever the bytes."
    ),
    case!(
        "injection.property.urls",
        urls,
        "A URL is read or refused and shows no password, whatever the bytes."
    ),
    case!(
        "injection.property.literals_come_back",
        literals_come_back,
        "The server reads from a literal what was written into it, whatever the text."
    ),
    case!(
        "injection.property.patterns_find_what_rust_finds",
        patterns_find,
        "The server finds in a text what Rust finds, at its ends and anywhere, and patterns match what they say."
    )
    .requires(&[Flag::supports_text_lookups]),
    case!(
        "injection.property.paths_lead_where_rust_goes",
        paths_lead,
        "A path into JSON leads the server to where it leads in Rust, whatever its keys."
    )
    .slow(4)
    .requires(&[Flag::supports_json_functions]),
];

/// Bytes by chance: up to as many as make a text of several pieces.
fn bytes(random: &mut Random) -> Vec<u8> {
    let length = random.below(14);
    (0..length)
        .map(|_| u8::try_from(random.below(256)).unwrap_or_default())
        .collect()
}

fn holds(context: &Context, name: &str) -> Outcome {
    let property = PROPERTIES.iter().find(|property| property.name == name);
    let property = property.ok_or_else(|| Failure::new("a fault of the suite: no property"))?;
    let chance = context.chance();
    let mut random = Random::new(chance.seed);
    for _ in 0..u64::from(chance.runs).saturating_mul(INPUTS) {
        let input = bytes(&mut random);
        (property.check)(context.backend(), &input)
            .map_err(|found| Failure::new(format!("{found}\n  of the bytes {input:?}")))?;
    }
    Ok(())
}

async fn names(context: &mut Context) -> Outcome {
    holds(context, "names")
}

async fn texts(context: &mut Context) -> Outcome {
    holds(context, "texts")
}

async fn calls(context: &mut Context) -> Outcome {
    holds(context, "calls")
}

async fn patterns(context: &mut Context) -> Outcome {
    holds(context, "patterns")
}

async fn paths(context: &mut Context) -> Outcome {
    holds(context, "paths")
}

async fn tokens(context: &mut Context) -> Outcome {
    holds(context, "tokens")
}

async fn scripts(context: &mut Context) -> Outcome {
    holds(context, "scripts")
}

async fn urls(context: &mut Context) -> Outcome {
    holds(context, "urls")
}

async fn literals_come_back(context: &mut Context) -> Outcome {
    let chance = context.chance();
    let mut random = Random::new(chance.seed);
    let operations = context.dialect().operations;
    for _ in 0..chance.runs {
        let mut texts: Vec<String> = Vec::new();
        let mut out = context.dialect().writer();
        out.push("SELECT ");
        while texts.len() < 30 {
            let text = properties::text(&bytes(&mut random));
            let mut literal = context.dialect().writer();
            match operations.literal(ValueRef::Text(&text), &mut literal) {
                Ok(()) => {
                    out.push(if texts.is_empty() { "" } else { ", " });
                    out.fragment(literal.as_str());
                    texts.push(text);
                }
                Err(error) => {
                    let is_known =
                        matches!(error.kind(), ErrorKind::Data | ErrorKind::NotSupported(_));
                    expect(is_known && text.contains('\0'), || {
                        format!("the text {text:?} has no literal: {error}")
                    })?;
                }
            }
        }
        let rows = context.fetch_values(&out.finish()).await?;
        let expected: Vec<_> = texts.into_iter().map(Value::Text).collect();
        expect_eq("texts", rows, [expected])?;
    }
    Ok(())
}

async fn patterns_find(context: &mut Context) -> Outcome {
    answers(context, "patterns").await
}

async fn paths_lead(context: &mut Context) -> Outcome {
    answers(context, "paths").await
}

/// Asks the server a question with bytes by chance, and compares what it answers.
async fn answers(context: &mut Context, name: &str) -> Outcome {
    let question = QUESTIONS.iter().find(|question| question.name == name);
    let question = question.ok_or_else(|| Failure::new("a fault of the suite: no question"))?;
    let chance = context.chance();
    let mut random = Random::new(chance.seed);
    for _ in 0..chance.runs {
        let input = bytes(&mut random);
        let asked = (question.ask)(context.features(), &input);
        let mut row = Vec::new();
        for statement in context.build(&properties::query(&asked))? {
            row.extend(context.fetch_values(&statement).await?.concat());
        }
        properties::compare(&asked, &row)
            .map_err(|found| Failure::new(format!("{found}\n  of the bytes {input:?}")))?;
    }
    Ok(())
}
