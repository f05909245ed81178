//! Tables that are altered with all that hangs on them, be they made anew for it or not; and several changes in one plan.

use backend_core::error::{ErrorKind, Integrity, Result};
use backend_core::flag::Flag;
use backend_core::model::{
    Change, ColumnType, Constraint, Identity, ReferentialAction, Schema, Table, Unique, View,
};
use backend_core::schema_editor::{NoProgress, PlanOptions, Progress, Step, plan_all, run};
use backend_core::wrapper::TransactionOptions;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};
use crate::fixtures::{
    add_column, add_constraint, alter_column, carry_out, column, column_now, create_index,
    drop_column, expect_numbers, expect_table, foreign_key, identifier, index, name, number,
    of_number, of_text, planned, primary_key, retype, row, selection, table, thing,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.remake.rows_that_would_go_along",
        rows_that_would_go_along,
        "Rows that refer to a table, and would go with its rows, stay when it is altered; they go along afterwards."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys])
    .django("schema/tests.py"),
    case!(
        "schema.remake.numbers_given_out",
        numbers_given_out,
        "A number that an identity gave out is not given out again after its row went and the table was altered."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_identity_columns])
    .django("schema/tests.py"),
    case!(
        "schema.remake.views_of_views",
        views_of_views,
        "A view of a view of a table shows its rows after another column was altered."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_views])
    .django("schema/tests.py"),
    case!(
        "schema.remake.inside_transaction",
        inside_transaction,
        "Inside a transaction a table is altered, and is as before when that is rolled back."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_rollback_ddl])
    .django("schema/tests.py"),
    case!(
        "schema.remake.checks_go_on",
        checks_go_on,
        "After a table that others refer to was altered, and after that failed, the session checks foreign keys as before."
    )
    .requires(&[Flag::can_alter_tables, Flag::supports_foreign_keys]),
    case!(
        "schema.remake.again_and_again",
        again_and_again,
        "A table is altered many times in one session, and holds its rows and indexes."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.remake.many_rows",
        many_rows,
        "A table of many rows holds all of them after its alteration, and whoever waits learns of steps and rows."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.remake.several_at_once",
        several_at_once,
        "Several changes in one plan leave what they leave one by one, rows and all."
    )
    .requires(&[Flag::can_alter_tables, Flag::can_add_constraints])
    .django("schema/tests.py"),
    case!(
        "schema.remake.several_undone",
        several_undone,
        "Where the last of several changes in one plan fails, none is made."
    )
    .requires(&[
        Flag::can_alter_tables,
        Flag::can_add_constraints,
        Flag::can_rollback_ddl,
    ]),
    case!(
        "schema.remake.several_refused",
        several_refused,
        "Several changes of which a later one does not fit are no plan, and nothing is sent."
    )
    .requires(&[Flag::can_alter_tables]),
    case!(
        "schema.remake.new_column_of_an_old_name",
        new_column_of_an_old_name,
        "A column that is dropped and added again in one plan does not have the values of the old one."
    )
    .requires(&[Flag::can_alter_tables])
    .django("schema/tests.py"),
];

const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);
const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);

/// Two things, and a part of the second that goes with it.
async fn with_part(context: &mut Context) -> Result<(Table, Table)> {
    let thing = thing(context, number()?).await?;
    let key = foreign_key(&["thing_id"], &thing, &["id"])?.on_delete(ReferentialAction::Cascade);
    let part = table("part", &[("thing_id", ColumnType::BigInteger)])?.with_foreign_key(key);
    context.create(&part).await?;
    context.insert(&part, [&row![1_i64, 2_i64]]).await?;
    Ok((thing, part))
}

async fn rows_that_would_go_along(context: &mut Context) -> Outcome {
    let (thing, part) = with_part(context).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    expect_numbers(context, (&part, "thing_id"), &[Some(2)]).await?;
    expect_numbers(context, (&thing, "n"), &[Some(5), Some(7)]).await?;
    let delete = context.delete_statement(&thing, "id", 2_i64)?;
    context.execute(&delete).await?;
    expect_numbers(context, (&part, "thing_id"), &[]).await
}

async fn numbers_given_out(context: &mut Context) -> Outcome {
    let id = column("id", ColumnType::BigInteger)?.with_identity(Identity::new());
    let declared = Table::new(name("numbered")?)
        .with_column(number()?)
        .with_column(id)
        .with_primary_key(primary_key(&["id"])?);
    context.create(&declared).await?;
    context.insert(&declared, [&row![1], &row![2]]).await?;
    let delete = context.delete_statement(&declared, "id", 2_i64)?;
    context.execute(&delete).await?;
    retype(context, &declared, ColumnType::BigInteger).await?;
    context.insert(&declared, [&row![3]]).await?;
    expect_numbers(context, (&declared, "id"), &[Some(1), Some(3)]).await
}

async fn views_of_views(context: &mut Context) -> Outcome {
    let declared = table(
        "thing",
        &[("n", ColumnType::Integer), ("label", ColumnType::Text)],
    )?;
    context.create(&declared).await?;
    context.insert(&declared, [&row![1_i64, 5, "five"]]).await?;
    let near = selection(context, &declared.name, &["id", "n"])?;
    carry_out(
        context,
        [Change::CreateView(View::new(name("near")?, near))],
    )
    .await?;
    let far = selection(context, &name("near")?, &["n"])?;
    carry_out(context, [Change::CreateView(View::new(name("far")?, far))]).await?;
    let label = column("label", ColumnType::Text)?.with_default(of_text("none"));
    carry_out(context, [alter_column(&declared, label)]).await?;
    let shown = Table::new(name("far")?).with_column(number()?);
    let read = context.select_statement(&shown);
    let found: Vec<(i64,)> = context.fetch(&read).await?;
    expect_eq("what the view shows", found, [(5,)])
}

async fn inside_transaction(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let before = context.contents().await?;
    let options = TransactionOptions::default();
    context.connection().begin(&options).await?;
    let mut n = column_now(context, &thing, "n")?;
    n.column_type = ColumnType::BigInteger;
    n.default = Some(of_number(9));
    context.change(&alter_column(&thing, n)).await?;
    context.insert(&thing, [&row![3_i64]]).await?;
    expect_numbers(context, (&thing, "n"), &[Some(5), Some(7), Some(9)]).await?;
    context.connection().rollback().await?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn checks_go_on(context: &mut Context) -> Outcome {
    let (thing, part) = with_part(context).await?;
    retype(context, &thing, ColumnType::BigInteger).await?;
    let nowhere = context.insert(&part, [&row![2_i64, 9_i64]]).await;
    expect_error("a part of nothing", nowhere, FOREIGN_KEY)?;
    let double = [row![3_i64, 5_i64]];
    context.insert(&thing, &double).await?;
    let once = Unique::new(vec![identifier("n")?]).with_name(identifier("once")?);
    if context.features().can_add_constraints {
        let add = add_constraint(&thing, Constraint::Unique(once));
        expect_error("two that are equal", context.change(&add).await, UNIQUE)?;
    }
    let nowhere = context.insert(&part, [&row![2_i64, 9_i64]]).await;
    expect_error("a part of nothing", nowhere, FOREIGN_KEY).map(drop)
}

async fn again_and_again(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    carry_out(context, [create_index(&thing, index("by_n", &["n"])?)]).await?;
    for round in 0..5_i64 {
        let mut n = column_now(context, &thing, "n")?;
        n.default = Some(of_number(round));
        n.column_type = match round % 2 {
            0 => ColumnType::BigInteger,
            _ => ColumnType::Integer,
        };
        carry_out(context, [alter_column(&thing, n)]).await?;
        context.insert(&thing, [&row![10 + round]]).await?;
    }
    let expected = [5, 7, 0, 1, 2, 3, 4].map(Some);
    expect_numbers(context, (&thing, "n"), &expected).await
}

/// What somebody who waits has learnt.
#[derive(Default)]
struct Learnt {
    steps: Vec<(usize, usize)>,
    rows: Vec<u64>,
}

impl Progress for Learnt {
    fn step(&mut self, done: usize, total: usize, _step: &Step) {
        self.steps.push((done, total));
    }

    fn rows(&mut self, copied: u64) {
        self.rows.push(copied);
    }
}

async fn many_rows(context: &mut Context) -> Outcome {
    const ROWS: i64 = 1 << 16;
    let thing = table("thing", &[("n", ColumnType::Integer)])?;
    context.create(&thing).await?;
    context.insert(&thing, [&row![1_i64, 1]]).await?;
    let mut rows = 1;
    while rows < ROWS {
        let double = context.statement(|out| {
            out.push("INSERT INTO ")
                .name(&thing.name)
                .push(" SELECT id + ");
            out.number(rows).push(", n + ").number(rows).push(" FROM ");
            out.name(&thing.name);
        });
        context.execute(&double).await?;
        rows *= 2;
    }
    let mut n = column_now(context, &thing, "n")?;
    n.column_type = ColumnType::Text;
    let change = alter_column(&thing, n);
    let plan = planned(context, &change)?;
    let mut learnt = Learnt::default();
    run(context.connection(), &plan, &mut learnt).await?;
    expect_eq("rows", context.count(&thing.name).await?, ROWS)?;
    let total = plan.steps.len();
    let steps: Vec<_> = (0..total).map(|done| (done, total)).collect();
    expect_eq("steps", learnt.steps, steps)?;
    let is_growing = learnt.rows.is_sorted();
    expect(is_growing, || format!("rows {:?}", learnt.rows))?;
    match learnt.rows.last() {
        Some(last) => expect_eq("rows told of", i64::try_from(*last).ok(), Some(ROWS)),
        None => Ok(()),
    }
}

/// Carries changes out in one plan. The case's model stays as it was.
async fn at_once(context: &mut Context, changes: &[Change]) -> Result<(), Failure> {
    let editor = context.backend().schema_editor;
    context.plans(context.schema(), changes, PlanOptions::default());
    let plan = plan_all(editor, &context.dialect(), context.schema(), changes)?;
    for statement in plan.statements() {
        context.note(statement.sql.clone());
    }
    Ok(run(context.connection(), &plan, &mut NoProgress).await?)
}

/// Changes of a thing, of which the last is that no two are equal.
fn changes(context: &Context, thing: &Table) -> Result<Vec<Change>, Failure> {
    let mut n = column_now(context, thing, "n")?;
    n.column_type = ColumnType::BigInteger;
    n.default = Some(of_number(0));
    let short = ColumnType::VarChar { length: Some(20) };
    let label = column("label", short)?.with_default(of_text("new"));
    let once = Unique::new(vec![identifier("n")?]).with_name(identifier("once")?);
    Ok(vec![
        alter_column(thing, n),
        add_column(thing, label),
        create_index(thing, index("by_label", &["label"])?),
        add_constraint(thing, Constraint::Unique(once)),
    ])
}

async fn several_at_once(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let changes = changes(context, &thing)?;
    at_once(context, &changes).await?;
    let mut after: Schema = context.schema().clone();
    for change in &changes {
        after.apply(change)?;
    }
    let found = context.introspect().await?.schema;
    expect_eq("tables", found.tables.len(), after.tables.len())?;
    for (declared, found) in after.tables.iter().zip(&found.tables) {
        expect_table(declared, found, context.features())?;
        let read = context.select_columns(declared, &["n", "label"]);
        let rows: Vec<(i64, String)> = context.fetch(&read).await?;
        let expected = [5, 7].map(|n| (n, "new".to_owned()));
        expect_eq("rows", rows, expected)?;
    }
    let double = context.insert(&thing, [&row![3_i64, 5_i64]]).await;
    expect_error("5 once more", double, UNIQUE).map(drop)
}

async fn several_undone(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    context.insert(&thing, [&row![3_i64, 5]]).await?;
    let before = context.contents().await?;
    let changes = changes(context, &thing)?;
    expect(at_once(context, &changes).await.is_err(), || {
        "two that are equal are none to a unique constraint".to_owned()
    })?;
    expect_eq("what is there", context.contents().await?, before)
}

async fn several_refused(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let label = || column("label", ColumnType::Text);
    let changes = [add_column(&thing, label()?), add_column(&thing, label()?)];
    let editor = context.backend().schema_editor;
    let refused = plan_all(editor, &context.dialect(), context.schema(), &changes);
    expect_error("a column twice", refused, ErrorKind::AlreadyExists).map(drop)
}

async fn new_column_of_an_old_name(context: &mut Context) -> Outcome {
    let thing = thing(context, number()?).await?;
    let mut again = number()?;
    if context.features().supports_comments {
        again.comment = Some("another".into());
    }
    let changes = [drop_column(&thing, "n")?, add_column(&thing, again)];
    at_once(context, &changes).await?;
    expect_numbers(context, (&thing, "n"), &[None, None]).await
}
