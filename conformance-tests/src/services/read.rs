//! A file of a service, and what is wrong with it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use backend_core::flag::Flag;
use serde::Deserialize;
use toml::Spanned;

use super::plan::OWN_VARIABLES;
use super::{Service, ServiceError, Version};
use crate::marks::version;
use crate::options::well_formed;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    vendor: Spanned<String>,
    name: Spanned<String>,
    product: Option<Spanned<String>>,
    image: Spanned<String>,
    variable: Spanned<String>,
    package: Spanned<String>,
    command: Option<Spanned<String>>,
    shares: Option<Spanned<u32>>,
    paths: Vec<Spanned<String>>,
    enabled: Option<Spanned<bool>>,
    reason: Option<Spanned<String>>,
    #[serde(default)]
    environment: BTreeMap<Spanned<String>, String>,
    #[serde(default, rename = "version")]
    versions: Vec<Spanned<VersionTable>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionTable {
    name: Spanned<String>,
    tag: Spanned<String>,
    server: Spanned<String>,
    enabled: Option<Spanned<bool>>,
    reason: Option<Spanned<String>>,
    #[serde(default)]
    flags: BTreeMap<Spanned<String>, bool>,
}

/// Reads every `.toml` of these folders, by name.
///
/// # Errors
/// A folder or file that cannot be read, the first thing that is wrong with a file, and two files of one name.
pub fn read_folders(folders: &[String]) -> Result<Vec<Service>, ServiceError> {
    let mut services: Vec<Service> = Vec::new();
    for folder in folders {
        for file in files_in(folder).map_err(|error| unreadable(folder, &error))? {
            let text = fs::read_to_string(&file).map_err(|error| unreadable(&file, &error))?;
            let service = read(&file, &text)?;
            if let Some(other) = services.iter().find(|other| other.id() == service.id()) {
                let message = format!("{} has the same name: give it another", other.file);
                return Err(service.at(1, message));
            }
            services.push(service);
        }
    }
    Ok(services)
}

fn unreadable(path: &str, error: &io::Error) -> ServiceError {
    ServiceError {
        file: path.to_owned(),
        line: 0,
        message: error.to_string(),
    }
}

fn files_in(folder: &str) -> io::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(Path::new(folder))? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            files.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
    files.sort();
    Ok(files)
}

/// Reads the text of a file; `file` is what messages call it.
///
/// # Errors
/// The first thing that is wrong with it: an unknown key or flag, a value that cannot be, what stands twice, and what is left out without a
/// reason.
pub fn read(file: &str, text: &str) -> Result<Service, ServiceError> {
    Reader { file, text }.read()
}

struct Reader<'r> {
    file: &'r str,
    text: &'r str,
}

impl Reader<'_> {
    fn at(&self, offset: usize, message: impl Into<String>) -> ServiceError {
        ServiceError {
            file: self.file.to_owned(),
            line: self.line(offset),
            message: message.into(),
        }
    }

    fn line(&self, offset: usize) -> usize {
        let before = self.text.bytes().take(offset);
        before.filter(|byte| *byte == b'\n').count() + 1
    }

    fn read(&self) -> Result<Service, ServiceError> {
        let file: File = toml::from_str(self.text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            self.at(offset, error.message().replace('\n', " "))
        })?;
        let package = self.word(file.package, "package")?;
        let command = match file.command {
            Some(command) => self.line_of_words(command, "command")?,
            None => format!(
                "cargo test --locked --package {package} --features conformance-tests/containers --test conformance"
            ),
        };
        let name = self.line_of_words(file.name, "name")?;
        let product = match file.product {
            Some(product) => self.line_of_words(product, "product")?,
            None => name.clone(),
        };
        Ok(Service {
            file: self.file.to_owned(),
            vendor: self.word(file.vendor, "vendor")?,
            name,
            product,
            image: self.word(file.image, "image")?,
            variable: self.variable(&file.variable)?,
            package,
            command,
            shares: self.shares(file.shares)?,
            paths: self.paths(file.paths)?,
            left_out: self.left_out(file.enabled, file.reason)?,
            environment: self.environment(file.environment)?,
            versions: self.versions(file.versions)?,
        })
    }

    /// A text of one line that says something.
    fn line_of_words(&self, value: Spanned<String>, key: &str) -> Result<String, ServiceError> {
        let start = value.span().start;
        let text = value.into_inner();
        if text.trim().is_empty() || text.contains(char::is_control) {
            return Err(self.at(
                start,
                format!("`{key}` has to be a line that says something"),
            ));
        }
        Ok(text)
    }

    /// A word without spaces.
    fn word(&self, value: Spanned<String>, key: &str) -> Result<String, ServiceError> {
        let start = value.span().start;
        let text = self.line_of_words(value, key)?;
        if text.contains(char::is_whitespace) {
            return Err(self.at(start, format!("`{key}` has to be one word")));
        }
        Ok(text)
    }

    fn variable(&self, name: &Spanned<String>) -> Result<String, ServiceError> {
        let text = name.get_ref();
        let start = name.span().start;
        let is_plain =
            |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
        if text.is_empty() || !text.bytes().all(is_plain) || text.starts_with(char::is_numeric) {
            let message = format!("`{text}` is no name of a variable, as MINE_IMAGE is");
            return Err(self.at(start, message));
        }
        if OWN_VARIABLES.contains(&text.as_str()) {
            return Err(self.at(start, format!("{text} is what the plan itself sets")));
        }
        Ok(text.clone())
    }

    fn shares(&self, shares: Option<Spanned<u32>>) -> Result<u32, ServiceError> {
        match shares {
            None => Ok(1),
            Some(shares) if *shares.get_ref() == 0 => {
                let message = "`shares` is at least 1";
                Err(self.at(shares.span().start, message))
            }
            Some(shares) => Ok(shares.into_inner()),
        }
    }

    fn paths(&self, paths: Vec<Spanned<String>>) -> Result<Vec<String>, ServiceError> {
        let path = |path: Spanned<String>| {
            let start = path.span().start;
            let path = self.word(path, "paths")?;
            well_formed(&path).map_err(|why| self.at(start, why))?;
            Ok(path)
        };
        paths.into_iter().map(path).collect()
    }

    /// The reason of what is not enabled.
    fn left_out(
        &self,
        enabled: Option<Spanned<bool>>,
        reason: Option<Spanned<String>>,
    ) -> Result<Option<String>, ServiceError> {
        match (enabled, reason) {
            (None, None) => Ok(None),
            (Some(enabled), None) if *enabled.get_ref() => Ok(None),
            (Some(enabled), None) => {
                let message = "what is not enabled has to say why: write `reason`";
                Err(self.at(enabled.span().start, message))
            }
            (Some(enabled), Some(reason)) if !enabled.get_ref() => {
                self.line_of_words(reason, "reason").map(Some)
            }
            (_, Some(reason)) => {
                let message =
                    "a reason is of what is left out: write `enabled = false`, or take it away";
                Err(self.at(reason.span().start, message))
            }
        }
    }

    fn environment(
        &self,
        variables: BTreeMap<Spanned<String>, String>,
    ) -> Result<BTreeMap<String, String>, ServiceError> {
        let variables = variables.into_iter();
        let one = |(name, value): (Spanned<String>, String)| Ok((self.variable(&name)?, value));
        variables.map(one).collect()
    }

    fn versions(&self, tables: Vec<Spanned<VersionTable>>) -> Result<Vec<Version>, ServiceError> {
        let mut versions: Vec<Version> = Vec::new();
        let mut before = None;
        let last = tables.len().saturating_sub(1);
        for (at, table) in tables.into_iter().enumerate() {
            let start = table.span().start;
            let table = table.into_inner();
            let said = table.server.span().start;
            let found = self.version(table, self.line(start))?;
            let twice = |other: &&Version| other.name == found.name || other.tag == found.tag;
            if let Some(other) = versions.iter().find(twice) {
                let message = format!(
                    "the version {} ({}) stands twice: line {} has it as well",
                    found.name, found.tag, other.line
                );
                return Err(self.at(start, message));
            }
            let number = version(&found.server);
            let number = number.ok_or_else(|| {
                let message = format!(
                    "`{}` is no version: write up to three numbers",
                    found.server
                );
                self.at(said, message)
            })?;
            if before >= Some(number) {
                return Err(self.at(said, "versions stand oldest first"));
            }
            if at == last && !found.flags.is_empty() {
                let message =
                    "flags are told by what is otherwise in the newest version, which is this one";
                return Err(self.at(start, message));
            }
            before = Some(number);
            versions.push(found);
        }
        if versions.is_empty() {
            return Err(self.at(0, "there is no version: write a [[version]]"));
        }
        Ok(versions)
    }

    fn version(&self, table: VersionTable, line: usize) -> Result<Version, ServiceError> {
        let mut flags = Vec::new();
        for (name, on) in table.flags {
            let flag: Result<Flag, _> = name.get_ref().parse();
            let flag = flag.map_err(|error| self.at(name.span().start, error.to_string()))?;
            flags.push((flag, on));
        }
        Ok(Version {
            name: self.word(table.name, "name")?,
            tag: self.word(table.tag, "tag")?,
            server: self.word(table.server, "server")?,
            flags,
            left_out: self.left_out(table.enabled, table.reason)?,
            line,
        })
    }
}
