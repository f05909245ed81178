//! Credentials that are asked for each time a session is opened.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use backend_core::connection::{ConnectOptions, CredentialSource, Credentials};
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::pool::Pool;
use backend_core::settings::{Secret, Settings};

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect, expect_eq, expect_error};

const USERS: &[Flag] = &[Flag::supports_credentials];

pub(super) const CASES: &[CaseDef] = &[
    case!(
        "care.credentials.asked_each_time",
        asked_each_time,
        "A source of credentials is asked for every session that is opened, and what it gives opens it."
    )
    .requires(USERS),
    case!(
        "care.credentials.used_instead",
        used_instead,
        "The user that a source gives takes the place of the one in the settings, and is refused where there is none."
    )
    .requires(USERS),
    case!(
        "care.credentials.failing_source",
        failing_source,
        "A source of credentials that fails is the failure of connecting."
    )
    .requires(USERS),
    case!(
        "care.credentials.in_a_pool",
        in_a_pool,
        "A pool asks for credentials once for each session that it opens, and never for one that it lends out again."
    )
    .requires(USERS),
    case!(
        "care.credentials.refused",
        refused,
        "Credentials are refused by their flag where sessions have no users."
    )
    .refuses(Flag::supports_credentials),
];

const SECRET: &str = "correct-horse-battery";

/// Gives the settings' own credentials or another user's, and counts.
struct Source {
    asked: AtomicUsize,
    /// `None` fails.
    credentials: Option<Credentials>,
}

impl Source {
    fn new(credentials: Option<Credentials>) -> Arc<Self> {
        Arc::new(Self {
            asked: AtomicUsize::new(0),
            credentials,
        })
    }

    /// The credentials with which the case's own session was opened.
    fn of(settings: &Settings) -> Arc<Self> {
        let password = settings.password().cloned();
        let mut credentials = Credentials::new(password.unwrap_or_else(|| Secret::new("")));
        credentials.user = settings.user().map(str::to_owned);
        Self::new(Some(credentials))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    fn options(self: &Arc<Self>) -> ConnectOptions {
        ConnectOptions::new().credentials(Arc::clone(self) as _)
    }
}

#[async_trait]
impl CredentialSource for Source {
    async fn credentials(&self, _settings: &Settings) -> Result<Credentials> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.credentials
            .clone()
            .ok_or_else(|| Error::new(ErrorKind::Operational, "the vault is shut"))
    }
}

/// The case's settings, without the password that they may have.
fn without_password(context: &Context) -> Result<Settings> {
    context.settings().clone().with_password("")
}

async fn asked_each_time(context: &mut Context) -> Outcome {
    let source = Source::of(context.settings());
    let settings = without_password(context)?;
    for session in 1..=3 {
        let backend = context.backend();
        let mut connection = backend.connect_with(&settings, &source.options()).await?;
        expect(connection.is_usable().await, || {
            format!("session {session} does not work")
        })?;
        expect_eq("how often it was asked", source.asked(), session)?;
        connection.close().await?;
    }
    Ok(())
}

async fn used_instead(context: &mut Context) -> Outcome {
    let nobody = context.fresh_name()?;
    let credentials = Credentials::new(SECRET).with_user(nobody.as_str());
    let source = Source::new(Some(credentials));
    let options = source.options();
    let backend = context.backend();
    let result = backend.connect_with(context.settings(), &options).await;
    let error = expect_error("a user out of nowhere", result, ErrorKind::Authentication)?;
    let shown = format!("{error} {error:?} {error:#?} {options:?}");
    expect(!shown.contains(SECRET), || {
        "the error or the options show the password".to_owned()
    })
}

async fn failing_source(context: &mut Context) -> Outcome {
    let source = Source::new(None);
    let options = source.options();
    let backend = context.backend();
    let result = backend.connect_with(context.settings(), &options).await;
    let error = expect_error("a source that fails", result, ErrorKind::Operational)?;
    expect_eq("the message", error.message(), "the vault is shut")
}

async fn in_a_pool(context: &mut Context) -> Outcome {
    let source = Source::of(context.settings());
    let pool = Pool::builder(context.backend(), without_password(context)?)
        .max_size(2)
        .credentials(Arc::clone(&source) as _)
        .build()?;
    let (first, second) = (pool.get().await?, pool.get().await?);
    expect_eq("for two sessions", source.asked(), 2)?;
    drop((first, second));
    let again = pool.get().await?;
    expect_eq("for one that is lent out again", source.asked(), 2)?;
    let detached = again.detach();
    let (first, second) = (pool.get().await?, pool.get().await?);
    expect_eq("for the one that takes its place", source.asked(), 3)?;
    drop((first, second));
    detached.close().await?;
    pool.close().await.map_err(Failure::from)
}

async fn refused(context: &mut Context) -> Outcome {
    let source = Source::new(Some(Credentials::new(SECRET)));
    context
        .refused(Flag::supports_credentials, async |context| {
            let backend = context.backend();
            backend
                .connect_with(context.settings(), &source.options())
                .await
        })
        .await
}
