//! What is printed of a comparison: changes, a plan, a script, JSON.

use std::fmt::Write as _;

use backend_core::operations::Dialect;
use backend_core::schema_editor::{Blocks, Effect, Expected, Plan, Step};
use serde::Serialize;

use super::Told;
use crate::exit::{Exit, Failure};
use crate::render::sql::Script;
use crate::text::one_line;

/// A line a change; those that lose data begin with `!`.
pub(super) fn changes(told: &[Told]) -> String {
    told.iter()
        .map(|told| {
            let mark = if told.loses_data { '!' } else { ' ' };
            format!("{mark} {}\n", told.line)
        })
        .collect()
}

/// The steps, numbered, each with why it is there, its statement, and what it does beside that.
pub(super) fn plan(plan: &Plan) -> String {
    let mut out = String::new();
    for (number, step) in (1..).zip(&plan.steps) {
        if number > 1 {
            out.push('\n');
        }
        // Writing to a String cannot fail.
        let title = match step {
            Step::Expect { .. } => format!("stop where {}", step.why()),
            _ => step.why().to_owned(),
        };
        let _ = writeln!(out, "{number}. {}", one_line(&title));
        for line in step.statement().sql.trim_end().lines() {
            let _ = writeln!(out, "   {}", one_line(line));
        }
        let effects = effects(step);
        if !effects.is_empty() {
            let _ = writeln!(out, "   ({})", effects.join("; "));
        }
    }
    out
}

/// What a step does beside what it says, in words.
fn effects(step: &Step) -> Vec<String> {
    let mut said = Vec::new();
    if let Step::Expect { rows, .. } = step {
        said.push(match rows {
            Expected::Count(count) => format!("a question: {count} rows otherwise"),
            _ => "a question: no row otherwise".to_owned(),
        });
    }
    let effect = effect(step);
    if let Some(lock) = effect.lock {
        let who = match lock.blocks {
            Blocks::Changes => "other changes of the schema wait",
            Blocks::Writes => "whoever writes waits",
            _ => "everybody waits",
        };
        said.push(format!("lock {}: {who}", lock.name));
    }
    if effect.rewrites_table {
        said.push("writes every row anew".to_owned());
    }
    if effect.loses_data {
        said.push("loses data".to_owned());
    }
    if step.runs_outside() {
        said.push("outside any transaction".to_owned());
    }
    said
}

fn effect(step: &Step) -> Effect {
    match step {
        Step::Execute { effect, .. } | Step::Copy { effect, .. } => *effect,
        _ => Effect::default(),
    }
}

/// A script that a shell runs: in one transaction where the steps can be and the database undoes them with it.
pub(super) fn sql(plan: &Plan, dialect: &Dialect) -> String {
    let mut script = Script::new(dialect);
    if plan.steps.is_empty() {
        return script.finish(&[]);
    }
    let is_whole = dialect.features.can_rollback_ddl && !plan.steps.iter().any(Step::runs_outside);
    script.before(plan);
    if is_whole {
        script.statement("BEGIN");
    }
    for step in &plan.steps {
        let effect = effect(step);
        if effect.loses_data || effect.rewrites_table || step.runs_outside() {
            script.comment(&effects(step).join("; "));
        }
        script.step(step);
    }
    if is_whole {
        script.statement("COMMIT");
    }
    script.after(plan);
    script.finish(&[])
}

#[derive(Serialize)]
struct Document<'d> {
    format: &'static str,
    version: u32,
    changes: Vec<ChangeOf<'d>>,
    steps: Vec<StepOf<'d>>,
}

#[derive(Serialize)]
struct ChangeOf<'d> {
    change: &'d str,
    loses_data: bool,
}

#[derive(Serialize)]
struct StepOf<'d> {
    why: &'d str,
    statement: &'d str,
    /// The rows that a question must find; `null` for what is no question.
    expected_rows: Option<u64>,
    lock: Option<LockOf>,
    rewrites_table: bool,
    loses_data: bool,
    outside_transaction: bool,
}

#[derive(Serialize)]
struct LockOf {
    name: &'static str,
    blocks: &'static str,
}

/// Changes and steps, for programs.
pub(super) fn json(told: &[Told], plan: &Plan) -> Result<String, Failure> {
    let document = Document {
        format: "inspectdb-diff",
        version: 1,
        changes: told
            .iter()
            .map(|told| ChangeOf {
                change: &told.line,
                loses_data: told.loses_data,
            })
            .collect(),
        steps: plan.steps.iter().map(step).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document)
        .map_err(|error| Failure::new(Exit::Other, format!("cannot write JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}

fn step(step: &Step) -> StepOf<'_> {
    let effect = effect(step);
    StepOf {
        why: step.why(),
        statement: &step.statement().sql,
        expected_rows: match step {
            Step::Expect { rows, .. } => Some(match rows {
                Expected::Count(count) => *count,
                _ => 0,
            }),
            _ => None,
        },
        lock: effect.lock.map(|lock| LockOf {
            name: lock.name,
            blocks: match lock.blocks {
                Blocks::Changes => "changes",
                Blocks::Writes => "writes",
                _ => "everything",
            },
        }),
        rewrites_table: effect.rewrites_table,
        loses_data: effect.loses_data,
        outside_transaction: step.runs_outside(),
    }
}

#[cfg(test)]
mod tests {
    use backend_core::schema_editor::{Effect, Expected, Plan, Step};
    use backend_core::sql::Statement;

    use super::{Told, changes, plan};

    #[test]
    fn changes_that_lose_data_are_marked() {
        let told = |line: &str, loses_data| Told {
            line: line.to_owned(),
            loses_data,
        };
        let text = changes(&[told("drop table a", true), told("create table b", false)]);
        assert_eq!(text, "! drop table a\n  create table b\n");
    }

    #[test]
    fn a_plan_tells_why_and_what_else() {
        let steps = vec![
            Step::expect(Statement::new("ASK"), Expected::None, "rows are lost"),
            Step::execute(Statement::new("DROP\nIT"), "it goes").with_effect(Effect::losing_data()),
        ];
        assert_eq!(
            plan(&Plan::of(steps)),
            "1. stop where rows are lost\n   ASK\n   (a question: no row otherwise)\n\n\
             2. it goes\n   DROP\n   IT\n   (loses data)\n"
        );
    }
}
