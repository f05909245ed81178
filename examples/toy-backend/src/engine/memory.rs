//! Databases by name, and sessions on them.
//!
//! A database lives as long as somebody holds it: the list of names holds none. That list is what the process has in place of
//! a disk, and the only global of this crate.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use backend_core::value::Value;

use super::database::Database;
use super::run::{Outcome, run};
use super::{Fault, Statement};

type Names = BTreeMap<String, Weak<Mutex<Shared>>>;

static NAMES: Mutex<Names> = Mutex::new(BTreeMap::new());

/// A database and who may write it.
#[derive(Debug, Default)]
struct Shared {
    committed: Database,
    /// A transaction that may write is open: it works on a copy, which will replace what is here.
    writing: bool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic elsewhere leaves whole statements behind, never half of one.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn find(names: &Names, name: &str) -> Option<Arc<Mutex<Shared>>> {
    names.get(name).and_then(Weak::upgrade)
}

/// Makes an empty database and a session on it, in the place of another where `replace` says so.
pub(crate) fn create(name: &str, replace: bool) -> Result<Session, Fault> {
    add(&mut lock(&NAMES), name, Database::default(), replace)
}

/// Makes a database of what `source` holds, and a session on it.
pub(crate) fn copy(source: &str, name: &str) -> Result<Session, Fault> {
    let mut names = lock(&NAMES);
    let source = find(&names, source).ok_or_else(|| Fault::NoDatabase(source.to_owned()))?;
    let database = lock(&source).committed.clone();
    add(&mut names, name, database, false)
}

fn add(
    names: &mut Names,
    name: &str,
    committed: Database,
    replace: bool,
) -> Result<Session, Fault> {
    if find(names, name).is_some() && !replace {
        return Err(Fault::Exists(name.to_owned()));
    }
    let writing = false;
    let shared = Arc::new(Mutex::new(Shared { committed, writing }));
    names.insert(name.to_owned(), Arc::downgrade(&shared));
    Ok(Session::on(shared))
}

/// Takes a name off the list; sessions that are open go on with a database that nobody else can open.
pub(crate) fn remove(name: &str) -> Result<(), Fault> {
    let removed = lock(&NAMES)
        .remove(name)
        .and_then(|shared| shared.upgrade());
    removed
        .map(drop)
        .ok_or_else(|| Fault::NoDatabase(name.to_owned()))
}

/// A session: a database and, perhaps, a transaction.
#[derive(Debug)]
pub(crate) struct Session {
    shared: Arc<Mutex<Shared>>,
    transaction: Option<Transaction>,
}

/// A transaction: the copy of the database that it works on.
#[derive(Debug)]
struct Transaction {
    working: Database,
    read_only: bool,
}

impl Session {
    /// Opens the database of that name, and makes it where it is not there; without a name, a private one.
    pub(crate) fn open(name: &str) -> Self {
        if name.is_empty() {
            return Self::on(Arc::default());
        }
        let mut names = lock(&NAMES);
        let shared = find(&names, name).unwrap_or_else(|| {
            let shared = Arc::default();
            names.insert(name.to_owned(), Arc::downgrade(&shared));
            shared
        });
        Self::on(shared)
    }

    fn on(shared: Arc<Mutex<Shared>>) -> Self {
        Self {
            shared,
            transaction: None,
        }
    }

    /// Runs a statement: on the transaction's copy where one is open, otherwise on the database itself.
    pub(crate) fn run(
        &mut self,
        statement: &mut Statement,
        parameters: &[Value],
    ) -> Result<Outcome, Fault> {
        let writes = !matches!(statement, Statement::Select(_));
        if let Some(transaction) = &mut self.transaction {
            if writes && transaction.read_only {
                return Err(Fault::ReadOnly);
            }
            return run(&mut transaction.working, statement, parameters);
        }
        let mut shared = lock(&self.shared);
        if writes && shared.writing {
            return Err(Fault::Locked);
        }
        run(&mut shared.committed, statement, parameters)
    }

    /// Begins a transaction. Only one at a time may write; it sees nothing of what others commit meanwhile.
    pub(crate) fn begin(&mut self, read_only: bool) -> Result<(), Fault> {
        if self.transaction.is_some() {
            return Err(Fault::InTransaction);
        }
        let mut shared = lock(&self.shared);
        if !read_only && mem::replace(&mut shared.writing, true) {
            return Err(Fault::Locked);
        }
        let working = shared.committed.clone();
        self.transaction = Some(Transaction { working, read_only });
        Ok(())
    }

    /// Puts the transaction's copy in the database's place.
    pub(crate) fn commit(&mut self) -> Result<(), Fault> {
        let transaction = self.transaction.take().ok_or(Fault::NoTransaction)?;
        if !transaction.read_only {
            let mut shared = lock(&self.shared);
            shared.committed = transaction.working;
            shared.writing = false;
        }
        Ok(())
    }

    /// Forgets the transaction's copy; does nothing where no transaction is open.
    pub(crate) fn rollback(&mut self) {
        if self.transaction.take().is_some_and(|open| !open.read_only) {
            lock(&self.shared).writing = false;
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.rollback();
    }
}
