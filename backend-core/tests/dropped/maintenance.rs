//! Sessions that make and remove databases: what a set of names does for a server.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use backend_core::connector::Connector;
use backend_core::creation::{
    Existing, Maintenance, TestDatabase, create_with, destroy_with, only,
};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::Identifier;
use backend_core::settings::{OptionInfo, Settings, UrlStyle};
use backend_core::wrapper::Wrapper;

use crate::{HESITANT, once, runtime, settings};

/// The databases of the server.
static DATABASES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn with_databases<T>(work: impl FnOnce(&mut BTreeSet<String>) -> T) -> T {
    work(&mut DATABASES.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The database that every such server has.
const USUAL: &str = "usual";

/// A server with databases that are not there, not everybody's or not for this password.
struct Choosy;

#[async_trait]
impl Connector for Choosy {
    fn url_style(&self) -> UrlStyle {
        HESITANT.connector.url_style()
    }

    fn options(&self) -> &'static [OptionInfo] {
        HESITANT.connector.options()
    }

    async fn connect(&self, settings: &Settings) -> Result<Box<dyn Wrapper>> {
        let refused = match settings.path() {
            Some("absent") => ErrorKind::DoesNotExist,
            Some("forbidden") => ErrorKind::PermissionDenied,
            Some("locked") => ErrorKind::Authentication,
            _ => return HESITANT.connector.connect(settings).await,
        };
        Err(Error::new(refused, "it cannot be used"))
    }
}

/// Each of its calls waits before and after its work.
struct Session;

#[async_trait]
impl Maintenance for Session {
    fn over(_: Box<dyn Wrapper>) -> Self {
        Self
    }

    fn candidates(settings: &Settings) -> Vec<&str> {
        let named = settings.path().unwrap_or_default();
        named.split(',').chain([USUAL]).collect()
    }

    fn maintenance_settings(settings: &Settings, database: &str) -> Result<Settings> {
        settings.clone().with_path(database)
    }

    fn database_settings(settings: &Settings, name: &Identifier) -> Result<Settings> {
        settings.clone().with_path(name.as_str())
    }

    fn name_of(settings: &Settings) -> Result<Identifier> {
        let none = || Error::new(ErrorKind::Configuration, "no database is named");
        Identifier::new(settings.path().ok_or_else(none)?)
    }

    async fn create_database(&mut self, name: &Identifier) -> Result<()> {
        once().await;
        let is_new = with_databases(|names| names.insert(name.as_str().to_owned()));
        once().await;
        if is_new {
            return Ok(());
        }
        Err(Error::new(ErrorKind::AlreadyExists, "it is there"))
    }

    async fn drop_database(&mut self, name: &Identifier) -> Result<()> {
        once().await;
        let was_there = with_databases(|names| names.remove(name.as_str()));
        once().await;
        if was_there {
            return Ok(());
        }
        Err(Error::new(ErrorKind::DoesNotExist, "it is not there"))
    }

    async fn close(self) {
        once().await;
    }
}

fn names(names: &[&str]) -> Result<Vec<Identifier>> {
    names.iter().map(|name| Identifier::new(*name)).collect()
}

async fn create(asked: &[&str], existing: Existing) -> Result<Vec<Result<TestDatabase>>> {
    let asked = names(asked)?;
    Ok(create_with::<Session>(&Choosy, &settings("toy:absent"), &asked, existing).await)
}

/// Makes two databases, whatever a call before it left behind.
pub(crate) async fn make() -> Result<()> {
    let made = create(&["made_first", "made_second"], Existing::Replace).await?;
    made.into_iter().try_for_each(|database| database.map(drop))
}

/// Makes a database, or takes the one that is left, and removes it.
pub(crate) async fn remove() -> Result<()> {
    let made = create(&["removed"], Existing::Keep).await?;
    let databases = made.into_iter().collect::<Result<Vec<_>>>()?;
    only(destroy_with::<Session>(&Choosy, databases).await)
}

#[test]
fn a_session_is_with_the_first_database_that_is_unused_and_can_be_used() {
    let open = |path: &str, used: &[&str]| {
        let (settings, used) = (settings(path), names(used).unwrap());
        let used: Vec<_> = used.iter().collect();
        let opened = runtime().block_on(Session::open(&Choosy, &settings, &used));
        opened.err().map(|error| error.kind())
    };
    assert_eq!(open("toy:absent,forbidden", &[]), None);
    assert_eq!(open("toy:mine", &[USUAL]), None);
    assert_eq!(
        open("toy:mine", &["mine", USUAL]),
        Some(ErrorKind::Configuration)
    );
    assert_eq!(
        open("toy:forbidden,absent", &[USUAL]),
        Some(ErrorKind::PermissionDenied)
    );
    assert_eq!(open("toy:locked", &[]), Some(ErrorKind::Authentication));
}

#[test]
fn the_first_refusal_ends_what_is_made_in_one_session() {
    runtime().block_on(async {
        let taken = create(&["taken"], Existing::Refuse).await.unwrap();
        assert!(only(taken).is_ok());
        let asked = ["before", "taken", "after"];
        let made = create(&asked, Existing::Refuse).await.unwrap();
        let kinds: Vec<_> = made
            .iter()
            .map(|made| made.as_ref().err().map(Error::kind))
            .collect();
        assert_eq!(kinds, [None, Some(ErrorKind::AlreadyExists)]);
        assert!(with_databases(|names| !names.contains("after")));
    });
}

#[test]
fn each_database_is_removed_whatever_became_of_the_others() {
    runtime().block_on(async {
        let made = create(&["one", "other"], Existing::Keep).await.unwrap();
        let databases = made.into_iter().collect::<Result<Vec<_>>>().unwrap();
        with_databases(|names| names.remove("one"));
        let removed = destroy_with::<Session>(&Choosy, databases).await;
        let kinds: Vec<_> = removed
            .iter()
            .map(|removed| removed.as_ref().err().map(Error::kind))
            .collect();
        assert_eq!(kinds, [Some(ErrorKind::DoesNotExist), None]);
        assert!(with_databases(|names| !names.contains("other")));
    });
}

#[test]
fn no_answer_is_an_error() {
    let none = only::<()>(Vec::new()).unwrap_err();
    assert_eq!(none.kind(), ErrorKind::Internal);
}
