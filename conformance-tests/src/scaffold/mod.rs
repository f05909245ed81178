//! A vendor's first files: the test that calls the suite, its marks, its servers in containers, and the job that runs them.
//!
//! `conformance-report new mine` writes them. What stands in them is complete: the suite runs from the first moment, and says what comes
//! first.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::path::Path;

use serde::Deserialize;

/// Where the vendor's database is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Database {
    /// A server, whose URL a variable has, or a container.
    Server,
    /// Inside the process, at this URL.
    Embedded(String),
}

/// The first files of a vendor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scaffold {
    vendor: String,
    package: String,
    library: String,
    database: Database,
}

/// A file to write: its path in the crate's folder, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewFile {
    /// The path, with `/` between.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Why nothing was written.
#[derive(Debug)]
#[non_exhaustive]
pub enum ScaffoldError {
    /// It cannot be the name of a vendor.
    Name(String),
    /// It cannot be the URL of a database.
    Url(String),
    /// The manifest of the folder's crate says no name of a package.
    Manifest(String),
    /// These files are there already.
    Taken(Vec<String>),
    /// A file cannot be read or written.
    File(String, io::Error),
}

impl fmt::Display for ScaffoldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                f,
                "`{name}` is no name of a vendor: write small letters, digits and `_`, as in my_store_2"
            ),
            Self::Url(url) => write!(f, "`{url}` is no URL, as mine:conformance is"),
            Self::Manifest(why) => write!(f, "Cargo.toml names no package: {why}"),
            Self::Taken(paths) => write!(
                f,
                "{} is there already, and nothing was written",
                paths.join(", ")
            ),
            Self::File(path, error) => write!(f, "{path}: {error}"),
        }
    }
}

impl std::error::Error for ScaffoldError {}

#[derive(Deserialize)]
struct Manifest {
    package: Named,
    lib: Option<Library>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Library {
    name: Option<String>,
}

impl Scaffold {
    /// The files of the vendor `name` for the crate in `folder`, which is called `backend-` and the name where it has no manifest yet.
    ///
    /// # Errors
    /// Where the name or the URL is none, or a manifest names no package.
    pub fn new(name: &str, folder: &Path, database: Database) -> Result<Self, ScaffoldError> {
        let is_plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let begins = name.starts_with(|first: char| first.is_ascii_lowercase());
        if !begins || name.ends_with('_') || name.contains("__") || !name.bytes().all(is_plain) {
            return Err(ScaffoldError::Name(name.to_owned()));
        }
        if let Database::Embedded(url) = &database
            && (!url.contains(':') || url.contains(|c: char| c.is_whitespace() || c.is_control()))
        {
            return Err(ScaffoldError::Url(url.clone()));
        }
        let (package, library) = match fs::read_to_string(folder.join("Cargo.toml")) {
            Ok(text) => named_in(&text)?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                (format!("backend-{}", name.replace('_', "-")), None)
            }
            Err(error) => return Err(ScaffoldError::File("Cargo.toml".to_owned(), error)),
        };
        Ok(Self {
            vendor: name.to_owned(),
            library: library.unwrap_or_else(|| package.replace('-', "_")),
            package,
            database,
        })
    }

    /// The files.
    #[must_use]
    pub fn files(&self) -> Vec<NewFile> {
        let workflow = match self.database {
            Database::Server => include_str!("server.yml"),
            Database::Embedded(_) => include_str!("embedded.yml"),
        };
        let mut files = vec![
            (
                "tests/conformance.rs".to_owned(),
                include_str!("conformance.rs.txt"),
            ),
            (
                "tests/conformance.toml".to_owned(),
                include_str!("conformance.toml"),
            ),
            (".github/workflows/conformance.yml".to_owned(), workflow),
        ];
        if self.database == Database::Server {
            let path = format!("tests/services/{}.toml", self.vendor);
            files.insert(2, (path, include_str!("service.toml")));
        }
        let files = files.into_iter();
        let file = |(path, template)| NewFile {
            path,
            text: self.filled(template),
        };
        files.map(file).collect()
    }

    /// Writes the files below `folder`: all of them, or none.
    ///
    /// # Errors
    /// Where one of them is there already, or cannot be written.
    pub fn write(&self, folder: &Path) -> Result<(), ScaffoldError> {
        let files = self.files();
        let taken = files.iter().filter(|file| folder.join(&file.path).exists());
        let taken: Vec<_> = taken.map(|file| file.path.clone()).collect();
        if !taken.is_empty() {
            return Err(ScaffoldError::Taken(taken));
        }
        for (written, file) in files.iter().enumerate() {
            if let Err(error) = write_new(&folder.join(&file.path), &file.text) {
                for file in files.iter().take(written) {
                    // What cannot be removed is no worse than what could not be written, which is told.
                    let _ = fs::remove_file(folder.join(&file.path));
                }
                return Err(ScaffoldError::File(file.path.clone(), error));
            }
        }
        Ok(())
    }

    /// What is left to do, for people.
    #[must_use]
    pub fn next_steps(&self) -> String {
        let server = match self.database {
            Database::Server => include_str!("server.txt"),
            Database::Embedded(_) => "",
        };
        let files = self.files();
        let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
        let steps = self.filled(include_str!("steps.txt"));
        format!(
            "{} written.\n{steps}{}",
            paths.join(", "),
            self.filled(server)
        )
    }

    fn filled(&self, template: &str) -> String {
        let upper = self.vendor.to_uppercase();
        let provision = match &self.database {
            Database::Server => format!("env(\"{upper}_URL\")"),
            Database::Embedded(url) => format!("embedded({url:?})"),
        };
        let version = env!("CARGO_PKG_VERSION");
        let baseline = version.rsplit_once('.').map_or(version, |(two, _)| two);
        template
            .replace("<Vendor>", &self.title())
            .replace("<VENDOR>", &upper)
            .replace("<vendor>", &self.vendor)
            .replace("<package>", &self.package)
            .replace("<library>", &self.library)
            .replace("<provision>", &provision)
            .replace("<version>", version)
            .replace("<baseline>", baseline)
    }

    /// The name of a type: `my_store` as `MyStore`.
    fn title(&self) -> String {
        let words = self.vendor.split('_');
        let title = |word: &str| {
            let mut letters = word.chars();
            let first = letters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(letters).collect::<String>()
        };
        words.map(title).collect()
    }
}

fn named_in(manifest: &str) -> Result<(String, Option<String>), ScaffoldError> {
    let read: Result<Manifest, _> = toml::from_str(manifest);
    let manifest = read.map_err(|error| ScaffoldError::Manifest(error.message().to_owned()))?;
    let library = manifest.lib.and_then(|library| library.name);
    Ok((manifest.package.name, library))
}

/// Writes a file that is not there.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}

#[cfg(test)]
mod tests;
