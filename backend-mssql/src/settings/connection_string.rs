//! Connection strings: `Server=…;Database=…`, as .NET, ODBC and OLE DB have them, and `jdbc:sqlserver://…;databaseName=…`.
//!
//! What the keywords mean stands in `keyword.rs`. One that means nothing here is an error. No message shows a value.

use backend_core::error::{Error, Result};
use backend_core::settings::{Settings, UrlStyle};

use super::environment::with_server;
use super::keyword::{Meaning, meaning_of};
use super::{OPTIONS, SCHEME, configuration};

/// Reads a connection string; `None` where the text is none.
pub(crate) fn read(text: &str) -> Option<Result<Settings>> {
    if let Some(rest) = after_prefix(text, "jdbc:sqlserver:") {
        return Some(of_jdbc(rest));
    }
    let own = ["mssql:", "sqlserver:"]
        .iter()
        .find_map(|scheme| after_prefix(text, scheme))
        .unwrap_or(text);
    let (first, _) = own.split_once('=')?;
    (meaning_of(first).is_some() && names_server(own)).then(|| fill(settings()?, None, own))
}

/// What follows a prefix, in whatever case it is written.
fn after_prefix<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Whether one of the keywords is the server's: what other vendors' strings call it is no keyword here.
fn names_server(text: &str) -> bool {
    text.split(';').any(|pair| {
        let keyword = pair.split_once('=').map(|(keyword, _)| keyword);
        keyword.and_then(meaning_of) == Some(Meaning::Server)
    })
}

/// `//server\instance:port;keyword=value`, of which each part may be missing.
fn of_jdbc(text: &str) -> Result<Settings> {
    let text = text.strip_prefix("//").unwrap_or(text);
    let (server, pairs) = text.split_once(';').unwrap_or((text, ""));
    // The port stands after `:` here.
    let server = match server.trim().rsplit_once(':') {
        Some((name, port)) if !name.ends_with(':') && !port.ends_with(']') => {
            format!("{name},{port}")
        }
        _ => server.trim().to_owned(),
    };
    let server = Some(server.as_str()).filter(|server| !server.is_empty());
    fill(settings()?, server, pairs)
}

fn settings() -> Result<Settings> {
    Settings::new(SCHEME, UrlStyle::Server, OPTIONS)
}

/// The settings with what the pairs say.
fn fill(mut settings: Settings, server: Option<&str>, text: &str) -> Result<Settings> {
    let mut seen: Vec<_> = server.iter().map(|_| Meaning::Server).collect();
    let (mut server, mut port) = (server.map(str::to_owned), None);
    let mut rest = text;
    while let Some((keyword, value, after)) = next_pair(rest)? {
        rest = after;
        let follows_secret = seen.iter().any(|meaning| is_secret(*meaning));
        let Some(meaning) = meaning_of(keyword) else {
            return Err(unknown(keyword, follows_secret));
        };
        if meaning != Meaning::Nothing && seen.contains(&meaning) {
            return Err(configuration(format!(
                "the keyword {:?} of the connection string, or one that means the same, stands twice",
                keyword.trim()
            )));
        }
        seen.push(meaning);
        match meaning {
            Meaning::Server => server = Some(value),
            Meaning::Port => port = Some(value),
            _ => {
                settings = with(settings, meaning, &value).map_err(|error| {
                    if follows_secret {
                        after_secret()
                    } else {
                        error.context(format!("{:?} of the connection string", keyword.trim()))
                    }
                })?;
            }
        }
    }
    let (server, port) = (server.unwrap_or_default(), port.unwrap_or_default());
    match (server.is_empty(), port.is_empty()) {
        (true, true) => Ok(settings),
        (false, true) => with_server(settings, &server),
        (_, false) => with_server(settings, &format!("{server},{port}")),
    }
}

fn with(settings: Settings, meaning: Meaning, value: &str) -> Result<Settings> {
    match meaning {
        Meaning::Database => settings.with_database(value),
        Meaning::User => settings.with_user(value),
        Meaning::Password => settings.with_password(value),
        // An empty value is as good as none.
        _ if value.is_empty() => Ok(settings),
        Meaning::Option(name) => settings.with_option(name, value),
        Meaning::Seconds(name) => settings.with_option(name, value),
        Meaning::Milliseconds("lock_timeout") if value == "-1" => Ok(settings),
        Meaning::Milliseconds(name) => settings.with_option(name, &format!("{value}ms")),
        Meaning::Encrypt if value.eq_ignore_ascii_case("DANGER_PLAINTEXT") => {
            settings.with_option("encrypt", "disable")
        }
        Meaning::Encrypt => settings.with_option("encrypt", value),
        Meaning::Integrated => match value.to_ascii_lowercase().as_str() {
            "true" | "yes" | "sspi" => settings.with_option("authentication", "integrated"),
            "false" | "no" => Ok(settings),
            _ => Err(configuration(
                "whether whoever runs the program logs in is true, false, yes, no or SSPI",
            )),
        },
        Meaning::Authentication => match value.replace(' ', "").to_ascii_lowercase().as_str() {
            "sqlpassword" => settings.with_option("authentication", "password"),
            "notspecified" => Ok(settings),
            _ => Err(configuration(
                "of the ways to authenticate only SqlPassword is known; for Microsoft Entra ID get a token and give it as \
                 AccessToken, or by a source of credentials",
            )),
        },
        Meaning::Only { values, advice } => {
            let plain = value.replace(' ', "").to_ascii_lowercase();
            if values.contains(&plain.as_str()) {
                Ok(settings)
            } else {
                Err(configuration(advice))
            }
        }
        Meaning::Server | Meaning::Port | Meaning::Nothing => Ok(settings),
    }
}

fn is_secret(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Password | Meaning::Option("access_token"))
}

fn unknown(keyword: &str, follows_secret: bool) -> Error {
    let keyword = keyword.trim();
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-');
    if follows_secret || !keyword.chars().all(is_word) {
        return after_secret();
    }
    configuration(format!(
        "unknown keyword {keyword:?} in the connection string"
    ))
}

/// A keyword that follows a secret may be the secret's end, after a `;` that was not quoted.
fn after_secret() -> Error {
    configuration(
        "a keyword or value of the connection string is wrong, and is not shown since it may belong to a secret; a value with \
         `;` stands between quotation marks",
    )
}

/// The next keyword and its value, and what follows; `None` at the end.
fn next_pair(text: &str) -> Result<Option<(&str, String, &str)>> {
    let text = text.trim_start_matches(|c: char| c == ';' || c.is_whitespace());
    if text.is_empty() {
        return Ok(None);
    }
    let Some((keyword, rest)) = text.split_once('=') else {
        return Err(configuration(
            "a part of the connection string has no `=`; a value with `;` stands between quotation marks",
        ));
    };
    let rest = rest.trim_start();
    let close = match rest.chars().next() {
        Some('"') => '"',
        Some('\'') => '\'',
        Some('{') => '}',
        _ => {
            let (value, after) = rest.split_once(';').unwrap_or((rest, ""));
            return Ok(Some((keyword, value.trim_end().to_owned(), after)));
        }
    };
    let (value, after) = quoted(rest, close)?;
    Ok(Some((keyword, value, after)))
}

/// A value between marks, of which the second is doubled inside, and what follows.
fn quoted(text: &str, close: char) -> Result<(String, &str)> {
    let mut value = String::new();
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if character != close {
            value.push(character);
        } else if characters.next_if(|(_, next)| *next == close).is_some() {
            value.push(close);
        } else {
            let after = text
                .get(at + close.len_utf8()..)
                .unwrap_or_default()
                .trim_start();
            return match after.strip_prefix(';') {
                Some(after) => Ok((value, after)),
                None if after.is_empty() => Ok((value, after)),
                None => Err(configuration(
                    "something stands between a quoted value of the connection string and its `;`",
                )),
            };
        }
    }
    Err(configuration(
        "a quoted value of the connection string has no end",
    ))
}

#[cfg(test)]
mod tests {
    use super::read;

    fn url(text: &str) -> String {
        read(text).unwrap().unwrap().to_string()
    }

    #[test]
    fn strings_of_each_family_are_read() {
        for (text, expected) in [
            (
                "Server=tcp:db.example,1435;Initial Catalog=shop;User ID=ann;Password='p;1';Encrypt=True;Connection Timeout=30;",
                "mssql://ann:***@db.example:1435/shop?connect_timeout=30s&encrypt=true",
            ),
            (
                r"Data Source=db\sales; Database = shop; Trusted_Connection=yes; MultipleActiveResultSets=False",
                "mssql://db/shop?authentication=integrated&instance=sales",
            ),
            (
                "Driver={ODBC Driver 18 for SQL Server};Server=.;UID=sa;PWD={a;b}}c};TrustServerCertificate=yes",
                "mssql://sa:***@localhost?trust_server_certificate=true",
            ),
            (
                r"jdbc:sqlserver://db\sales:1434;databaseName=shop;user=sa;password={p=;};encrypt=strict;lockTimeout=-1",
                "mssql://sa:***@db:1434/shop?encrypt=strict&instance=sales",
            ),
            (
                "jdbc:sqlserver://;serverName=db;portNumber=1500",
                "mssql://db:1500",
            ),
            ("jdbc:sqlserver://db;portNumber=1500", "mssql://db:1500"),
            (
                "mssql:Server=db;Command Timeout=5;Encrypt=DANGER_PLAINTEXT",
                "mssql://db?encrypt=disable&statement_timeout=5s",
            ),
        ] {
            assert_eq!(url(text), expected, "{text}");
        }
    }

    #[test]
    fn other_texts_are_none() {
        for text in [
            "mssql://host/db",
            "sqlserver://host/db?encrypt=true",
            "host=h dbname=x",
            "Host=h;Database=x",
            "Database=x;User Id=y",
            "file.db",
            "",
            "postgres://h/x?server=1",
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn refusals_show_no_value() {
        for text in [
            "Server=h;Colour=hidden",
            "Server=h;Password=hid;den=hidden",
            "Server=h;Password=hid;den",
            "Server=h;Password='hidden",
            "Server=h;Password='hidden'x",
            "Server=h;Pwd=hid;Encrypt=hidden",
            "Server=h;Server=hidden",
            "Server=np:hidden",
            "Server=h;Authentication=hidden",
            "jdbc:sqlserver://h;integratedSecurity=hidden",
        ] {
            let error = read(text).unwrap().unwrap_err().to_string();
            assert!(
                !error.contains("hidden") && !error.contains("den\""),
                "{text}: {error}"
            );
        }
        let error = read("Server=h;Colour=x").unwrap().unwrap_err().to_string();
        assert_eq!(error, "unknown keyword \"Colour\" in the connection string");
    }
}
