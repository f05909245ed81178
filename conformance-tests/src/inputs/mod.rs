//! [`inputs`]: what the cases ask of a database, as values, so that another vendor's SQL for all of it can be looked at where no
//! server of that vendor is at hand.
//!
//! The cases run on a backend that is at hand, and what they ask is written down before that backend answers, or refuses. So a
//! case is asked beyond what that backend can do; it is over at the first thing that goes wrong. What a case writes itself, piece
//! by piece, is no input: only what has to become a vendor's SQL first.

mod watched;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use backend_core::backend::Backend;
use backend_core::creation::Existing;
use backend_core::error::Result;
use backend_core::model::{Change, Identifier, QualifiedName, Schema, Table};
use backend_core::operations::{ConstraintTime, ExplainOptions, Numbering};
use backend_core::query::Query;
use backend_core::schema_editor::PlanOptions;
use backend_core::settings::Settings;

use self::watched::Watched;
use crate::case::CaseDef;
use crate::context::{Context, Transcript};
use crate::harness::Samples;
use crate::options::Chance;
use crate::provision::ready::block_on;
use crate::runner::{THREAD_PREFIX, caught, keep_quiet};

/// How many cases run at once: some wait for nothing, and keep no processor busy meanwhile.
const WORKERS: usize = 8;

/// How long a case may take: one that waits for what this backend never does is of no use here.
const LIMIT: Duration = Duration::from_secs(30);

/// Something that a case asks, before a vendor spells it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Input {
    /// A query.
    Query(Box<Query>),
    /// How a query would be carried out.
    Explain(ExplainOptions),
    /// Changes of what is there, planned together.
    Changes {
        /// What is there.
        before: Box<Schema>,
        /// The changes, one after the other.
        changes: Vec<Change>,
        /// How they are planned.
        options: PlanOptions,
    },
    /// Tables are emptied.
    Flush {
        /// The tables, each after those that it refers to.
        tables: Vec<Table>,
        /// What becomes of their numbers.
        numbering: Numbering,
    },
    /// The numbers of a table follow those that are there.
    ResetSequences(Box<Table>),
    /// Constraints wait, or wait no longer.
    SetConstraints {
        /// Which; `None` for all.
        names: Option<Vec<QualifiedName>>,
        /// When they are checked.
        time: ConstraintTime,
    },
}

/// What was asked so far, in order and without what was asked before; shared with those who write down.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inputs(Arc<Mutex<Vec<Input>>>);

impl Inputs {
    pub(crate) fn push(&self, input: Input) {
        let mut inputs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !inputs.contains(&input) {
            inputs.push(input);
        }
    }

    fn take(&self) -> Vec<Input> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What one case asks.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Asked {
    /// The case's id.
    pub id: &'static str,
    /// What it asks, in order, each once.
    pub inputs: Vec<Input>,
}

/// What these cases ask: they run on `backend`, each in a database of its own beside that of `settings`, whatever flags it has.
///
/// How a case ends does not matter. It MUST NOT block its thread for good.
///
/// # Errors
/// Where no runtime can be made, or no database.
pub fn inputs(
    backend: &Backend,
    settings: &Settings,
    samples: Samples,
    cases: &[CaseDef],
) -> Result<Vec<Asked>> {
    keep_quiet();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let workers = (0..WORKERS).map(|n| {
            let work = || {
                let mut asked = Vec::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(case) = cases.get(at) else {
                        return Ok(asked);
                    };
                    asked.push((at, ask(backend, settings, samples, case)?));
                }
            };
            std::thread::Builder::new()
                .name(format!("{THREAD_PREFIX}inputs {n}"))
                .spawn_scoped(scope, work)
                .map_err(|error| failed("no thread could be started", error))
        });
        let workers = workers.collect::<Result<Vec<_>>>()?;
        let mut asked = Vec::with_capacity(cases.len());
        for worker in workers {
            let part: Result<Vec<_>> = worker.join().map_err(|_| {
                let kind = backend_core::error::ErrorKind::Internal;
                backend_core::error::Error::new(kind, "the suite panicked around a case")
            })?;
            asked.append(&mut part?);
        }
        asked.sort_by_key(|(at, _)| *at);
        Ok(asked.into_iter().map(|(_, asked)| asked).collect())
    })
}

fn failed(message: &str, error: std::io::Error) -> backend_core::error::Error {
    let kind = backend_core::error::ErrorKind::Operational;
    backend_core::error::Error::new(kind, message).with_source(error)
}

fn ask(backend: &Backend, settings: &Settings, samples: Samples, case: &CaseDef) -> Result<Asked> {
    let inputs = Inputs::default();
    // What a case is given lives as long as the process; these are a few hundred bytes.
    let operations = Box::leak(Box::new(Watched::new(backend.operations, inputs.clone())));
    let watched: &'static Backend = Box::leak(Box::new(Backend {
        operations,
        ..*backend
    }));
    let name = Identifier::new(format!("asked_{}", case.id.replace('.', "_")))?;
    block_on(async {
        let database = watched
            .create_test_database(settings, &name, Existing::Replace)
            .await?;
        let connection = watched.connect(&database.settings).await?;
        let settings = database.settings.clone();
        let mut context = Context::new(
            watched,
            samples,
            settings,
            connection,
            Transcript::default(),
        )
        .of_case(case.id, Chance::default())
        .writing_down(inputs.clone());
        // What the case finds is the business of a run.
        let _ = tokio::time::timeout(LIMIT, caught((case.run)(&mut context))).await;
        let _ = context.into_connection().close().await;
        let _ = watched.destroy_test_database(database).await;
        Ok(())
    })?;
    Ok(Asked {
        id: case.id,
        inputs: inputs.take(),
    })
}
