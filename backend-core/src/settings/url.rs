//! The two styles of URL: reading one into [`Settings`], and writing it back without its secrets.
//!
//! No message of this file shows a piece of the URL that could be, or belong to, a password: it names the piece instead.

use std::fmt;

use crate::error::{Error, Result};
use crate::settings::Settings;
use crate::settings::host::Host;
use crate::settings::options::{OptionInfo, OptionKind, Value, listed};
use crate::settings::percent::{configuration, decode, encode_part, encode_text};
use crate::settings::redact::holds_secret_option;
use crate::settings::secret::Secret;

/// How the URLs of a vendor are built.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UrlStyle {
    /// `scheme://user:password@host:port/database?option=value`; every part but the scheme may be missing.
    ///
    /// Several hosts have `,` between, an IPv6 address stands in brackets, and a host that starts with `%2F` is the
    /// directory of a local socket. User, password, host, database, and the options' names and values are
    /// percent-decoded. There is one `@` and no `#`; others are written `%40` and `%23`.
    Server,
    /// `scheme:path?option=value` or `scheme://path?option=value`; the path is relative unless it starts with `/`.
    ///
    /// The path is percent-decoded; `?`, `#` and `%` in it are written `%3F`, `%23` and `%25`.
    /// [`Settings::from_path`] takes a path as it is.
    File,
}

/// Whether the text can be the scheme of a URL.
pub(super) fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The scheme of a URL, in lower case and without `:`, by which its vendor is found.
///
/// # Errors
/// [`ErrorKind::Configuration`](crate::error::ErrorKind::Configuration) where the URL has none. The message does not
/// show the URL.
///
/// # Example
/// ```
/// use backend_core::settings::scheme_of;
///
/// assert_eq!(scheme_of("DB://host/music")?, "db");
/// assert!(scheme_of("music.db").is_err());
/// # Ok::<(), backend_core::error::Error>(())
/// ```
pub fn scheme_of(url: &str) -> Result<String> {
    split_scheme(url).map(|(scheme, _)| scheme)
}

/// Splits the scheme, in lower case, from what follows the first `:`.
pub(super) fn split_scheme(url: &str) -> Result<(String, &str)> {
    if url.contains(char::is_control) {
        return Err(configuration(
            "the URL contains a control character, such as a line break at its end",
        ));
    }
    url.split_once(':')
        .filter(|(scheme, _)| is_scheme(scheme))
        .map(|(scheme, rest)| (scheme.to_ascii_lowercase(), rest))
        .ok_or_else(|| configuration("the URL does not start with a scheme, such as `scheme:`"))
}

/// Reads what follows `scheme:` into settings that have nothing but scheme, style and table.
pub(super) fn parse(mut settings: Settings, rest: &str) -> Result<Settings> {
    if rest.contains('#') {
        return Err(configuration(
            "the URL has a `#`, and no part of it is a fragment; write `#` itself as %23",
        ));
    }
    let (rest, options) = match rest.split_once('?') {
        Some((before, options)) => (before, Some(options)),
        None => (rest, None),
    };
    match settings.style {
        UrlStyle::Server => parse_server(&mut settings, rest, options)?,
        UrlStyle::File => parse_file(&mut settings, rest, options)?,
    }
    parse_options(&mut settings, options.unwrap_or_default())?;
    Ok(settings)
}

fn parse_server(settings: &mut Settings, rest: &str, options: Option<&str>) -> Result<()> {
    let scheme = &settings.scheme;
    let rest = rest.strip_prefix("//").ok_or_else(|| {
        configuration(format!(
            "a URL of a server starts with `{scheme}://`, such as {scheme}://host/database"
        ))
    })?;
    let (authority, database) = match rest.split_once('/') {
        Some((authority, database)) => (authority, Some(database)),
        None => (rest, None),
    };
    let ats = |text: &str| text.matches('@').count();
    if ats(authority) > 1
        || ats(database.unwrap_or_default()) + ats(options.unwrap_or_default()) > 0
    {
        return Err(misplaced_at());
    }
    let (user, hosts) = authority.split_once('@').unwrap_or(("", authority));
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    if password.contains(':') {
        return Err(configuration(
            "the password has a `:`; percent-encode it as %3A",
        ));
    }
    refuse_asterisks(password, "the password")?;
    settings.user = part(user, "the user")?;
    settings.password = part(password, "the password")?.map(Secret::new);
    settings.hosts = Host::parse_list(hosts)?;
    let database = database.unwrap_or_default();
    if database.contains('/') {
        return Err(configuration(
            "the URL has more than one `/` after the host; percent-encode a `/` in the database's name as %2F",
        ));
    }
    refuse_options(database, "the database", settings.known)?;
    settings.name = part(database, "the database")?;
    Ok(())
}

/// Which `@` ends the password cannot be known, and a guess would show half of a password as a host.
fn misplaced_at() -> Error {
    configuration(
        "the URL has an `@` where none can stand; percent-encode user, password, database and options: `@` as %40, \
         `:` as %3A, `/` as %2F, `?` as %3F",
    )
}

fn parse_file(settings: &mut Settings, rest: &str, options: Option<&str>) -> Result<()> {
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let after_drive = path
        .split_once(':')
        .filter(|(drive, rest)| drive.len() == 1 && rest.starts_with(['/', '\\']))
        .map_or(path, |(_, rest)| rest);
    if let Some((_, after_colon)) = after_drive.split_once(':')
        && (after_colon.contains('@') || options.is_some_and(|options| options.contains('@')))
    {
        return Err(configuration(
            "the URL seems to have a user and a password, and this database is a file; percent-encode `@` as %40 where \
             it belongs to path or options",
        ));
    }
    refuse_options(path, "the path", settings.known)?;
    settings.name = part(path, "the path")?;
    Ok(())
}

/// Refuses a secret option that another separator than `?` made a piece of a name, which would be shown.
fn refuse_options(text: &str, what: &str, known: &[OptionInfo]) -> Result<()> {
    let known_secret = known
        .iter()
        .filter(|info| info.kind == OptionKind::Secret)
        .any(|info| text.contains(&format!("{}=", info.name)));
    if known_secret || holds_secret_option(text) {
        return Err(configuration(format!(
            "{what} seems to end in options; options start with `?` and have `&` between, and a `=` in a name is \
             written %3D"
        )));
    }
    Ok(())
}

/// Decodes a part that may be empty.
fn part(text: &str, what: &str) -> Result<Option<String>> {
    Ok(Some(decode(text, what)?).filter(|text| !text.is_empty()))
}

fn parse_options(settings: &mut Settings, text: &str) -> Result<()> {
    let mut secret = None;
    for (index, pair) in text
        .split('&')
        .enumerate()
        .filter(|(_, pair)| !pair.is_empty())
    {
        let (info, value) = match (parse_option(settings.known, pair, index + 1), secret) {
            (Ok(option), _) => option,
            (Err(error), None) => return Err(error),
            (Err(_), Some(before)) => return Err(wrong_after(before, settings.known)),
        };
        if settings.options.insert(info.name, value).is_some() {
            return Err(configuration(format!(
                "option {:?} stands twice in the URL",
                info.name
            )));
        }
        if info.kind == OptionKind::Secret {
            secret = Some(info.name);
        }
    }
    Ok(())
}

/// An option that follows a secret may be the secret's end, after an `&` that was not encoded.
fn wrong_after(secret: &str, known: &[OptionInfo]) -> Error {
    configuration(format!(
        "an option after the secret option {secret:?} is wrong, and is not shown since it may belong to the secret; \
         percent-encode an `&` in a secret as %26; {}",
        listed(known)
    ))
}

fn parse_option(
    known: &'static [OptionInfo],
    pair: &str,
    position: usize,
) -> Result<(&'static OptionInfo, Value)> {
    let Some((name, value)) = pair.split_once('=') else {
        return Err(match known.iter().find(|info| info.name == pair) {
            Some(OptionInfo { name, kind, .. }) => configuration(format!(
                "option {name:?} has no value; write {name}= and {kind}"
            )),
            None => configuration(format!(
                "option {position} of the URL has no `=`; options are written name=value with `&` between, and an \
                 `&` in a value as %26"
            )),
        });
    };
    let name = decode(name, &format!("the name of option {position}"))?;
    let info = OptionInfo::find(known, &name)?;
    let what = format!("the value of option {:?}", info.name);
    if info.kind == OptionKind::Secret {
        refuse_asterisks(value, &what)?;
    }
    Ok((info, info.parse(&decode(value, &what)?)?))
}

/// Refuses what stands in place of a secret in a URL that was shown, and was then taken for the URL itself.
fn refuse_asterisks(raw: &str, what: &str) -> Result<()> {
    if raw == "***" {
        return Err(configuration(format!(
            "{what} is `***`, which stands for a secret that is not shown; if it is meant, write %2A%2A%2A"
        )));
    }
    Ok(())
}

/// The URL, with password and secret options as `***`. Where there are none, it reads back to equal settings.
impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.scheme)?;
        match self.style {
            UrlStyle::Server => self.write_server(f)?,
            UrlStyle::File => {
                let path = self.path().unwrap_or_default();
                let slashes = if path.starts_with('/') { "//" } else { "" };
                write!(f, "{slashes}{}", encode_text(path))?;
            }
        }
        let mut separator = '?';
        for (name, value) in &self.options {
            match value {
                Value::Secret(_) => write!(f, "{separator}{name}={value}")?,
                _ => write!(f, "{separator}{name}={}", encode_text(&value.to_string()))?,
            }
            separator = '&';
        }
        Ok(())
    }
}

impl Settings {
    fn write_server(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("//")?;
        if let Some(user) = &self.user {
            write!(f, "{}", encode_part(user))?;
        }
        if self.password.is_some() {
            f.write_str(":***")?;
        }
        if self.user.is_some() || self.password.is_some() {
            f.write_str("@")?;
        }
        for (index, host) in self.hosts.iter().enumerate() {
            let separator = if index == 0 { "" } else { "," };
            write!(f, "{separator}{host}")?;
        }
        match &self.name {
            Some(database) => write!(f, "/{}", encode_part(database)),
            None => Ok(()),
        }
    }
}

/// The same URL as in `Display`.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({self})")
    }
}
