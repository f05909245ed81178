//! [`OpenLane`]: one way to open the database, with what its server said and the databases that cases share.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use backend_core::backend::Backend;
use backend_core::creation::{Existing, TestDatabase};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::model::Schema;
use backend_core::settings::Settings;
use backend_core::wrapper::ServerInfo;

use super::marked::MarkedRun;
use crate::failure::describe;
use crate::fixtures::remote;
use crate::harness::{Harness, Samples};
use crate::marks::LaneFacts;
use crate::options::Chance;
use crate::provision::Lane;
use crate::provision::folder::names as files;
use crate::provision::ready::block_on;
use crate::watch::Watched;

/// How many databases are made at once, at most.
const MADE_AT_ONCE: u32 = 8;

/// What a database is used for that is not one case's.
pub(super) const SHARED: &str = "several cases";

/// A lane whose server answered.
pub(super) struct OpenLane {
    pub(super) name: &'static str,
    pub(super) backend: &'static Backend,
    pub(super) server: ServerInfo,
    pub(super) features: Features,
    /// What its cases are told of chance.
    pub(super) chance: Chance,
    pub(super) samples: Samples,
    settings: Settings,
    scratch: PathBuf,
    /// What says that the run is alive.
    run: Arc<MarkedRun>,
    /// Its number among the lanes of the run.
    number: u32,
    /// The beginning of the names of this lane's databases.
    prefix: String,
    counter: AtomicU32,
    /// Empty databases that no case has used yet.
    stock: Mutex<Vec<Named>>,
    /// Databases that are to be removed.
    used: Mutex<Vec<(String, Named)>>,
    /// Databases that cases use one after the other; each is out of the pool while it is in use.
    pool: Mutex<Vec<Shared>>,
    /// The backend behind a watch, once for each case that is at work.
    watches: Mutex<Vec<Watched>>,
}

/// A database and its name.
pub(super) struct Named {
    name: String,
    pub(super) database: TestDatabase,
}

/// A database that cases use one after the other.
pub(super) struct Shared {
    pub(super) named: Named,
    /// What it was seen to hold after the last case: nobody else has it in between.
    pub(super) seen: Option<Schema>,
}

impl OpenLane {
    /// Connects once, to learn what the server can do before any case is listed.
    pub(super) fn open(
        harness: &dyn Harness,
        lane: &Lane,
        scratch: &Path,
        chance: Chance,
    ) -> Result<Self, String> {
        let backend = harness.backend();
        let at = if lane.name.is_empty() {
            String::new()
        } else {
            format!("lane `{}`: ", lane.name)
        };
        let settings = backend
            .settings(&lane.url)
            .map_err(|error| format!("{at}the URL is refused: {}", describe(&error)))?;
        let answer = block_on(async {
            let connection = backend.connect(&settings).await?;
            let answer = (connection.server().clone(), connection.features().clone());
            connection.close().await?;
            Ok(answer)
        });
        let (server, features) = answer.map_err(|error: Error| {
            format!("{at}{settings} does not answer: {}", describe(&error))
        })?;
        let run = MarkedRun::begin(backend, &settings)
            .map_err(|error| format!("{at}the run cannot be marked there: {}", describe(&error)))?;
        let number = run.next_lane();
        let prefix = run.prefix(number);
        Ok(Self {
            name: lane.name,
            backend,
            server,
            features,
            chance,
            samples: harness.samples(),
            settings,
            scratch: scratch.to_owned(),
            run: Arc::new(run),
            number,
            prefix,
            counter: AtomicU32::new(0),
            stock: Mutex::default(),
            used: Mutex::default(),
            pool: Mutex::default(),
            watches: Mutex::default(),
        })
    }

    /// The same lane with one flag turned around, and those with it that this one takes along.
    ///
    /// What a flag says is fixed for a backend, so this is another one. It is never freed: there are two for each flag at most.
    pub(super) fn turned(&self, flag: Flag, on: bool) -> Self {
        let mut overrides = self.backend.overrides.to_vec();
        overrides.push((flag, on));
        let backend: &'static Backend = Box::leak(Box::new(Backend {
            overrides: overrides.leak(),
            ..*self.backend
        }));
        let number = self.run.next_lane();
        Self {
            name: self.name,
            backend,
            server: self.server.clone(),
            features: backend.features_of(&self.server),
            chance: self.chance,
            samples: self.samples,
            settings: self.settings.clone(),
            scratch: self.scratch.clone(),
            run: Arc::clone(&self.run),
            number,
            prefix: self.run.prefix(number),
            counter: AtomicU32::new(0),
            stock: Mutex::default(),
            used: Mutex::default(),
            pool: Mutex::default(),
            watches: Mutex::default(),
        }
    }

    /// Ends a lane whose flags were turned: what the backend was never meant to do may leave files behind, which go too.
    pub(super) fn abandon(&self) {
        self.close();
        let left = files(&self.scratch).into_iter();
        for file in left.filter(|file| file.starts_with(&self.prefix)) {
            // What stays is reported as left behind by the run.
            let _ = std::fs::remove_file(self.scratch.join(file));
        }
    }

    /// Whether there is a network between the session and the server.
    pub(super) fn is_remote(&self) -> bool {
        remote(&self.settings).is_some()
    }

    /// What marks are judged by.
    pub(super) fn facts(&self) -> LaneFacts<'_> {
        LaneFacts {
            name: self.name,
            server: &self.server,
            features: &self.features,
        }
    }

    /// The case's name for libtest: its id, and the lane where there are several.
    pub(super) fn trial_name(&self, id: &str) -> String {
        if self.name.is_empty() {
            id.to_owned()
        } else {
            format!("{id} [{}]", self.name)
        }
    }

    /// An empty database, which nobody has used. They are made several at once, more of them the more were needed: a session that
    /// makes one costs a server as much as many a case.
    pub(super) async fn create(&self) -> Result<Named> {
        if let Some(made) = lock(&self.stock).pop() {
            return Ok(made);
        }
        let made_before = self.counter.load(Ordering::Relaxed);
        let count = (made_before / 4).clamp(1, MADE_AT_ONCE);
        let first = self.counter.fetch_add(count, Ordering::Relaxed);
        let names: Vec<_> = (first..first.saturating_add(count))
            .map(|number| self.run.name(self.number, number))
            .collect::<Result<_>>()?;
        let databases = self
            .backend
            .create_test_databases(&self.settings, &names, Existing::Refuse)
            .await?;
        let named = names.iter().zip(databases).map(|(name, database)| Named {
            name: name.as_str().to_owned(),
            database,
        });
        let mut made: Vec<_> = named.collect();
        let one = made.pop().ok_or_else(|| {
            let message = "no test database was made, and nothing said why";
            Error::new(ErrorKind::Internal, message)
        })?;
        lock(&self.stock).append(&mut made);
        Ok(one)
    }

    /// Removes a database, and says what is left of it. On a server they are removed several at once, for the same reason, so
    /// that what is said may be of another case's: `of` is what the database was used for.
    pub(super) async fn destroy(&self, named: Named, of: &str) -> Vec<String> {
        let used = {
            let mut used = lock(&self.used);
            used.push((of.to_owned(), named));
            if self.is_remote() && used.len() < MADE_AT_ONCE as usize {
                return Vec::new();
            }
            std::mem::take(&mut *used)
        };
        self.remove(used).await
    }

    async fn remove(&self, used: Vec<(String, Named)>) -> Vec<String> {
        let mut left = Vec::new();
        let (names, databases): (Vec<_>, Vec<_>) = used
            .into_iter()
            .map(|(of, named)| ((of, named.name), named.database))
            .unzip();
        let results = self.backend.destroy_test_databases(databases).await;
        let files = files(&self.scratch);
        for ((of, name), result) in names.iter().zip(results) {
            if let Err(error) = result {
                left.push(format!(
                    "the database {name} of {of} cannot be removed: {}",
                    describe(&error)
                ));
            }
            let files = files.iter().filter(|file| file.contains(name));
            left.extend(files.map(|file| format!("the file {file} of {of}")));
        }
        left
    }

    /// The backend behind a watch that nobody else has.
    pub(super) fn lend_watch(&self) -> Watched {
        let free = lock(&self.watches).pop();
        free.unwrap_or_else(|| Watched::new(self.backend))
    }

    /// Takes a watch back from a case that has ended: of one that may still be at work, nobody wants to hear.
    pub(super) fn take_watch_back(&self, watched: Watched) {
        lock(&self.watches).push(watched);
    }

    /// A database that other cases have used, or a new one.
    pub(super) async fn borrow_database(&self) -> Result<Shared> {
        let free = lock(&self.pool).pop();
        match free {
            Some(shared) => Ok(shared),
            None => self
                .create()
                .await
                .map(|named| Shared { named, seen: None }),
        }
    }

    /// Gives a database back that is as empty as it was.
    pub(super) fn give_back(&self, shared: Shared) {
        lock(&self.pool).push(shared);
    }

    /// Ends the lane and its run, and says what is left of it.
    pub(super) fn end(&self) -> Vec<String> {
        let mut left = self.close();
        left.extend(self.run.end());
        left
    }

    /// Removes the databases that are left: those that cases share, those that nobody has used, and those that wait for it. Says
    /// what is left of them.
    pub(super) fn close(&self) -> Vec<String> {
        let pool = std::mem::take(&mut *lock(&self.pool));
        let stock = std::mem::take(&mut *lock(&self.stock));
        let close = async {
            let mut used = std::mem::take(&mut *lock(&self.used));
            used.extend(pool.into_iter().map(|it| (SHARED.to_owned(), it.named)));
            used.extend(stock.into_iter().map(|it| ("no case".to_owned(), it)));
            Ok(self.remove(used).await)
        };
        block_on(close).unwrap_or_else(|error| vec![describe(&error)])
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}
