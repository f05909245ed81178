//! [`Creation`]: makes, copies and removes test databases.

use std::fmt;

use async_trait::async_trait;

use crate::connector::Connector;
use crate::error::Result;
use crate::model::Identifier;
use crate::settings::Settings;
use crate::wrapper::Wrapper;

/// What to do where a test database of that name is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Existing {
    /// Fail with [`AlreadyExists`](crate::error::ErrorKind::AlreadyExists).
    Refuse,
    /// Remove it and make it anew.
    Replace,
    /// Keep it as it is.
    Keep,
}

/// A test database: where it is, and what keeps it there.
#[non_exhaustive]
pub struct TestDatabase {
    /// Where it is.
    pub settings: Settings,
    /// A session that must stay open for as long as the database shall exist: databases in memory need one.
    pub keeper: Option<Box<dyn Wrapper>>,
}

impl TestDatabase {
    /// A database that stays by itself.
    #[must_use]
    pub const fn new(settings: Settings) -> Self {
        Self {
            settings,
            keeper: None,
        }
    }

    /// A database that stays while `keeper` is open.
    #[must_use]
    pub fn kept_by(settings: Settings, keeper: Box<dyn Wrapper>) -> Self {
        Self {
            settings,
            keeper: Some(keeper),
        }
    }
}

impl fmt::Debug for TestDatabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TestDatabase")
            .field("settings", &self.settings)
            .field("keeper", &self.keeper.is_some())
            .finish()
    }
}

/// Makes, copies and removes test databases.
#[async_trait]
#[doc(alias = "DatabaseCreation")]
pub trait Creation: Send + Sync {
    /// Makes an empty test database called `name`, on the server (or in the folder) of `settings`.
    ///
    /// # Errors
    /// [`AlreadyExists`](crate::error::ErrorKind::AlreadyExists) under [`Existing::Refuse`]; the server's refusal.
    async fn create(
        &self,
        connector: &dyn Connector,
        settings: &Settings,
        name: &Identifier,
        existing: Existing,
    ) -> Result<TestDatabase>;

    /// Makes a test database called `name` that holds what `source` holds.
    ///
    /// # Errors
    /// [`AlreadyExists`](crate::error::ErrorKind::AlreadyExists) where `name` is there;
    /// [`Locked`](crate::error::ErrorKind::Locked) where `source` is in use in a way that forbids it.
    async fn clone_database(
        &self,
        connector: &dyn Connector,
        source: &Settings,
        name: &Identifier,
    ) -> Result<TestDatabase>;

    /// Removes a test database with all that belongs to it.
    ///
    /// # Errors
    /// [`DoesNotExist`](crate::error::ErrorKind::DoesNotExist) where it is not there; the server's refusal.
    async fn destroy(&self, connector: &dyn Connector, database: TestDatabase) -> Result<()>;
}
