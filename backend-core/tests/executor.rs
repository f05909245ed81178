//! The executor of plans: in one transaction, step by step, and what it says when it is interrupted.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use backend_core::backend::Backend;
use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind};
use backend_core::features::Features;
use backend_core::schema_editor::{
    Effect, Expected, Interrupted, NoProgress, Plan, Progress, Scope, Step, run,
};
use backend_core::sql::Statement;
use backend_core::wrapper::TransactionOptions;
use futures_executor::block_on;

/// A child of the toy whose schema changes stay when a transaction is rolled back, as far as core knows.
static STEPWISE: Backend = Backend {
    features: |server| Features {
        can_rollback_ddl: false,
        ..(toy_backend::BACKEND.features)(server)
    },
    ..toy_backend::BACKEND
};

fn connect(backend: &Backend) -> Connection {
    block_on(backend.connect(&backend.settings("toy:").unwrap())).unwrap()
}

fn table(name: &str) -> Step {
    Step::execute(
        Statement::new(format!("CREATE TABLE {name} (id)")),
        format!("table {name}"),
    )
}

fn exists(connection: &mut Connection, table: &str) -> bool {
    block_on(connection.execute(&Statement::new(format!("SELECT id FROM {table}")))).is_ok()
}

fn carry_out(connection: &mut Connection, steps: Vec<Step>) -> Result<(), Interrupted> {
    block_on(run(connection, &Plan::of(steps), &mut NoProgress))
}

/// Notes which steps began.
#[derive(Default)]
struct Seen(Vec<(usize, usize, String)>);

impl Progress for Seen {
    fn step(&mut self, done: usize, total: usize, step: &Step) {
        self.0.push((done, total, step.why().to_owned()));
    }
}

#[test]
fn every_step_is_carried_out_in_order() {
    for backend in [&toy_backend::BACKEND, &STEPWISE] {
        let mut connection = connect(backend);
        let plan = Plan::of(vec![table("one"), table("two")]);
        let mut seen = Seen::default();
        block_on(run(&mut connection, &plan, &mut seen)).unwrap();
        let expected = [
            (0, 2, "table one".to_owned()),
            (1, 2, "table two".to_owned()),
        ];
        assert_eq!(seen.0, expected);
        assert!(exists(&mut connection, "one") && exists(&mut connection, "two"));
        assert!(!connection.in_transaction());
    }
}

#[test]
fn a_failure_is_rolled_back_where_the_server_can() {
    let mut connection = connect(&toy_backend::BACKEND);
    let steps = vec![table("one"), table("two"), table("two"), table("three")];
    let interrupted = carry_out(&mut connection, steps).unwrap_err();
    assert_eq!(
        (interrupted.applied, interrupted.failed, interrupted.steps),
        (0, 2, 4)
    );
    assert_eq!(
        interrupted.to_string(),
        "step 3 of 4 failed, nothing was changed"
    );
    assert_eq!(interrupted.error.kind(), ErrorKind::AlreadyExists);
    assert!(!exists(&mut connection, "one"));
    assert!(!connection.in_transaction());
}

#[test]
fn a_failure_leaves_what_was_applied_where_the_server_cannot() {
    for (before, text) in [
        (0, "step 1 of 2 failed, nothing was changed"),
        (1, "step 2 of 3 failed, the first step stays applied"),
        (2, "step 3 of 4 failed, the first 2 steps stay applied"),
    ] {
        let mut connection = connect(&STEPWISE);
        let mut steps: Vec<Step> = (0..before).map(|n| table(&format!("t{n}"))).collect();
        steps.push(table("toy_keys"));
        steps.push(table("never"));
        let interrupted = carry_out(&mut connection, steps).unwrap_err();
        assert_eq!(interrupted.to_string(), text);
        assert_eq!(interrupted.applied, before);
        assert_eq!(exists(&mut connection, "t0"), before > 0);
        assert!(!exists(&mut connection, "never"));
    }
}

#[test]
fn an_interruption_is_an_error_with_its_cause() {
    let mut connection = connect(&STEPWISE);
    let interrupted = carry_out(&mut connection, vec![table("toy_keys")]).unwrap_err();
    let cause = std::error::Error::source(&interrupted).unwrap().to_string();
    assert_eq!(cause, "toy_keys exists already");
    let error = Error::from(interrupted);
    assert_eq!(error.kind(), ErrorKind::AlreadyExists);
    assert_eq!(
        error.to_string(),
        "step 1 of 1 failed, nothing was changed: toy_keys exists already"
    );
    assert_eq!(error.sql(), Some("CREATE TABLE toy_keys (id)"));
}

#[test]
fn an_expected_answer_lets_the_plan_go_on_and_another_ends_it() {
    let rows = |expected, why: &str| {
        Step::expect(
            Statement::new("SELECT id FROM one WHERE id > ?").bind(1),
            expected,
            why,
        )
    };
    let fill = |values: &str| {
        let insert = Statement::new(format!("INSERT INTO one (id) VALUES {values}"));
        Step::execute(insert, "rows")
    };
    let plan = |values: &str, expected| {
        vec![
            table("one"),
            fill(values),
            rows(expected, "ids above 1 are left"),
            table("two"),
        ]
    };
    for (values, expected) in [
        ("(1)", Expected::None),
        ("(1), (2), (3)", Expected::Count(2)),
    ] {
        let mut connection = connect(&toy_backend::BACKEND);
        carry_out(&mut connection, plan(values, expected)).unwrap();
        assert!(exists(&mut connection, "two"));
    }
    for (values, expected, text) in [
        ("(1), (2)", Expected::None, "ids above 1 are left"),
        (
            "(1), (2)",
            Expected::Count(2),
            "ids above 1 are left (1 of 2 rows)",
        ),
        (
            "(1), (2), (3), (4)",
            Expected::Count(1),
            "ids above 1 are left (more than 1 rows)",
        ),
    ] {
        let mut connection = connect(&toy_backend::BACKEND);
        let interrupted = carry_out(&mut connection, plan(values, expected)).unwrap_err();
        assert_eq!(interrupted.error.kind(), ErrorKind::Data);
        assert_eq!(interrupted.error.to_string(), text);
        assert_eq!((interrupted.applied, interrupted.failed), (0, 2));
        assert!(!exists(&mut connection, "one"));
    }
}

#[test]
fn inside_a_transaction_the_plan_stays_inside() {
    let mut connection = connect(&toy_backend::BACKEND);
    block_on(connection.begin(&TransactionOptions::default())).unwrap();
    carry_out(&mut connection, vec![table("one")]).unwrap();
    assert!(connection.in_transaction());
    let interrupted = carry_out(&mut connection, vec![table("two"), table("one")]).unwrap_err();
    assert_eq!(
        interrupted.applied, 1,
        "whoever began the transaction decides"
    );
    assert!(connection.in_transaction() && exists(&mut connection, "two"));
    block_on(connection.rollback()).unwrap();
    assert!(!exists(&mut connection, "one"));
}

#[test]
fn a_step_outside_any_transaction_has_none_around_it() {
    let outside = || {
        let statement = Statement::new("CREATE TABLE outside (id)");
        let why = "only outside".to_owned();
        Step::Execute {
            statement,
            scope: Scope::Outside,
            effect: Effect::default(),
            why,
        }
    };
    let mut connection = connect(&toy_backend::BACKEND);
    let interrupted =
        carry_out(&mut connection, vec![table("one"), outside(), table("one")]).unwrap_err();
    assert_eq!(
        interrupted.to_string(),
        "step 3 of 3 failed, the first 2 steps stay applied"
    );
    assert!(exists(&mut connection, "outside"));

    block_on(connection.begin(&TransactionOptions::default())).unwrap();
    let interrupted = carry_out(&mut connection, vec![table("two"), outside()]).unwrap_err();
    assert_eq!(interrupted.error.kind(), ErrorKind::Interface);
    assert_eq!((interrupted.applied, interrupted.failed), (0, 1));
    assert!(!exists(&mut connection, "two"), "nothing is sent");
}

#[test]
fn an_empty_plan_does_nothing() {
    let mut connection = connect(&toy_backend::BACKEND);
    carry_out(&mut connection, Vec::new()).unwrap();
    assert!(!connection.in_transaction());
}
