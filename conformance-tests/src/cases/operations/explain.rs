//! How a server would carry a statement out, as data.

use backend_core::error::{Error, ErrorKind, Integrity};
use backend_core::flag::Flag;
use backend_core::model::Table;
use backend_core::operations::{
    ExplainDetail, ExplainExecution, ExplainFormat, ExplainOptions, Explanation, PlanStep,
};
use backend_core::query::Query;
use backend_core::sea_query::{Expr, ExprTrait as _};
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{expect, expect_eq, expect_error};
use crate::fixtures::{artist, four_artists};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "operations.explain.nothing_happens",
        nothing_happens,
        "An insert, an update and a delete that are explained change nothing."
    )
    .requires(&[Flag::supports_explain])
    .django("queries/test_explain.py"),
    case!(
        "operations.explain.parameters",
        parameters,
        "A statement is explained with its parameters: numbers, texts with quotes, NULL."
    )
    .requires(&[Flag::supports_explain]),
    case!(
        "operations.explain.steps",
        steps,
        "The plan of a query is a tree of steps, one of which names the table, and a text that holds each of them."
    )
    .requires(&[Flag::supports_explain]),
    case!(
        "operations.explain.subquery",
        subquery,
        "Every table that a query with a subquery and a union reads is in some step of its plan."
    )
    .requires(&[Flag::supports_explain]),
    case!(
        "operations.explain.query",
        query,
        "A query is rendered and explained in one call, with the parameters that it holds."
    )
    .requires(&[Flag::supports_explain])
    .django("queries/test_explain.py"),
    case!(
        "operations.explain.broken_statement",
        broken_statement,
        "A statement that the server does not understand is refused when it is explained, and the session works."
    )
    .requires(&[Flag::supports_explain]),
    case!(
        "operations.explain.no_option_in_the_statement",
        no_option_in_the_statement,
        "A statement cannot smuggle in a word that carries it out, nor a second statement."
    )
    .requires(&[Flag::supports_explain])
    .django("queries/test_explain.py"),
    case!(
        "operations.explain.contradictions",
        contradictions,
        "What is only known of a statement that is carried out is refused of one that is planned, and nothing is sent."
    )
    .requires(&[Flag::supports_explain_details]),
    case!(
        "operations.explain.json",
        json,
        "A plan as JSON is one document, a list or an object."
    )
    .requires(&[Flag::supports_explain_json])
    .django("queries/test_explain.py"),
    case!(
        "operations.explain.json_steps",
        json_steps,
        "A plan as JSON has its steps as a tree, which tell the tables, and how many rows are expected at what cost."
    )
    .requires(&[Flag::supports_explain_json]),
    case!("operations.explain.xml", xml, "A plan as XML is one document.")
        .requires(&[Flag::supports_explain_xml])
        .django("queries/test_explain.py"),
    case!(
        "operations.explain.yaml",
        yaml,
        "A plan as YAML is one document of keys and values."
    )
    .requires(&[Flag::supports_explain_yaml])
    .django("queries/test_explain.py"),
    case!(
        "operations.explain.details",
        details,
        "Costs can be left out, output columns added, the summary asked for: each alone and together."
    )
    .requires(&[Flag::supports_explain_details])
    .django("queries/test_explain.py"),
    case!(
        "operations.explain.wal",
        wal,
        "An insert that is carried out tells what it wrote to the log."
    )
    .requires(&[Flag::supports_explain_wal, Flag::supports_transactions]),
    case!(
        "operations.explain.serialization",
        serialization,
        "A query that is carried out tells what writing its result costs."
    )
    .requires(&[Flag::supports_explain_serialization, Flag::supports_transactions]),
    case!(
        "operations.explain.memory",
        memory,
        "A plan tells how much memory it took to make it."
    )
    .requires(&[Flag::supports_explain_memory]),
    case!(
        "operations.explain.undone",
        undone,
        "A delete that is carried out to be explained, and undone, leaves the rows; a block around it goes on."
    )
    .requires(&[
        Flag::supports_explaining_query_execution,
        Flag::uses_savepoints,
    ]),
    case!(
        "operations.explain.kept",
        kept,
        "A delete that is carried out to be explained, and kept, has deleted."
    )
    .requires(&[Flag::supports_explaining_query_execution]),
    case!(
        "operations.explain.carried_out_and_refused",
        carried_out_and_refused,
        "A statement that is carried out to be explained and breaks a key is its error, and a block around it goes on."
    )
    .requires(&[
        Flag::supports_explaining_query_execution,
        Flag::uses_savepoints,
    ]),
];

/// What the server says of a statement.
pub(super) async fn explain(
    context: &mut Context,
    statement: &Statement,
    options: &ExplainOptions,
) -> Result<Explanation, Error> {
    context.note(format!("-- explain, {options:?}: {statement}"));
    context.connection().explain(statement, options).await
}

/// The explanation of a query of all artists of a name.
pub(super) async fn explain_select(
    context: &mut Context,
    artists: &Table,
    options: &ExplainOptions,
) -> Result<Explanation, Error> {
    let select = select(context, artists, "O'Hara")?;
    explain(context, &select, options).await
}

fn select(context: &Context, artists: &Table, name: &str) -> Result<Statement, Error> {
    let (id, column) = ("id".parse()?, "name".parse()?);
    Ok(context.statement(|out| {
        out.push("SELECT ").identifier(&id).push(" FROM ");
        out.name(&artists.name).push(" WHERE ").identifier(&column);
        out.push(" = ").bind(name);
    }))
}

/// Every step, outermost first.
fn all(steps: &[PlanStep]) -> Vec<&str> {
    let mut found = Vec::new();
    for step in steps {
        found.push(step.detail.as_str());
        found.extend(all(&step.children));
    }
    found
}

async fn nothing_happens(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let before = context.select(&artists).await?;
    for statement in [
        context.insert_statement(&artists, &artist(5, "Amy", None)),
        context.update_statement(&artists, ("name", "x"), ("id", 1_i64))?,
        context.delete_statement(&artists, "id", 1_i64)?,
    ] {
        explain(context, &statement, &ExplainOptions::new()).await?;
    }
    expect_eq("rows", context.select(&artists).await?, before)
}

async fn parameters(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    for name in ["O'Hara", "né ? $1 @P1 -- /*", ""] {
        let select = select(context, &artists, name)?;
        let explained = explain(context, &select, &ExplainOptions::new()).await?;
        expect(!explained.text.is_empty(), || "no text".to_owned())?;
    }
    let insert = context.insert_statement(&artists, &artist(5, "Amy", None));
    explain(context, &insert, &ExplainOptions::new()).await?;
    Ok(())
}

async fn steps(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let options = ExplainOptions::new();
    let explained = explain_select(context, &artists, &options).await?;
    expect_eq("the form", explained.format, ExplainFormat::Text)?;
    let steps = all(&explained.steps);
    let named = steps.iter().any(|step| step.contains("artist"));
    expect(named, || format!("no step names the table: {explained}"))?;
    for step in steps {
        expect(explained.text.contains(step), || {
            format!("{step} is not in {explained}")
        })?;
    }
    Ok(())
}

async fn subquery(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let other = crate::fixtures::many_items(context, 3).await?;
    let id = "id".parse()?;
    let statement = context.statement(|out| {
        out.push("SELECT ").identifier(&id).push(" FROM ");
        out.name(&artists.name).push(" WHERE ").identifier(&id);
        out.push(" IN (SELECT ").identifier(&id).push(" FROM ");
        out.name(&other.name).push(" WHERE ").identifier(&id);
        out.push(" > ").bind(1_i64).push(") UNION ALL SELECT ");
        out.identifier(&id).push(" FROM ").name(&other.name);
    });
    let explained = explain(context, &statement, &ExplainOptions::new()).await?;
    let steps = all(&explained.steps);
    for (table, least) in [("artist", 1), ("item", 2)] {
        let naming = steps.iter().filter(|step| step.contains(table)).count();
        expect(naming >= least, || {
            format!("{naming} steps name {table}: {explained}")
        })?;
    }
    let nested = explained.steps.iter().any(|step| !step.children.is_empty());
    expect(nested, || format!("no step feeds another: {explained}"))
}

async fn query(context: &mut Context) -> Outcome {
    four_artists(context).await?;
    let select = Query::select()
        .column("id")
        .from("artist")
        .and_where(Expr::col("name").eq("O'Hara"))
        .take();
    let connection = context.connection();
    let explained = connection
        .explain_query(&select.into(), &ExplainOptions::new())
        .await?;
    expect_eq("explanations", explained.len(), 1)?;
    let named = explained.iter().any(|each| each.text.contains("artist"));
    expect(named, || "the table is not named".to_owned())
}

async fn broken_statement(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let broken = Statement::new("SELEC 1");
    let refused = explain(context, &broken, &ExplainOptions::new()).await;
    expect_error("explaining it", refused, ErrorKind::Programming)?;
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn no_option_in_the_statement(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let delete = context.expression(|out| {
        out.push("DELETE FROM ").name(&artists.name);
    });
    for before in [
        "ANALYZE ",
        "(ANALYZE) ",
        "(ANALYZE TRUE) ",
        "VERBOSE ",
        "QUERY PLAN ",
        "SELECT 1; ",
        "SELECT 1) ",
        "/* ",
        "-- \n",
    ] {
        let smuggled = Statement::new(format!("{before}{delete}"));
        // What is refused, and what is explained without being carried out, are both right.
        let _ = explain(context, &smuggled, &ExplainOptions::new()).await;
        expect_eq(before, context.count(&artists.name).await?, 4)?;
    }
    Ok(())
}

async fn contradictions(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let plain = ExplainOptions::new;
    let mut contradictory = vec![
        plain().with(ExplainDetail::Buffers),
        plain().with(ExplainDetail::Timing),
    ];
    if context.features().supports_explain_wal {
        contradictory.push(plain().with(ExplainDetail::Wal));
    }
    for options in contradictory {
        let refused = explain_select(context, &artists, &options).await;
        expect_error("explaining it", refused, ErrorKind::Interface)?;
    }
    let timed = plain()
        .with(ExplainDetail::Timing)
        .with(ExplainDetail::Buffers)
        .execution(ExplainExecution::Kept);
    explain_select(context, &artists, &timed).await?;
    Ok(())
}

/// The explanation as a document of that form, without blanks around it.
async fn document(
    context: &mut Context,
    format: ExplainFormat,
) -> Result<String, crate::failure::Failure> {
    let artists = four_artists(context).await?;
    let options = ExplainOptions::new().format(format);
    let explained = explain_select(context, &artists, &options).await?;
    expect_eq("the form", explained.format, format)?;
    let text = explained.text.trim().to_owned();
    expect(text.contains("artist"), || {
        format!("the table is not named: {text}")
    })?;
    Ok(text)
}

async fn json(context: &mut Context) -> Outcome {
    let text = document(context, ExplainFormat::Json).await?;
    let is_one = text.starts_with('[') && text.ends_with(']')
        || text.starts_with('{') && text.ends_with('}');
    expect(is_one, || text)
}

async fn json_steps(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let options = ExplainOptions::new().format(ExplainFormat::Json);
    let delete = context.delete_statement(&artists, "id", 1_i64)?;
    let explained = explain(context, &delete, &options).await?;
    let mut steps: Vec<_> = explained.steps.iter().collect();
    let mut inner = 0;
    while let Some(step) = steps.pop() {
        steps.extend(&step.children);
        inner += step.children.len();
        expect(!step.detail.is_empty(), || "a step of nothing".to_owned())?;
        let relation = step.relation.as_deref();
        expect(matches!(relation, None | Some("artist")), || {
            format!("a step of {relation:?}")
        })?;
        let expected = step
            .estimate
            .is_some_and(|it| it.rows >= 0.0 && it.cost > 0.0);
        expect(expected, || format!("nothing is expected of {step:?}"))?;
    }
    expect(inner > 0, || format!("no step feeds another: {explained}"))?;
    let reading = explained.steps.iter().flat_map(|step| &step.children);
    let named = reading.filter(|step| step.relation.as_deref() == Some("artist"));
    expect(named.count() > 0, || format!("no step reads: {explained}"))
}

async fn xml(context: &mut Context) -> Outcome {
    let text = document(context, ExplainFormat::Xml).await?;
    expect(text.starts_with('<') && text.ends_with('>'), || text)
}

async fn yaml(context: &mut Context) -> Outcome {
    let text = document(context, ExplainFormat::Yaml).await?;
    expect(
        text.contains(": ") && !text.starts_with(['[', '{', '<']),
        || text,
    )
}

async fn details(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let plain = ExplainOptions::new;
    let bare = || plain().without(ExplainDetail::Costs);
    let bare_text = explain_select(context, &artists, &bare()).await?.text;
    let costs = explain_select(context, &artists, &plain()).await?.text;
    expect(costs.len() > bare_text.len(), || costs)?;
    for detail in [ExplainDetail::Verbose, ExplainDetail::Summary] {
        let more = explain_select(context, &artists, &bare().with(detail)).await?;
        expect(more.text.len() > bare_text.len(), || {
            format!("{detail:?} tells nothing more: {more}")
        })?;
    }
    let all = bare()
        .with(ExplainDetail::Verbose)
        .with(ExplainDetail::Summary)
        .with(ExplainDetail::Settings)
        .without(ExplainDetail::Buffers)
        .without(ExplainDetail::Timing);
    // What is left out of a plan was not to be known.
    let all = all.execution(ExplainExecution::Kept);
    explain_select(context, &artists, &all).await?;
    Ok(())
}

/// Demands that a statement that is carried out and undone tells more with a detail than without it.
async fn tells_more(
    context: &mut Context,
    statement: &Statement,
    detail: ExplainDetail,
) -> Outcome {
    let undone = || {
        ExplainOptions::new()
            .execution(ExplainExecution::Undone)
            .without(ExplainDetail::Timing)
            .without(ExplainDetail::Buffers)
    };
    let less = explain(context, statement, &undone()).await?.text;
    let more = explain(context, statement, &undone().with(detail)).await?;
    expect(more.text.lines().count() > less.lines().count(), || {
        format!("{detail:?} tells nothing more: {more}")
    })
}

async fn wal(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let insert = context.insert_statement(&artists, &artist(5, "Amy", None));
    tells_more(context, &insert, ExplainDetail::Wal).await?;
    expect_eq("rows", context.count(&artists.name).await?, 4)
}

async fn serialization(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let select = select(context, &artists, "Bach")?;
    tells_more(context, &select, ExplainDetail::Serialization).await
}

async fn memory(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let plain = ExplainOptions::new;
    let less = explain_select(context, &artists, &plain()).await?.text;
    let options = plain().with(ExplainDetail::Memory);
    let more = explain_select(context, &artists, &options).await?.text;
    expect(more.lines().count() > less.lines().count(), || more)
}

async fn undone(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let delete = context.statement(|out| {
        out.push("DELETE FROM ").name(&artists.name);
    });
    let options = ExplainOptions::new().execution(ExplainExecution::Undone);
    let planned = explain(context, &delete, &ExplainOptions::new()).await?;
    let measured = explain(context, &delete, &options).await?;
    expect(measured.text != planned.text, || {
        "nothing was measured".to_owned()
    })?;
    expect_eq("rows", context.count(&artists.name).await?, 4)?;
    let insert = context.insert_statement(&artists, &artist(5, "Amy", None));
    let connection = context.connection();
    connection
        .atomic(async |block| {
            block.execute(&insert).await?;
            block.explain(&delete, &options).await
        })
        .await?;
    expect_eq(
        "rows after the block",
        context.count(&artists.name).await?,
        5,
    )
}

async fn kept(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let delete = context.delete_statement(&artists, "id", 1_i64)?;
    let options = ExplainOptions::new().execution(ExplainExecution::Kept);
    explain(context, &delete, &options).await?;
    expect_eq("rows", context.count(&artists.name).await?, 3)
}

async fn carried_out_and_refused(context: &mut Context) -> Outcome {
    let artists = four_artists(context).await?;
    let twice = context.insert_statement(&artists, &artist(1, "Amy", None));
    let fine = context.insert_statement(&artists, &artist(5, "Amy", None));
    let options = ExplainOptions::new().execution(ExplainExecution::Undone);
    let kind = ErrorKind::Integrity(Integrity::Unique);
    let refused = explain(context, &twice, &options).await;
    expect_error("outside a block", refused, kind)?;
    let connection = context.connection();
    let inside = connection
        .atomic(async |block| {
            let refused = block.explain(&twice, &options).await;
            block.execute(&fine).await?;
            Ok(refused)
        })
        .await?;
    expect_error("inside a block", inside, kind)?;
    expect_eq("rows", context.count(&artists.name).await?, 5)
}
