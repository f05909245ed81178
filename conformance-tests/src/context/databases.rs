//! Databases beside the case's own.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use backend_core::creation::{Existing, RunId, TestDatabase, TestNames};
use backend_core::error::Result;
use backend_core::model::Identifier;

use super::Context;
use crate::failure::Failure;

/// The beginning of the names of the suite's databases.
pub(crate) const NAMES: &str = "cf";
/// As long as the names of servers with short names can be.
pub(crate) const NAME_BYTES: u32 = 63;
/// The first number of a database that a case makes itself: those before are the runner's.
const FIRST_OF_CASES: u32 = 3_000_000_000;

impl Context {
    /// A name for a database that no other case and no other run has. It is one of the run's, so that it is cleared where the
    /// run ends before the case does.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn fresh_name(&self) -> Result<Identifier> {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let names = TestNames::new(NAMES, NAME_BYTES)?;
        if let Some(run) = self.run_of(&names) {
            return names.name(run, FIRST_OF_CASES.saturating_add(number));
        }
        let moment = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Identifier::new(format!(
            "cf_{:x}_{:x}_x{:04}",
            std::process::id(),
            moment.as_nanos() % 0xFFFF_FFFF,
            number
        ))
    }

    /// The run that has made the case's database.
    fn run_of(&self, names: &TestNames) -> Option<RunId> {
        let settings = &self.settings;
        let file = settings.path().and_then(|path| Path::new(path).file_stem());
        let name = settings.database().or_else(|| file?.to_str())?;
        names.run_of(name)
    }

    /// Makes another empty database, does `work` in it, and removes it.
    ///
    /// # Errors
    /// The failure of the work, or of what stands around it.
    pub async fn elsewhere<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let name = self.fresh_name()?;
        self.note(format!("-- another database, {name}"));
        let database = self
            .backend
            .create_test_database(&self.settings, &name, Existing::Refuse)
            .await?;
        let result = self.inside(&database, work).await;
        self.note(format!("-- {name} is removed"));
        let destroyed = self.backend.destroy_test_database(database).await;
        let value = result?;
        destroyed?;
        Ok(value)
    }

    /// Does `work` in a session of its own with that database.
    ///
    /// # Errors
    /// The failure of the work, or of the session.
    pub async fn inside<T>(
        &mut self,
        database: &TestDatabase,
        work: impl AsyncFnOnce(&mut Self) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let settings = database.settings.clone();
        let connection = self.backend.connect(&settings).await?;
        let transcript = self.transcript.clone();
        let mut other = Self::new(self.backend, self.samples, settings, connection, transcript)
            .of_case(self.id, self.chance)
            .watched(self.watch.clone());
        other.inputs.clone_from(&self.inputs);
        let result = work(&mut other).await;
        let closed = other.into_connection().close().await;
        let value = result?;
        closed?;
        Ok(value)
    }
}
