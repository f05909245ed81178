//! One cell carried out: a table with rows, the alteration, and what the database then holds, takes and refuses.

use backend_core::error::{Error, ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, Column, ColumnType, Default, Table};
use backend_core::schema_editor::plan_all;
use backend_core::value::{ColumnKind, IntoValue as _, TypedValue, Value};
use backend_core::wrapper::TransactionOptions;

use super::cell::Cell;
use super::kind::Kind;
use super::meaning::{Certainty, Form, Meaning, fails, meaning};
use crate::case::Outcome;
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    create_index, expect_schema, foreign_key, identifier, index, name, primary_key, unique,
};

/// The key of a row that comes later.
const LATER: i64 = 100;

/// What not every server has keys of.
const OF_KEYS: [Flag; 2] = [
    Flag::supports_unlimited_keys,
    Flag::supports_references_across_types,
];

/// Makes the cell's tables, alters the column, demands what must hold, and takes the tables away.
pub(super) async fn carry_out(context: &mut Context, cell: &Cell) -> Outcome {
    let mut meaning = meaning(cell.from, cell.to);
    let is_boolean = cell.from == Kind::Boolean || cell.to == Kind::Boolean;
    if cell.is_key() && is_boolean {
        // Two values are all there are, and one comes later.
        meaning.values.truncate(1);
    }
    if cell.to == Kind::VarChar && !context.features().enforces_text_length {
        meaning.unfit = None;
    }
    let Some(table) = set_up(context, cell, &meaning).await? else {
        return Err(Failure::not_shown(
            "the server has no keys of such a column",
        ));
    };
    let change = Change::AlterColumn {
        table: table.name.clone(),
        column: column(cell.to, (cell.nullable.1, cell.default.1))?,
        using: None,
    };
    let is_altered = alter(context, cell, (&table, &meaning), &change).await?;
    expect_schema(context).await?;
    let after = context.schema().table(&table.name).cloned();
    let after = after.unwrap_or(table);
    let (kind, nullable, default) = if is_altered {
        (cell.to, cell.nullable.1, cell.default.1)
    } else {
        (cell.from, cell.nullable.0, cell.default.0)
    };
    let found = expect_values(context, cell, (&after, &meaning), is_altered).await?;
    expect_nulls(context, &after, nullable).await?;
    expect_later(context, (&after, kind), (nullable, default)).await?;
    if cell.is_key() {
        expect_distinct(context, &after, &found).await?;
    }
    expect_reference(context, cell, &after, kind).await?;
    Ok(tear_down(context).await?)
}

fn column(kind: Kind, (nullable, default): (bool, bool)) -> Result<Column> {
    let mut column = Column::new("c", kind.column_type())?;
    column.nullable = nullable;
    if default {
        column.default = Some(Default::Literal(kind.value(kind.fresh())?));
    }
    Ok(column)
}

/// Whether the cell's column is referred to, where a server knows references, and such to a column that can be NULL.
fn is_referenced(context: &Context, cell: &Cell) -> bool {
    let features = context.features();
    let can_be_null = cell.nullable != (false, false);
    cell.referenced
        && features.supports_foreign_keys
        && (features.supports_references_to_nullable_keys || !can_be_null)
}

/// The table of a cell, with its rows, those that convert; none where it would have a key of what the server has no keys of.
async fn set_up(
    context: &mut Context,
    cell: &Cell,
    meaning: &Meaning,
) -> Result<Option<Table>, Failure> {
    let key = if cell.primary { "c" } else { "id" };
    let id = Column::new("id", ColumnType::BigInteger)?.not_null();
    let mut table = Table::new(name("altered")?)
        .with_column(id)
        .with_column(column(cell.from, (cell.nullable.0, cell.default.0))?)
        .with_primary_key(primary_key(&[key])?);
    if cell.unique {
        table = table.with_unique(unique(&["c"])?.with_name(identifier("altered_u")?));
    }
    let mut made = vec![Change::CreateTable(table.clone())];
    let indexed = create_index(&table, index("altered_i", &["c"])?);
    if cell.indexed {
        made.push(indexed.clone());
    }
    if is_beyond(context, &made) {
        return Ok(None);
    }
    let transaction = context.features().can_rollback_ddl;
    if transaction {
        let options = TransactionOptions::default();
        context.connection().begin(&options).await?;
    }
    context.create(&table).await?;
    if cell.indexed {
        context.change(&indexed).await?;
    }
    let values = meaning.values.iter().map(|(before, _)| *before);
    for (id, value) in (1_i64..).zip(values) {
        insert(context, &table, id, typed(cell.from, value)?).await?;
    }
    if is_referenced(context, cell) {
        let child = Table::new(name("referring")?)
            .with_column(Column::new("id", ColumnType::BigInteger)?.not_null())
            .with_column(column(cell.from, (true, false))?)
            .with_primary_key(primary_key(&["id"])?)
            .with_foreign_key(foreign_key(&["c"], &table, &["c"])?);
        context.create(&child).await?;
        if let Some((first, _)) = meaning.values.first() {
            insert(context, &child, 1, typed(cell.from, first)?).await?;
        }
    }
    if transaction {
        context.connection().commit().await?;
    }
    Ok(Some(table))
}

fn typed(kind: Kind, text: &str) -> Result<TypedValue> {
    Ok(kind.value(text)?.into_value())
}

fn null(table: &Table) -> TypedValue {
    let kind = table
        .column("c")
        .map(|column| column.column_type.standard_kind());
    TypedValue::null(kind.unwrap_or(ColumnKind::Unknown))
}

async fn insert(context: &mut Context, table: &Table, id: i64, value: TypedValue) -> Result<()> {
    context.insert(table, [&vec![id.into_value(), value]]).await
}

async fn delete(context: &mut Context, table: &Table, id: i64) -> Result<()> {
    let statement = context.delete_statement(table, "id", id)?;
    context.execute(&statement).await.map(drop)
}

/// Alters the column, after it was shown that rows which do not fit keep it from that; answers whether it was altered.
async fn alter(
    context: &mut Context,
    cell: &Cell,
    (table, meaning): (&Table, &Meaning),
    change: &Change,
) -> Result<bool, Failure> {
    let is_narrowed = cell.nullable == (true, false);
    if is_beyond(context, std::slice::from_ref(change)) {
        if cell.nullable.0 && (!is_narrowed || cell.default.1) {
            insert(context, table, LATER, null(table)).await?;
        }
        let refused = unchanged(context, table, change).await?;
        expect(refused.as_ref().is_some_and(fails), || {
            format!("what the server has no keys of gives {refused:?}")
        })?;
        return Ok(false);
    }
    if let Some(unfit) = meaning.unfit {
        insert(context, table, LATER, typed(cell.from, unfit)?).await?;
        let refused = unchanged(context, table, change).await?;
        expect(refused.as_ref().is_some_and(fails), || {
            format!("a value that does not convert ({unfit}) gives {refused:?}")
        })?;
        delete(context, table, LATER).await?;
    }
    if cell.nullable.0 {
        insert(context, table, LATER, null(table)).await?;
    }
    if is_narrowed && !cell.default.1 {
        let refused = unchanged(context, table, change).await?;
        let is_right = |error: &Error| {
            matches!(error.kind(), ErrorKind::Integrity(_))
                || (meaning.certainty != Certainty::Certain && fails(error))
        };
        expect(refused.as_ref().is_some_and(is_right), || {
            format!("NULL in what becomes NOT NULL gives {refused:?}")
        })?;
        delete(context, table, LATER).await?;
    }
    let result = match meaning.certainty {
        Certainty::Certain => context.change(change).await.map(|()| None)?,
        _ => unchanged(context, table, change).await?,
    };
    match result {
        None => Ok(true),
        Some(error) if fails(&error) => Ok(false),
        Some(error) => Err(error.into()),
    }
}

/// Whether a column would be of a type that this server has no keys of, or no references to from another: that is refused
/// before anything is done, by a flag that is off.
fn is_beyond(context: &Context, changes: &[Change]) -> bool {
    let editor = context.backend().schema_editor;
    match plan_all(editor, &context.dialect(), context.schema(), changes) {
        Err(error) => match error.kind() {
            ErrorKind::NotSupported(Some(flag)) => {
                OF_KEYS.contains(&flag) && !context.features().get(flag)
            }
            _ => false,
        },
        Ok(_) => false,
    }
}

/// The error with which a change is refused, where it is: the rows are as they were then.
async fn unchanged(
    context: &mut Context,
    table: &Table,
    change: &Change,
) -> Result<Option<Error>, Failure> {
    let before = context.select(table).await?;
    let Err(error) = context.change(change).await else {
        return Ok(None);
    };
    expect_eq("rows after a refusal", context.select(table).await?, before)?;
    Ok(Some(error))
}

/// Demands that the rows hold what is meant; gives the column's values.
async fn expect_values(
    context: &mut Context,
    cell: &Cell,
    (table, meaning): (&Table, &Meaning),
    is_altered: bool,
) -> Result<Vec<Value>, Failure> {
    let read = context.select_columns(table, &["c"]);
    let rows = context.fetch_values(&read).await?;
    let kind = if is_altered { cell.to } else { cell.from };
    let values = rows.into_iter().flatten();
    let mut found: Vec<Value> = values.map(|value| kind.read(value)).collect();
    let read = found.clone();
    let is_narrowed = cell.nullable == (true, false);
    let row = match (is_altered, is_narrowed, cell.default.1) {
        // The default stands for NULL then.
        (true, true, true) => Some(cell.to.value(cell.to.fresh())?),
        (_, true, false) => None,
        _ => cell.nullable.0.then_some(Value::Null),
    };
    if let Some(expected) = row {
        let last = found.pop().unwrap_or(Value::Null);
        expect_eq(
            "the row with NULL",
            Kind::plain(&last),
            Kind::plain(&expected),
        )?;
        delete(context, table, LATER).await?;
    }
    expect_eq("rows", found.len(), meaning.values.len())?;
    for ((before, after), found) in meaning.values.iter().zip(&found) {
        let what = format!("{before} became");
        if !is_altered {
            expect_eq(
                &what,
                Kind::plain(found),
                Kind::plain(&cell.from.value(before)?),
            )?;
            continue;
        }
        expect(cell.to.is_of(found), || {
            format!("{what} {found:?}, which is no {}", cell.to.name())
        })?;
        if meaning.certainty != Certainty::Unsaid {
            expect_meant(cell, meaning.form, (before, after), found)?;
        }
    }
    Ok(read)
}

fn expect_meant(cell: &Cell, form: Form, (before, after): (&str, &str), found: &Value) -> Outcome {
    let what = format!("{before} became");
    match (form, found) {
        (Form::Text, Value::Text(text)) => {
            let meant = cell.from.value(before)?;
            let says = cell.from.value(text.trim())?;
            expect_eq(&what, Kind::plain(&says), Kind::plain(&meant))
        }
        (Form::Zoned, _) => {
            let days = days(found).zip(days(&cell.to.value(after)?));
            expect(days.is_some_and(|(a, b)| (a - b).abs() <= 1), || {
                format!("{what} {found:?}")
            })
        }
        _ => expect_eq(
            &what,
            Kind::plain(found),
            Kind::plain(&cell.to.value(after)?),
        ),
    }
}

/// The day of a day or an instant.
fn days(value: &Value) -> Option<i32> {
    match value {
        Value::Date(date) => Some(date.days()),
        Value::Timestamp(at) => Some(at.date().days()),
        Value::TimestampTz(at) => Some(at.utc().date().days()),
        _ => None,
    }
}

/// Demands that NULL is taken or refused.
async fn expect_nulls(context: &mut Context, table: &Table, nullable: bool) -> Outcome {
    let inserted = insert(context, table, LATER + 1, null(table)).await;
    if nullable {
        inserted?;
        return Ok(delete(context, table, LATER + 1).await?);
    }
    let kind = ErrorKind::Integrity(Integrity::NotNull);
    expect_error("NULL in what is NOT NULL", inserted, kind).map(drop)
}

/// Demands that a row which leaves the column out has its default, and that a value of the kind is taken.
async fn expect_later(
    context: &mut Context,
    (table, kind): (&Table, Kind),
    (nullable, default): (bool, bool),
) -> Outcome {
    let fresh = kind.value(kind.fresh())?;
    let row = vec![(LATER + 1).into_value()];
    let left_out = context.insert(table, [&row]).await;
    if default || nullable {
        left_out?;
        let expected = if default { fresh.clone() } else { Value::Null };
        expect_last(context, table, kind, &expected).await?;
        delete(context, table, LATER + 1).await?;
    } else {
        let kind = ErrorKind::Integrity(Integrity::NotNull);
        expect_error("a row without a value", left_out, kind)?;
    }
    insert(context, table, LATER + 1, fresh.clone().into_value()).await?;
    expect_last(context, table, kind, &fresh).await?;
    Ok(delete(context, table, LATER + 1).await?)
}

/// Demands the value of the row with the largest key.
async fn expect_last(
    context: &mut Context,
    table: &Table,
    kind: Kind,
    expected: &Value,
) -> Outcome {
    let read = context.select_columns(table, &["id", "c"]);
    let rows = context.fetch_values(&read).await?;
    let last = rows.into_iter().last().unwrap_or_default();
    let last: Vec<_> = last.into_iter().map(|value| kind.read(value)).collect();
    let expected = (Kind::plain(&Value::I64(LATER + 1)), Kind::plain(expected));
    match last.as_slice() {
        [id, value] => expect_eq(
            "the last row",
            (Kind::plain(id), Kind::plain(value)),
            expected,
        ),
        _ => Err(Failure::new("there is no last row")),
    }
}

/// Demands that a value which is there is not taken once more.
async fn expect_distinct(context: &mut Context, table: &Table, found: &[Value]) -> Outcome {
    let Some(first) = found.iter().find(|value| **value != Value::Null) else {
        return Ok(());
    };
    let again = insert(context, table, LATER + 1, first.clone().into_value()).await;
    let kind = ErrorKind::Integrity(Integrity::Unique);
    expect_error("the same value once more", again, kind).map(drop)
}

/// Demands that the reference to the column holds on.
async fn expect_reference(
    context: &mut Context,
    cell: &Cell,
    table: &Table,
    kind: Kind,
) -> Outcome {
    let referring = name("referring")?;
    let Some(child) = context.schema().table(&referring).cloned() else {
        return Ok(());
    };
    let violated = ErrorKind::Integrity(Integrity::ForeignKey);
    let nowhere = insert(context, &child, 2, typed(cell.from, cell.from.fresh())?).await;
    expect_error("a reference to nothing", nowhere, violated)?;
    let taken = delete(context, table, 1).await;
    expect_error("deleting what is referred to", taken, violated)?;
    insert(context, table, LATER + 1, typed(kind, kind.fresh())?).await?;
    insert(context, &child, 2, typed(cell.from, cell.from.fresh())?).await?;
    Ok(())
}

/// Takes the tables away: what refers before what it refers to.
pub(super) async fn tear_down(context: &mut Context) -> Result<()> {
    let tables = context.schema().tables.iter();
    let names: Vec<_> = tables.map(|table| table.name.clone()).collect();
    for name in names.into_iter().rev() {
        context.change(&Change::DropTable(name)).await?;
    }
    Ok(())
}
