//! [`Watch`]: what a case has its backend do: the sessions that it opens, what they are sent, and the databases that it makes.
//!
//! It stands between the case and the vendor's connector and creation, and passes everything on as it is. So the runner knows by itself
//! what a case leaves open or behind, which is known of every vendor; what the server says of it is asked beside it.

mod creation;
mod session;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backend_core::backend::Backend;
use backend_core::settings::Settings;
use backend_core::wrapper::Cancel;

use self::creation::WatchedCreation;
use self::session::WatchedConnector;

/// What a case has its backend do.
#[derive(Clone, Default)]
pub(crate) struct Watch(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// How many sessions were opened.
    opened: u64,
    /// Those that are open, each with what stops its statement.
    open: BTreeMap<u64, Option<Arc<dyn Cancel>>>,
    /// The databases that were made and not removed.
    made: Vec<Settings>,
    /// The case's own database.
    place: Option<Settings>,
    /// What was sent since somebody wanted to know.
    sent: Option<Vec<Sent>>,
}

/// Something that a session was told to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    /// The statement; of a transaction's beginning and ends the word for it.
    pub(crate) text: String,
    /// Whether it is a transaction's beginning or end.
    pub(crate) is_control: bool,
    /// Whether it failed.
    pub(crate) failed: bool,
}

impl Sent {
    /// Whether it is a statement that was carried out.
    pub(crate) const fn is_done(&self) -> bool {
        !self.failed && !self.is_control
    }
}

/// A vendor's backend that is watched: one case after the other may have it.
#[derive(Clone)]
pub(crate) struct Watched {
    pub(crate) backend: &'static Backend,
    pub(crate) watch: Watch,
}

impl Watched {
    /// The backend behind a watch. It is never freed, as a backend is a constant.
    pub(crate) fn new(backend: &'static Backend) -> Self {
        let watch = Watch::default();
        let connector = WatchedConnector::new(backend.connector, watch.clone());
        let creation = WatchedCreation::new(backend.creation, watch.clone());
        let backend = Box::leak(Box::new(Backend {
            connector: Box::leak(Box::new(connector)),
            creation: Box::leak(Box::new(creation)),
            ..*backend
        }));
        Self { backend, watch }
    }
}

impl Watch {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins anew, for a case in that database.
    pub(crate) fn begin(&self, place: &Settings) {
        let mut state = self.state();
        let opened = state.opened;
        *state = State {
            opened,
            place: Some(place.clone()),
            ..State::default()
        };
    }

    /// Where the case's own database is; `None` before it is made.
    pub(crate) fn place(&self) -> Option<Settings> {
        self.state().place.clone()
    }

    /// How many sessions are open.
    pub(crate) fn open(&self) -> usize {
        self.state().open.len()
    }

    /// Stops what every open session is doing.
    pub(crate) fn cancel(&self) {
        let open: Vec<_> = self.state().open.values().flatten().cloned().collect();
        for session in open {
            // One that cannot be asked is ended by the server, or goes with the process.
            let _ = session.cancel();
        }
    }

    /// The databases that were made and not removed.
    pub(crate) fn made(&self) -> Vec<Settings> {
        self.state().made.clone()
    }

    /// Writes down from now on what is sent.
    pub(crate) fn record(&self) {
        self.state().sent = Some(Vec::new());
    }

    /// What was sent since then, which is written down no longer.
    pub(crate) fn recorded(&self) -> Vec<Sent> {
        self.state().sent.take().unwrap_or_default()
    }

    fn opens(&self, cancel: Option<Arc<dyn Cancel>>) -> u64 {
        let mut state = self.state();
        state.opened += 1;
        let number = state.opened;
        state.open.insert(number, cancel);
        number
    }

    fn closes(&self, number: u64) {
        self.state().open.remove(&number);
    }

    fn sends(&self, one: impl FnOnce() -> Sent) {
        if let Some(sent) = &mut self.state().sent {
            sent.push(one());
        }
    }

    fn makes(&self, settings: &Settings) {
        let mut state = self.state();
        if !state.made.iter().any(|made| is_same(made, settings)) {
            state.made.push(settings.clone());
        }
    }

    fn removes(&self, settings: &Settings) {
        self.state().made.retain(|made| !is_same(made, settings));
    }
}

/// Whether two settings are of one database of a server or folder.
fn is_same(one: &Settings, other: &Settings) -> bool {
    (one.database(), one.path()) == (other.database(), other.path())
}

#[cfg(test)]
mod tests {
    use backend_core::creation::Existing;
    use backend_core::model::Identifier;
    use backend_core::sql::Statement;
    use backend_core::wrapper::TransactionOptions;
    use toy_backend::BACKEND;

    use super::{Sent, Watched};
    use crate::provision::ready::block_on;

    #[test]
    fn what_is_opened_sent_and_made_is_known_until_it_is_over() {
        let Watched { backend, watch } = Watched::new(&BACKEND);
        let settings = backend.settings("toy:watched").unwrap();
        watch.begin(&settings);
        block_on(async {
            let mut one = backend.connect(&settings).await?;
            let other = backend.connect(&settings).await?;
            assert_eq!(watch.open(), 2);
            watch.record();
            one.execute(&Statement::new("CREATE TABLE a (b)")).await?;
            assert!(one.execute(&Statement::new("nonsense")).await.is_err());
            one.begin(&TransactionOptions::default()).await?;
            one.rollback().await?;
            let sent = watch.recorded();
            let texts: Vec<_> = sent.iter().map(|sent| sent.text.as_str()).collect();
            assert_eq!(
                texts,
                ["CREATE TABLE a (b)", "nonsense", "BEGIN", "ROLLBACK"]
            );
            let done: Vec<_> = sent.iter().map(Sent::is_done).collect();
            assert_eq!(done, [true, false, false, false]);
            assert!(watch.recorded().is_empty());
            drop(other);
            assert_eq!(watch.open(), 1);
            one.close().await?;
            assert_eq!(watch.open(), 0);
            let name = Identifier::new("watched_too")?;
            let made = backend
                .create_test_database(&settings, &name, Existing::Refuse)
                .await?;
            assert_eq!(watch.made(), std::slice::from_ref(&made.settings));
            backend.destroy_test_database(made).await?;
            assert!(watch.made().is_empty());
            Ok(())
        })
        .unwrap();
    }
}
