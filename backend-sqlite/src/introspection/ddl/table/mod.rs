//! `CREATE TABLE`: its columns and constraints in the order they are written in.

mod column;
mod comments;
mod constraint;

use std::ops::Range;

use super::reader::{Read, Reader};

pub(crate) use self::column::{Column, ColumnRule, DefaultValue};
use self::comments::{Item, Layout};
pub(crate) use self::comments::{comment_since, comment_text};
pub(crate) use self::constraint::{Constraint, OnConflict, References, TableRule};

/// What a `CREATE TABLE` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CreateTable {
    pub(crate) name: String,
    /// The columns: the one at position `n` is the one with `cid` `n` in `PRAGMA table_xinfo`.
    pub(crate) columns: Vec<Column>,
    /// The constraints after the columns.
    pub(crate) constraints: Vec<Constraint<TableRule>>,
    pub(crate) strict: bool,
    pub(crate) without_rowid: bool,
    /// The query after `AS`. What is stored has columns in its place: SQLite rewrites such a statement.
    pub(crate) select: Option<String>,
    /// The comment that belongs to the table as a whole.
    pub(crate) comment: Option<String>,
}

pub(super) fn read(reader: &mut Reader<'_>) -> Read<CreateTable> {
    let name = reader.object_name("the name of the table")?;
    let mut table = CreateTable {
        name,
        columns: Vec::new(),
        constraints: Vec::new(),
        strict: false,
        without_rowid: false,
        select: None,
        comment: None,
    };
    if reader.take_keyword("AS") {
        table.select = Some(reader.rest().to_owned());
        return Ok(table);
    }
    let head = reader.consumed();
    let open = reader.position();
    if let Err(problem) = reader.expect_symbol("(") {
        reader.report(problem);
        return Ok(table);
    }
    let items = items(reader, &mut table);
    let close = reader.position();
    if reader.take_symbol(")") {
        options(reader, &mut table);
    } else {
        reader.report(reader.unexpected("\")\""));
    }
    comments::attach(
        reader,
        &Layout {
            head,
            open,
            items,
            close,
        },
        &mut table,
    );
    Ok(table)
}

/// Reads everything between the parentheses.
fn items(reader: &mut Reader<'_>, table: &mut CreateTable) -> Vec<Item> {
    let mut items = Vec::new();
    while reader.peek().is_some() && !reader.at_symbol(")") {
        let start = reader.position();
        let column = table.columns.len();
        let outcome = if constraint::begins(reader) {
            constraint::read(reader, &mut table.constraints)
        } else {
            column::read(reader, &mut table.columns)
        };
        if let Err(problem) = outcome {
            reader.report(problem);
            reader.skip_item();
        }
        let column = (table.columns.len() > column).then_some(column);
        items.push(Item {
            tokens: Range {
                start,
                end: reader.consumed(),
            },
            column,
        });
        // Between constraints the comma may be missing.
        let is_separated = reader.take_symbol(",") || constraint::begins(reader);
        if !is_separated && reader.peek().is_some() && !reader.at_symbol(")") {
            reader.report(reader.unexpected("\",\" or \")\""));
            reader.skip_item();
            reader.take_symbol(",");
        }
    }
    items
}

fn options(reader: &mut Reader<'_>, table: &mut CreateTable) {
    loop {
        if reader.take_keyword("STRICT") {
            table.strict = true;
        } else if reader.take_keywords(&["WITHOUT", "ROWID"]) {
            table.without_rowid = true;
        } else if !reader.take_symbol(",") {
            break;
        }
    }
}
