//! Plans: what would be done, before anything is.

use backend_core::error::{ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::model::{Change, ColumnType, ForeignKey, Schema, Table, View};
use backend_core::schema_editor::{NoProgress, Plan, PlanOptions, Progress, Step, plan, run};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_empty, expect_eq, expect_error};
use crate::fixtures::{
    create_index, foreign_key, identifier, index, introspected, name, record, row, selection, table,
};

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "schema.plan.sends_nothing",
        sends_nothing,
        "Planning every sort of change sends nothing, changes nothing, and gives the same plan each time."
    )
    .django("schema/test_logger.py"),
    case!(
        "schema.plan.is_what_runs",
        is_what_runs,
        "A run sends the plan's statements, all of them, in order, and nothing else."
    )
    .django("migrations/test_commands.py"),
    case!(
        "schema.plan.says_why",
        says_why,
        "Each step says why it is there, and a run tells each step before it is carried out."
    ),
    case!(
        "schema.plan.loses_data",
        loses_data,
        "Only plans that drop a table say that they lose data."
    ),
    case!(
        "schema.plan.refusals_send_nothing",
        refusals_send_nothing,
        "What does not fit the snapshot is refused before anything is sent."
    )
    .smoke(),
    case!(
        "schema.plan.forward_reference",
        forward_reference,
        "A foreign key can name a table that is made only later, and holds from then on."
    )
    .requires(&[Flag::supports_forward_references]),
    case!(
        "schema.plan.forward_reference_refused",
        forward_reference_refused,
        "Where foreign keys cannot name a table that is made later, the plan says that it does not exist."
    )
    .requires(&[Flag::supports_foreign_keys])
    .refuses(Flag::supports_forward_references),
    case!(
        "schema.plan.referenced_table_kept",
        referenced_table_kept,
        "Where foreign keys cannot name a missing table, dropping a table that is referred to is refused by the plan."
    )
    .requires(&[Flag::supports_foreign_keys])
    .refuses(Flag::supports_forward_references),
];

/// One change of each sort, each on top of those before it, as far as the server has such things.
fn changes(context: &Context) -> Result<Vec<Change>> {
    let parent = table("parent", &[("n", ColumnType::Integer)])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let child = if context.features().supports_foreign_keys {
        child.with_foreign_key(foreign_key(&["parent_id"], &parent, &["id"])?)
    } else {
        child
    };
    let mut changes = vec![
        Change::CreateTable(parent.clone()),
        Change::CreateTable(child.with_index(index("child_parent", &["parent_id"])?)),
        create_index(&parent, index("parent_n", &["n"])?),
    ];
    if context.features().supports_views {
        let definition = selection(context, &parent.name, &["id"])?;
        let view = View::new(name("seen")?, definition);
        let drop = Change::DropView(view.name.clone());
        changes.extend([Change::CreateView(view), drop]);
    }
    changes.push(Change::DropIndex {
        table: parent.name.clone(),
        name: identifier("parent_n")?,
    });
    changes.push(Change::DropTable(name("child")?));
    changes.push(Change::DropTable(parent.name));
    Ok(changes)
}

/// The plans of these changes, one after the other.
fn plans(context: &Context, changes: &[Change]) -> Result<Vec<Plan>> {
    let mut before = Schema::new();
    let mut plans = Vec::new();
    for change in changes {
        let editor = context.backend().schema_editor;
        context.plans(
            &before,
            std::slice::from_ref(change),
            PlanOptions::default(),
        );
        plans.push(plan(editor, &context.dialect(), &before, change)?);
        before.apply(change)?;
    }
    Ok(plans)
}

async fn sends_nothing(context: &mut Context) -> Outcome {
    let changes = changes(context)?;
    let first = plans(context, &changes)?;
    let second = plans(context, &changes)?;
    expect_eq("the second plan", second, first)?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)
}

async fn is_what_runs(context: &mut Context) -> Outcome {
    let changes = changes(context)?;
    let plans = plans(context, &changes)?;
    let (mut connection, sent) = record(context).await?;
    for plan in &plans {
        let before = sent.statements().len();
        run(&mut connection, plan, &mut NoProgress).await?;
        let planned: Vec<_> = plan.statements().map(|it| it.sql.clone()).collect();
        let sent: Vec<_> = sent.statements().into_iter().skip(before).collect();
        expect_eq("statements sent", sent, planned)?;
    }
    connection.close().await?;
    let left = context.introspect().await?.schema;
    expect_empty("what is left", &left)
}

/// Keeps what a run tells.
#[derive(Default)]
struct Told(Vec<(usize, usize, String)>);

impl Progress for Told {
    fn step(&mut self, done: usize, total: usize, step: &Step) {
        self.0.push((done, total, step.why().to_owned()));
    }
}

async fn says_why(context: &mut Context) -> Outcome {
    let changes = changes(context)?;
    for plan in plans(context, &changes)? {
        expect(!plan.steps.is_empty(), || "a plan without steps".to_owned())?;
        for step in &plan.steps {
            expect(!step.why().trim().is_empty(), || {
                format!("no reason is given for {}", step.statement())
            })?;
        }
        let mut told = Told::default();
        run(context.connection(), &plan, &mut told).await?;
        let total = plan.steps.len();
        let expected: Vec<_> = plan
            .steps
            .iter()
            .enumerate()
            .map(|(done, step)| (done, total, step.why().to_owned()))
            .collect();
        expect_eq("what the run tells", told.0, expected)?;
    }
    Ok(())
}

async fn loses_data(context: &mut Context) -> Outcome {
    let changes = changes(context)?;
    let plans = plans(context, &changes)?;
    for (change, plan) in changes.iter().zip(&plans) {
        let drops = matches!(change, Change::DropTable(_));
        expect(plan.loses_data() == drops, || {
            format!("loses data: {} for {plan}", plan.loses_data())
        })?;
    }
    Ok(())
}

async fn refusals_send_nothing(context: &mut Context) -> Outcome {
    let (connection, sent) = record(context).await?;
    let dialect = connection.dialect().clone();
    let editor = context.backend().schema_editor;
    let there = table("there", &[])?.with_index(index("there_id", &["id"])?);
    let mut before = Schema::new();
    before.apply(&Change::CreateTable(there.clone()))?;
    let absent = table("absent", &[])?;
    let cases = [
        (Change::CreateTable(there.clone()), ErrorKind::AlreadyExists),
        (
            create_index(&there, index("there_id", &["id"])?),
            ErrorKind::AlreadyExists,
        ),
        (
            create_index(&absent, index("absent_id", &["id"])?),
            ErrorKind::DoesNotExist,
        ),
        (
            Change::DropTable(absent.name.clone()),
            ErrorKind::DoesNotExist,
        ),
        (Change::DropView(there.name), ErrorKind::DoesNotExist),
    ];
    for (change, kind) in cases {
        let refused = plan(editor, &dialect, &before, &change);
        expect_error("planning it", refused, kind)?;
    }
    connection.close().await?;
    expect_eq("statements sent", sent.statements().len(), 0)
}

/// Two tables, the first of which refers to the second.
fn pair() -> Result<(Table, Table)> {
    let parent = table("parent", &[])?;
    let child = table("child", &[("parent_id", ColumnType::BigInteger)])?;
    let key: ForeignKey = foreign_key(&["parent_id"], &parent, &["id"])?;
    Ok((child.with_foreign_key(key), parent))
}

async fn forward_reference(context: &mut Context) -> Outcome {
    let (child, parent) = pair()?;
    context.create(&child).await?;
    context.create(&parent).await?;
    context.insert(&parent, [&row![1_i64]]).await?;
    context.insert(&child, [&row![1_i64, 1_i64]]).await?;
    let dangling = context.insert(&child, [&row![2_i64, 2_i64]]).await;
    let kind = ErrorKind::Integrity(backend_core::error::Integrity::ForeignKey);
    expect_error("a dangling reference", dangling, kind)?;
    let found = introspected(context, &child.name.name).await?;
    let target = found
        .foreign_keys
        .first()
        .map(|key| key.references.name.as_str());
    expect_eq("what it refers to", target, Some("parent"))
}

async fn forward_reference_refused(context: &mut Context) -> Outcome {
    let (child, parent) = pair()?;
    let refused = context.create(&child).await;
    expect_error("making it first", refused, ErrorKind::DoesNotExist)?;
    let left = context.introspect().await?.schema;
    expect_empty("what is there", &left)?;
    context.absent(Flag::supports_forward_references);
    context.create(&parent).await?;
    context.create(&child).await?;
    Ok(())
}

async fn referenced_table_kept(context: &mut Context) -> Outcome {
    let (child, parent) = pair()?;
    context.create(&parent).await?;
    context.create(&child).await?;
    let refused = context
        .change(&Change::DropTable(parent.name.clone()))
        .await;
    let kind = ErrorKind::Integrity(backend_core::error::Integrity::ForeignKey);
    expect_error("dropping it", refused, kind)?;
    context.absent(Flag::supports_forward_references);
    context.change(&Change::DropTable(child.name)).await?;
    context.change(&Change::DropTable(parent.name)).await?;
    let left = context.introspect().await?.schema;
    if left.is_empty() {
        Ok(())
    } else {
        Err(Failure::new("both were dropped, but something is left"))
    }
}
