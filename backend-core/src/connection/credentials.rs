//! [`CredentialSource`]: who opens a session, asked anew each time, for passwords that do not last.

use std::fmt;

use async_trait::async_trait;

use crate::error::Result;
use crate::settings::{Secret, Settings};

/// Who opens a session.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Credentials {
    /// The user; `None` is whoever the settings name.
    pub user: Option<String>,
    /// The password, or the token in its place.
    pub password: Secret,
}

impl Credentials {
    /// The user of the settings, with that password.
    pub fn new(password: impl Into<Secret>) -> Self {
        Self {
            user: None,
            password: password.into(),
        }
    }

    /// Another user.
    #[must_use]
    pub fn with_user(mut self, user: impl Into<String>) -> Self {
        self.user = Some(user.into());
        self
    }

    /// The settings with these credentials.
    pub(crate) fn apply(&self, settings: Settings) -> Result<Settings> {
        let settings = settings.with_password(self.password.expose())?;
        match &self.user {
            Some(user) => settings.with_user(user),
            None => Ok(settings),
        }
    }
}

/// Where credentials come from that do not last: a token that is renewed every quarter of an hour, a vault that changes
/// passwords. It is asked for every session that is opened, a pool's included, and never for one that is open.
///
/// # Example
/// ```
/// use std::sync::Arc;
/// use async_trait::async_trait;
/// use backend_core::connection::{ConnectOptions, CredentialSource, Credentials};
/// use backend_core::error::Result;
/// use backend_core::settings::Settings;
///
/// struct Tokens;
///
/// #[async_trait]
/// impl CredentialSource for Tokens {
///     async fn credentials(&self, settings: &Settings) -> Result<Credentials> {
///         let token = format!("token for {}", settings.user().unwrap_or("nobody"));
///         Ok(Credentials::new(token))
///     }
/// }
///
/// let options = ConnectOptions::new().credentials(Arc::new(Tokens));
/// # let _ = options;
/// ```
#[async_trait]
pub trait CredentialSource: Send + Sync {
    /// The credentials of a session that is about to be opened with `settings`, whose own password is not used then.
    ///
    /// # Errors
    /// What is returned here is the error of connecting: nothing was contacted. It MUST NOT show a secret.
    async fn credentials(&self, settings: &Settings) -> Result<Credentials>;
}

impl fmt::Debug for dyn CredentialSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CredentialSource")
    }
}

#[cfg(test)]
mod tests {
    use super::Credentials;
    use crate::settings::{Settings, UrlStyle};

    #[test]
    fn they_replace_the_settings_own_and_show_no_secret() {
        let settings = Settings::from_url("db://ann:old@host/x", UrlStyle::Server, &[]).unwrap();
        let credentials = Credentials::new("hidden");
        assert!(!format!("{credentials:?}").contains("hidden"));
        let applied = credentials.apply(settings.clone()).unwrap();
        assert_eq!(applied.user(), Some("ann"));
        assert_eq!(applied.password().unwrap().expose(), "hidden");
        let other = credentials.with_user("ben").apply(settings).unwrap();
        assert_eq!(other.user(), Some("ben"));
    }
}
