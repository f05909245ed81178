//! [`Login`]: who asks for a session, and how that is proved.

use backend_core::error::Result;
use backend_core::settings::{Secret, Settings};

use super::{configuration, part, twice};

/// Whether this build has Windows authentication.
const HAS_WINDOWS: bool = cfg!(windows);

/// Who asks for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Login {
    /// A login of SQL Server.
    Password {
        /// Its name.
        user: String,
        /// What proves it.
        password: Secret,
    },
    /// A user of Microsoft Entra ID, whom the token names.
    Token(Secret),
    /// A Windows account.
    Windows {
        /// `DOMAIN\user`.
        user: String,
        /// What proves it.
        password: Secret,
    },
    /// Whoever runs the program.
    Integrated,
}

impl Login {
    pub(super) fn of(settings: &Settings) -> Result<Self> {
        let user = part(settings.user(), settings.text("user"), "user")?;
        let password = password(settings)?;
        let token = settings
            .secret("access_token")
            .filter(|token| !token.expose().is_empty());
        let usual = if token.is_some() {
            "token"
        } else if user.is_none() && password.is_none() {
            "integrated"
        } else {
            "password"
        };
        let way = settings.choice("authentication").unwrap_or(usual);
        if token.is_some() && way != "token" {
            return Err(configuration(format!(
                "access_token goes with authentication=token, not with {way}"
            )));
        }
        let named = |user: Option<String>| {
            user.ok_or_else(|| {
                configuration("there is a password and no user; give one before the host, as in mssql://user:password@host/")
            })
        };
        let password_or_none =
            |password: Option<Secret>| password.unwrap_or_else(|| Secret::new(""));
        match way {
            "token" => match (token, password) {
                (Some(token), _) => Ok(Self::Token(token.clone())),
                (None, Some(password)) => Ok(Self::Token(password)),
                (None, None) => Err(configuration(
                    "authentication=token needs an access_token, or one in place of the password",
                )),
            },
            "windows" | "integrated" if !HAS_WINDOWS => Err(no_windows(settings)),
            "windows" => Ok(Self::Windows {
                user: named(user)?,
                password: password_or_none(password),
            }),
            "integrated" => Ok(Self::Integrated),
            _ => Ok(Self::Password {
                user: named(user)?,
                password: password_or_none(password),
            }),
        }
    }
}

fn no_windows(settings: &Settings) -> backend_core::error::Error {
    configuration(if settings.is_set("authentication") {
        "Windows authentication works on Windows only; use a login of the server with its password, or authentication=token"
    } else {
        "no user is given, and to log in as whoever runs the program works on Windows only; write \
         mssql://user:password@host/, or set SQLCMDUSER and SQLCMDPASSWORD"
    })
}

fn password(settings: &Settings) -> Result<Option<Secret>> {
    let option = settings
        .secret("password")
        .filter(|password| !password.expose().is_empty());
    match (settings.password(), option) {
        (Some(own), Some(option)) if own != option => Err(twice("password")),
        (own, option) => Ok(own.or(option).cloned()),
    }
}
