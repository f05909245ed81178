//! The file of passwords, `~/.pgpass`: <https://www.postgresql.org/docs/current/libpq-pgpass.html>.

use std::fs;
use std::path::{Path, PathBuf};

use backend_core::settings::{Secret, Settings};

use super::environment::Environment;
use super::place::{Address, Place};

/// Gives each place the password that the file has for it. Returns why the file gave none, where it could have.
pub(super) fn fill(
    places: &mut [Place],
    database: &str,
    user: &str,
    settings: &Settings,
    environment: &Environment,
) -> Option<String> {
    let path = match settings.text("passfile") {
        Some(path) => PathBuf::from(path),
        None => environment.file_at_home(".pgpass")?,
    };
    let text = match read(&path) {
        Ok(text) => text,
        Err(reason) => return Some(format!("`{}` {reason}", path.display())),
    };
    for place in places.iter_mut() {
        let wanted = [
            host(place, environment),
            place.port.to_string(),
            database.to_owned(),
            user.to_owned(),
        ];
        place.password = text.lines().find_map(|line| password(line, &wanted));
    }
    let is_missing = places.iter().any(|place| place.password.is_none());
    is_missing.then(|| format!("`{}` has none for this session", path.display()))
}

/// The file's text, unless somebody else could have read it, too.
fn read(path: &Path) -> Result<String, &'static str> {
    let Ok(found) = fs::metadata(path) else {
        return Err("is not there");
    };
    if !found.is_file() {
        return Err("is not a file");
    }
    if is_open_to_others(&found) {
        return Err("is not used, as others may read it (chmod 600 mends that)");
    }
    fs::read_to_string(path).map_err(|_| "cannot be read")
}

/// Whether group or others have any right to a file of secrets.
#[cfg(unix)]
pub(crate) fn is_open_to_others(file: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    file.permissions().mode() & 0o077 != 0
}

/// Elsewhere the user's folder is what keeps others out.
#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_file: &fs::Metadata) -> bool {
    false
}

/// The host as the file names it: a socket in one of the usual folders is `localhost`.
fn host(place: &Place, environment: &Environment) -> String {
    match &place.address {
        Address::Name(name) | Address::Ip(_, Some(name)) => name.clone(),
        Address::Ip(address, None) => address.to_string(),
        Address::Socket(folder) if environment.socket_folders.contains(folder) => {
            "localhost".to_owned()
        }
        Address::Socket(folder) => folder.display().to_string(),
    }
}

/// The password of a line `host:port:database:user:password` that is about what is wanted.
fn password(line: &str, wanted: &[String; 4]) -> Option<Secret> {
    if line.starts_with('#') {
        return None;
    }
    let mut rest = line;
    for value in wanted {
        let (field, after) = field(rest)?;
        if field != *value && rest.split(':').next() != Some("*") {
            return None;
        }
        rest = after?;
    }
    let (password, _) = field(rest)?;
    Some(Secret::new(password)).filter(|password| !password.expose().is_empty())
}

/// Reads up to the next `:` that no `\` stands before; `None` behind it where the line ends.
fn field(text: &str) -> Option<(String, Option<&str>)> {
    let mut field = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            ':' => return Some((field, text.get(index + 1..))),
            '\\' => field.extend(characters.next().map(|(_, escaped)| escaped)),
            other => field.push(other),
        }
    }
    Some((field, None))
}

#[cfg(test)]
mod tests {
    use super::password;

    fn found(line: &str) -> Option<String> {
        let wanted = ["db.example", "5432", "music", "ann"].map(str::to_owned);
        password(line, &wanted).map(|password| password.expose().to_owned())
    }

    #[test]
    fn lines_are_for_a_host_a_port_a_database_and_a_user() {
        assert_eq!(
            found("db.example:5432:music:ann:pass").as_deref(),
            Some("pass")
        );
        assert_eq!(found("*:*:*:*:pass").as_deref(), Some("pass"));
        assert_eq!(
            found(r"*:*:*:ann:pa\:ss\\word").as_deref(),
            Some(r"pa:ss\word")
        );
        assert_eq!(found("*:*:*:*:a:b").as_deref(), Some("a"));
        for other in [
            "",
            "#*:*:*:*:pass",
            "other:5432:music:ann:pass",
            "db.example:5433:music:ann:pass",
            "db.example:5432:music:ben:pass",
            r"\*:*:*:*:pass",
            "*:*:*:pass",
            "*:*:*:*:",
        ] {
            assert_eq!(found(other), None, "{other}");
        }
    }
}
