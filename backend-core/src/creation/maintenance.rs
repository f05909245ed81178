//! [`Maintenance`]: a session that makes and removes databases, for vendors whose server wants one for it, and what is done in it.
//!
//! Such a vendor's [`Creation`](super::Creation) hands its methods on to [`create_with`] and [`destroy_with`], with its own kind of session.

use async_trait::async_trait;

use super::{Existing, TestDatabase};
use crate::connector::Connector;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Identifier;
use crate::settings::Settings;
use crate::wrapper::Wrapper;

/// A session with a database that is none of those that are made or removed in it.
#[async_trait]
pub trait Maintenance: Send + Sized {
    /// One of this kind over what the connector opened.
    fn over(wrapper: Box<dyn Wrapper>) -> Self;

    /// The databases that it may be with, the best first: what every server has, and what the settings name.
    fn candidates(settings: &Settings) -> Vec<&str>;

    /// The settings of a session of this kind with that database: what the maker of a database needs is set.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) for a name that no database can have.
    fn maintenance_settings(settings: &Settings, database: &str) -> Result<Settings>;

    /// Whether an error says only that this database cannot be used, and another one may be.
    fn is_of_database(error: &Error) -> bool {
        matches!(
            error.kind(),
            ErrorKind::DoesNotExist | ErrorKind::PermissionDenied
        )
    }

    /// Opens one with the first candidate that is none of `used` and can be used.
    ///
    /// # Errors
    /// The server's refusal of the first one; [`Configuration`](ErrorKind::Configuration) where there is no other database.
    async fn open(
        connector: &dyn Connector,
        settings: &Settings,
        used: &[&Identifier],
    ) -> Result<Self> {
        let mut refusal = None;
        for candidate in Self::candidates(settings) {
            if used.iter().any(|used| used.as_str() == candidate) {
                continue;
            }
            let settings = Self::maintenance_settings(settings, candidate)?;
            match connector.connect(&settings).await {
                Ok(wrapper) => return Ok(Self::over(wrapper)),
                Err(error) if Self::is_of_database(&error) => {
                    refusal.get_or_insert(error);
                }
                Err(error) => return Err(error),
            }
        }
        Err(refusal.unwrap_or_else(|| {
            let message = "there is no other database to make this one from; name one in the URL";
            Error::new(ErrorKind::Configuration, message)
        }))
    }

    /// The same settings for the database of that name: those of the test database that is made.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) for a name that no database can have.
    fn database_settings(settings: &Settings, name: &Identifier) -> Result<Settings>;

    /// The name of the database that settings mean.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where they name none.
    fn name_of(settings: &Settings) -> Result<Identifier>;

    /// Makes an empty test database.
    ///
    /// # Errors
    /// [`AlreadyExists`](ErrorKind::AlreadyExists) where the name is taken; the server's refusal.
    async fn create_database(&mut self, name: &Identifier) -> Result<()>;

    /// Removes a database, whoever still uses it.
    ///
    /// # Errors
    /// [`DoesNotExist`](ErrorKind::DoesNotExist) where it is not there; the server's refusal.
    async fn drop_database(&mut self, name: &Identifier) -> Result<()>;

    /// Ends the session. What it did is done, whatever its end is like.
    async fn close(self);
}

/// Makes databases in one session: [`Creation::create_databases`](super::Creation::create_databases).
pub async fn create_with<M: Maintenance>(
    connector: &dyn Connector,
    settings: &Settings,
    names: &[Identifier],
    existing: Existing,
) -> Vec<Result<TestDatabase>> {
    let targets: Result<Vec<_>> = names
        .iter()
        .map(|name| M::database_settings(settings, name))
        .collect();
    let used: Vec<_> = names.iter().collect();
    let opened = match targets {
        Ok(targets) => M::open(connector, settings, &used)
            .await
            .map(|session| (session, targets)),
        Err(error) => Err(error),
    };
    let (mut session, targets) = match opened {
        Ok(opened) => opened,
        Err(error) => return vec![Err(error)],
    };
    let mut results = Vec::with_capacity(names.len());
    for (name, target) in names.iter().zip(targets) {
        let made = create_one(&mut session, name, existing).await;
        let is_refused = made.is_err();
        results.push(made.map(|()| TestDatabase::new(target)));
        if is_refused {
            break;
        }
    }
    session.close().await;
    results
}

async fn create_one<M: Maintenance>(
    session: &mut M,
    name: &Identifier,
    existing: Existing,
) -> Result<()> {
    if existing == Existing::Replace {
        match session.drop_database(name).await {
            Err(error) if error.kind() != ErrorKind::DoesNotExist => return Err(error),
            _ => {}
        }
    }
    match session.create_database(name).await {
        Err(error) if existing == Existing::Keep && error.kind() == ErrorKind::AlreadyExists => {
            Ok(())
        }
        other => other,
    }
}

/// Removes databases of one server in one session: [`Creation::destroy_databases`](super::Creation::destroy_databases).
pub async fn destroy_with<M: Maintenance>(
    connector: &dyn Connector,
    databases: Vec<TestDatabase>,
) -> Vec<Result<()>> {
    let names: Vec<_> = databases
        .iter()
        .map(|database| M::name_of(&database.settings))
        .collect();
    let used: Vec<_> = names.iter().flatten().collect();
    let Some(first) = databases.first().filter(|_| !used.is_empty()) else {
        return names.into_iter().map(|name| name.map(drop)).collect();
    };
    let mut session = match M::open(connector, &first.settings, &used).await {
        Ok(session) => session,
        Err(error) => return vec![Err(error)],
    };
    let mut results = Vec::with_capacity(names.len());
    for (name, database) in names.into_iter().zip(databases) {
        results.push(destroy_one(&mut session, name, database).await);
    }
    session.close().await;
    results
}

async fn destroy_one<M: Maintenance>(
    session: &mut M,
    name: Result<Identifier>,
    database: TestDatabase,
) -> Result<()> {
    if let Some(keeper) = database.keeper {
        keeper.close().await?;
    }
    session.drop_database(&name?).await
}

/// The result for the only database that was made or removed.
///
/// # Errors
/// What it is; [`Internal`](ErrorKind::Internal) where there is none.
pub fn only<T>(results: Vec<Result<T>>) -> Result<T> {
    let none = || {
        Error::new(
            ErrorKind::Internal,
            "a database was asked for, and none answered",
        )
    };
    results.into_iter().next().unwrap_or_else(|| Err(none()))
}
