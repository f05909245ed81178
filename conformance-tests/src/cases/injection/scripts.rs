//! Scripts: split by us and run one by one, they do what the server does with the whole.

use backend_core::flag::Flag;
use backend_core::model::ColumnType;
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, case};
use crate::cases::schema::objects::triggers::{prepare, tables};
use crate::context::Context;
use crate::failure::expect_eq;
use crate::fixtures::table;

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "injection.script.split_is_the_whole",
        split_is_the_whole,
        "The statements of a script, one by one, do what the script does as a whole."
    )
    .requires(&[Flag::supports_batches]),
    case!(
        "injection.script.bodies_stay_whole",
        bodies_stay_whole,
        "The body of a trigger that holds statements stays with its trigger, in a script as in a list."
    )
    .requires(&[Flag::supports_batches, Flag::supports_triggers]),
    case!(
        "injection.script.nothing_between",
        nothing_between,
        "A script of comments, blanks and semicolons has no statements."
    ),
];

/// Texts that are hard to tell from the end of a statement.
const TEXTS: &[&str] = &[
    "a; b",
    "it's; fine",
    "-- no comment;",
    "/* no comment; */",
    "two\nlines;\n",
    "\"; quoted",
    "back\\slash\\",
    "$$; $a$;",
    "begin; end;",
];

fn script(context: &Context) -> String {
    let mut script = String::from("-- first; really\n");
    for (id, text) in (1_i64..).zip(TEXTS) {
        let insert = context.statement(|out| {
            out.push("INSERT INTO noted (id, c) VALUES (");
            out.number(id).push(", ").string(text).push(")");
        });
        script.push_str(&insert.sql);
        script.push_str(if id % 2 == 0 {
            ";;\n"
        } else {
            "; -- it's; over\n"
        });
    }
    script.push_str("/* at; the; end */ UPDATE noted SET c = 'x;' WHERE id = 1");
    script
}

async fn split_is_the_whole(context: &mut Context) -> Outcome {
    let noted = table("noted", &[("c", ColumnType::Text)])?;
    context.create(&noted).await?;
    let script = script(context);
    context.batch(&script).await?;
    let whole = context.select(&noted).await?;
    expect_eq("rows", whole.len(), TEXTS.len())?;
    context.batch("DELETE FROM noted").await?;
    let statements: Vec<_> = context
        .dialect()
        .operations
        .split_script(&script)
        .into_iter()
        .map(Statement::new)
        .collect();
    expect_eq("statements", statements.len(), TEXTS.len() + 1)?;
    for statement in &statements {
        context.execute(statement).await?;
    }
    expect_eq("rows", context.select(&noted).await?, whole)
}

async fn bodies_stay_whole(context: &mut Context) -> Outcome {
    let (rows, log) = tables()?;
    context.create(&log).await?;
    context.create(&rows).await?;
    let trigger = prepare(context, "noting").await?;
    let insert = context.statement(|out| {
        out.push("INSERT INTO ")
            .name(&rows.name)
            .push(" (id) VALUES (1)");
    });
    let script = format!("{};\n{insert}; -- done;", trigger.definition);
    let operations = context.dialect().operations;
    let statements = operations.split_script(&script);
    expect_eq("statements", statements.len(), 2)?;
    expect_eq(
        "the first",
        statements.first().copied(),
        Some(trigger.definition.as_str()),
    )?;
    context.batch(&script).await?;
    expect_eq("rows of the log", context.count(&log.name).await?, 1)
}

async fn nothing_between(context: &mut Context) -> Outcome {
    for script in [
        "",
        " ",
        ";",
        "; ;\n;",
        "-- a; b",
        "/* a; */;",
        "\n--\n;/**/",
    ] {
        let statements = context.dialect().operations.split_script(script);
        expect_eq(script, statements, Vec::<&str>::new())?;
    }
    Ok(())
}
