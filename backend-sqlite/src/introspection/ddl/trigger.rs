//! `CREATE TRIGGER`.

use backend_core::model::TriggerTiming;

use super::reader::{Problem, Read, Reader};

/// What a `CREATE TRIGGER` says. All triggers of SQLite run once a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreateTrigger {
    pub(crate) name: String,
    /// `BEFORE` where none is written.
    pub(crate) timing: TriggerTiming,
    pub(crate) event: TriggerEvent,
    /// The table or view it belongs to.
    pub(crate) table: String,
    /// The condition after `WHEN`.
    pub(crate) condition: Option<String>,
    /// The statements between `BEGIN` and `END`, with the semicolons after each.
    pub(crate) body: String,
}

/// What makes a trigger run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TriggerEvent {
    Delete,
    Insert,
    Update {
        /// The names after `OF`; empty for any column.
        columns: Vec<String>,
    },
}

pub(super) fn read(reader: &mut Reader<'_>) -> Read<CreateTrigger> {
    let name = reader.object_name("the name of the trigger")?;
    let timing = timing(reader);
    let event = event(reader)?;
    reader.expect_keyword("ON")?;
    let table = reader.qualified_name("the name of the table")?;
    reader.take_keywords(&["FOR", "EACH", "ROW"]);
    let condition = reader.take_keyword("WHEN").then(|| condition(reader));
    reader.expect_keyword("BEGIN")?;
    let body = body(reader);
    Ok(CreateTrigger {
        name,
        timing,
        event,
        table,
        condition,
        body,
    })
}

fn timing(reader: &mut Reader<'_>) -> TriggerTiming {
    if reader.take_keyword("AFTER") {
        TriggerTiming::After
    } else if reader.take_keywords(&["INSTEAD", "OF"]) {
        TriggerTiming::InsteadOf
    } else {
        reader.take_keyword("BEFORE");
        TriggerTiming::Before
    }
}

fn event(reader: &mut Reader<'_>) -> Read<TriggerEvent> {
    if reader.take_keyword("DELETE") {
        return Ok(TriggerEvent::Delete);
    }
    if reader.take_keyword("INSERT") {
        return Ok(TriggerEvent::Insert);
    }
    if !reader.take_keyword("UPDATE") {
        return Err(reader.unexpected("DELETE, INSERT or UPDATE"));
    }
    let mut columns = Vec::new();
    if reader.take_keyword("OF") {
        columns.push(reader.name("the name of a column")?);
        while reader.take_symbol(",") {
            columns.push(reader.name("the name of a column")?);
        }
    }
    Ok(TriggerEvent::Update { columns })
}

/// Takes everything up to `BEGIN`. A column may have that name, but then `new.` or `old.` stands before it.
fn condition(reader: &mut Reader<'_>) -> String {
    let start = reader.position();
    let mut after_dot = false;
    while let Some(token) = reader.peek()
        && (after_dot || !token.is_keyword("BEGIN"))
    {
        after_dot = token.is_symbol(".");
        reader.advance();
    }
    reader.text(start..reader.consumed()).to_owned()
}

/// Takes everything up to the last `END`.
fn body(reader: &mut Reader<'_>) -> String {
    let start = reader.position();
    let mut end = None;
    while let Some(token) = reader.peek() {
        if token.is_keyword("END") {
            end = Some(reader.position());
        } else if !token.is_symbol(";") {
            end = None;
        }
        reader.advance();
    }
    if end.is_none() {
        let message = "expected END after the statements of the trigger".to_owned();
        reader.report(Problem {
            offset: reader.sql().len(),
            message,
        });
    }
    reader
        .text(start..end.unwrap_or_else(|| reader.consumed()))
        .to_owned()
}
