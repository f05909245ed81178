//! Triggers, with texts of the vendor's own.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Identifier, Table, Trigger, TriggerEvent, TriggerTiming};
use backend_core::sql::Statement;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{introspected, row, table};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.trigger.create_and_drop",
        create_and_drop,
        "A trigger runs for each row from then on, is found, and runs no more when it is dropped."
    )
    .requires(&[Flag::supports_triggers])
    .django("backends/tests.py"),
    case!(
        "schema.trigger.of_rows_that_go",
        of_rows_that_go,
        "A trigger on a delete runs for each row that goes, for none that comes, and is found as one."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "schema.trigger.with_table",
        with_table,
        "A table is made with its triggers."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "schema.trigger.again",
        again,
        "A trigger made of the definition that was found is the same one, and runs."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "schema.trigger.dropped_with_table",
        dropped_with_table,
        "A trigger goes with its table, and not with the table that it writes to."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "schema.trigger.missing",
        missing,
        "A trigger that is there is not made again, and one that is not cannot be dropped."
    )
    .requires(&[Flag::supports_triggers]),
    case!(
        "schema.trigger.refused",
        refused,
        "A trigger is refused by its flag where the server has none, alone and with its table."
    )
    .refuses(Flag::supports_triggers),
];

/// The tables: rows, and the log to which a trigger copies their keys.
pub(in crate::cases) fn tables() -> Result<(Table, Table)> {
    Ok((table("row \"here\"", &[])?, table("log", &[])?))
}

/// Makes what the trigger on an insert needs, and answers with it.
pub(in crate::cases) async fn prepare(
    context: &mut Context,
    name: &str,
) -> Result<Trigger, Failure> {
    prepare_on(context, TriggerEvent::Insert, name).await
}

/// Makes what the trigger on an insert or a delete needs, and answers with it.
async fn prepare_on(
    context: &mut Context,
    event: TriggerEvent,
    name: &str,
) -> Result<Trigger, Failure> {
    let (rows, log) = tables()?;
    let samples = context.samples();
    let sample = if event == TriggerEvent::Delete {
        samples.delete_trigger
    } else {
        samples.trigger
    };
    let sample = sample.ok_or_else(|| {
        Failure::new(format!("the harness has no sample of a trigger: {event:?}"))
    })?;
    let name = Identifier::new(name)?;
    let quote = |identifier: &Identifier| {
        context.expression(|out| {
            out.identifier(identifier);
        })
    };
    let fill = |text: &str| {
        text.replace("{name}", &quote(&name))
            .replace("{table}", &quote(&rows.name.name))
            .replace("{log}", &quote(&log.name.name))
    };
    let function = sample.function.map(fill);
    let trigger = Trigger::new(
        name.clone(),
        TriggerTiming::After,
        vec![event],
        fill(sample.definition),
    );
    if let Some(function) = function {
        context.execute(&Statement::new(function)).await?;
    }
    Ok(trigger)
}

/// Makes both tables and the trigger on an insert.
pub(in crate::cases) async fn make(
    context: &mut Context,
    name: &str,
) -> Result<(Table, Table), Failure> {
    make_on(context, TriggerEvent::Insert, name).await
}

/// Makes both tables and the trigger on an insert or a delete.
pub(in crate::cases) async fn make_on(
    context: &mut Context,
    event: TriggerEvent,
    name: &str,
) -> Result<(Table, Table), Failure> {
    let (rows, log) = tables()?;
    context.create(&log).await?;
    context.create(&rows).await?;
    let trigger = prepare_on(context, event, name).await?;
    context
        .change(&Change::CreateTrigger {
            relation: rows.name.clone(),
            trigger,
        })
        .await?;
    Ok((rows, log))
}

fn drop(of: &Table, name: &str) -> Result<Change> {
    Ok(Change::DropTrigger {
        relation: of.name.clone(),
        name: Identifier::new(name)?,
    })
}

async fn create_and_drop(context: &mut Context) -> Outcome {
    let name = "Note \"it\"";
    let (rows, log) = make(context, name).await?;
    context.insert(&rows, [&row![1_i64], &row![2_i64]]).await?;
    expect_eq("rows of the log", context.count(&log.name).await?, 2)?;
    let found = introspected(context, &rows.name.name).await?.triggers;
    let facts: Vec<_> = found
        .iter()
        .map(|it| (it.name.as_str(), it.timing, it.events.as_slice()))
        .collect();
    let events = [TriggerEvent::Insert];
    expect_eq(
        "triggers",
        facts,
        [(name, TriggerTiming::After, &events[..])],
    )?;
    context.change(&drop(&rows, name)?).await?;
    context.insert(&rows, [&row![3_i64]]).await?;
    expect_eq("rows of the log", context.count(&log.name).await?, 2)?;
    let left = introspected(context, &rows.name.name).await?.triggers;
    expect_eq("triggers", left, [])
}

async fn of_rows_that_go(context: &mut Context) -> Outcome {
    let (rows, log) = make_on(context, TriggerEvent::Delete, "noted").await?;
    context.insert(&rows, [&row![1_i64], &row![2_i64]]).await?;
    expect_eq("notes of inserts", context.count(&log.name).await?, 0)?;
    let delete = context.delete_statement(&rows, "id", 2_i64)?;
    context.execute(&delete).await?;
    let noted: Vec<(i64,)> = context.fetch(&context.select_statement(&log)).await?;
    expect_eq("the log", noted, [(2,)])?;
    let found = introspected(context, &rows.name.name).await?.triggers;
    let facts: Vec<_> = found
        .iter()
        .map(|it| (it.name.as_str(), it.timing, it.events.as_slice()))
        .collect();
    let events = [TriggerEvent::Delete];
    expect_eq(
        "triggers",
        facts,
        [("noted", TriggerTiming::After, &events[..])],
    )
}

async fn with_table(context: &mut Context) -> Outcome {
    let (mut rows, log) = tables()?;
    context.create(&log).await?;
    rows.triggers = vec![prepare(context, "noted").await?];
    context.create(&rows).await?;
    context.insert(&rows, [&row![1_i64]]).await?;
    expect_eq("rows of the log", context.count(&log.name).await?, 1)
}

async fn again(context: &mut Context) -> Outcome {
    let (rows, log) = make(context, "noted").await?;
    let found = introspected(context, &rows.name.name).await?.triggers;
    let [trigger] = found.as_slice() else {
        return Err(Failure::new(format!("the triggers are {found:?}")));
    };
    context.change(&drop(&rows, "noted")?).await?;
    context
        .change(&Change::CreateTrigger {
            relation: rows.name.clone(),
            trigger: trigger.clone(),
        })
        .await?;
    context.insert(&rows, [&row![1_i64]]).await?;
    expect_eq("rows of the log", context.count(&log.name).await?, 1)?;
    let again = introspected(context, &rows.name.name).await?.triggers;
    expect_eq("triggers", again, found)
}

async fn dropped_with_table(context: &mut Context) -> Outcome {
    let (rows, log) = make(context, "noted").await?;
    context
        .change(&Change::DropTable(rows.name.clone()))
        .await?;
    let bare = tables()?.0;
    context.create(&bare).await?;
    context.insert(&bare, [&row![1_i64]]).await?;
    expect_eq("rows of the log", context.count(&log.name).await?, 0)?;
    let left = introspected(context, &rows.name.name).await?.triggers;
    expect_eq("triggers", left, [])
}

async fn missing(context: &mut Context) -> Outcome {
    let (rows, _) = make(context, "noted").await?;
    let gone = context.change(&drop(&rows, "other")?).await;
    expect_error("dropping another", gone, ErrorKind::DoesNotExist)?;
    let found = introspected(context, &rows.name.name).await?.triggers;
    for trigger in found {
        let relation = rows.name.clone();
        let create = Change::CreateTrigger { relation, trigger };
        let again = context.change(&create).await;
        expect_error("making it again", again, ErrorKind::AlreadyExists)?;
    }
    Ok(())
}

async fn refused(context: &mut Context) -> Outcome {
    let (rows, log) = tables()?;
    context.create(&log).await?;
    let trigger = Trigger::new(
        Identifier::new("noted")?,
        TriggerTiming::After,
        vec![TriggerEvent::Delete],
        "CREATE TRIGGER noted AFTER DELETE ON log FOR EACH ROW DELETE FROM log",
    );
    let alone = Change::CreateTrigger {
        relation: log.name,
        trigger: trigger.clone(),
    };
    let mut with_table = rows;
    with_table.triggers = vec![trigger];
    for change in [alone, Change::CreateTable(with_table)] {
        context
            .refused(Flag::supports_triggers, async |context| {
                context.change(&change).await
            })
            .await?;
    }
    Ok(())
}
