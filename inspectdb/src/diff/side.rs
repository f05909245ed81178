//! A side of a comparison: a database that is read, or what was printed of one as JSON.

use std::fs;
use std::path::Path;

use backend_core::backend::Backend;
use backend_core::introspection::Warning;
use backend_core::model::Schema;
use backend_core::operations::Dialect;
use backend_core::registry::Registry;
use backend_core::wrapper::{ServerInfo, Version};
use serde::Deserialize;

use crate::exit::{Exit, Failure};
use crate::inspect;
use crate::render::json;
use crate::text::one_line;

/// What is compared, and of what vendor it is.
#[derive(Debug)]
pub(crate) struct Side {
    pub(crate) backend: &'static Backend,
    pub(crate) dialect: Dialect,
    pub(crate) schema: Schema,
    pub(crate) warnings: Vec<Warning>,
}

/// What `--format json` prints, as far as it is needed here.
#[derive(Deserialize)]
struct Document {
    format: String,
    version: u32,
    vendor: String,
    server: Server,
    schema: Schema,
}

#[derive(Deserialize)]
struct Server {
    product: String,
    version: String,
}

impl Side {
    /// Reads a side.
    pub(crate) fn read(
        registry: &Registry,
        text: &str,
        schemas: &[String],
    ) -> Result<Self, Failure> {
        let is_json = Path::new(text)
            .extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
        if is_json {
            if !schemas.is_empty() {
                return Err(Failure::usage(
                    "--schema is for databases; what a file of JSON holds was chosen when it was written",
                ));
            }
            return Self::of_file(registry, text);
        }
        let inspection = inspect::inspect(registry, text, schemas)?;
        Ok(Self {
            backend: inspection.backend,
            dialect: inspection.dialect,
            schema: inspection.snapshot.schema,
            warnings: inspection.snapshot.warnings,
        })
    }

    fn of_file(registry: &Registry, path: &str) -> Result<Self, Failure> {
        let text = fs::read_to_string(path).map_err(|error| {
            let exit = match error.kind() {
                std::io::ErrorKind::NotFound => Exit::NoDatabase,
                std::io::ErrorKind::PermissionDenied => Exit::Denied,
                _ => Exit::Other,
            };
            Failure::new(exit, format!("cannot read {path}: {error}"))
        })?;
        Self::of_json(registry, &text).map_err(|failure| failure.context(path))
    }

    fn of_json(registry: &Registry, text: &str) -> Result<Self, Failure> {
        let document: Document = serde_json::from_str(text).map_err(|error| {
            let message = format!("not what --format json of this version prints: {error}");
            Failure::new(Exit::NotADatabase, one_line(&message))
        })?;
        if (document.format.as_str(), document.version) != (json::FORMAT, json::VERSION) {
            let message = "not what --format json of this version prints";
            return Err(Failure::new(Exit::NotADatabase, message));
        }
        let backend = backend_of(registry, &document.vendor)?;
        let version = version(&document.server.version).ok_or_else(|| {
            let message = format!("{:?} is not a version", document.server.version);
            Failure::new(Exit::NotADatabase, message)
        })?;
        Ok(Self {
            backend,
            dialect: backend.dialect(&ServerInfo::new(document.server.product, version)),
            schema: document.schema,
            warnings: Vec::new(),
        })
    }
}

/// The vendor of that name.
pub(crate) fn backend_of(registry: &Registry, vendor: &str) -> Result<&'static Backend, Failure> {
    let backends = registry.backends();
    let found = backends.iter().find(|it| it.vendor == vendor).copied();
    found.ok_or_else(|| {
        let known: Vec<_> = backends.iter().map(|it| it.vendor).collect();
        let message = format!(
            "no vendor is called {vendor:?}; known are {}",
            known.join(", ")
        );
        Failure::usage(one_line(&message))
    })
}

/// A version of up to three numbers.
pub(crate) fn version(text: &str) -> Option<Version> {
    let numbers: Vec<u32> = text
        .split('.')
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match numbers.as_slice() {
        [major] => Some(Version::new(*major, 0, 0)),
        [major, minor] => Some(Version::new(*major, *minor, 0)),
        [major, minor, patch] => Some(Version::new(*major, *minor, *patch)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{Exit, Side, Version, version};

    #[test]
    fn versions_have_up_to_three_numbers() {
        assert_eq!(version("15"), Some(Version::new(15, 0, 0)));
        assert_eq!(version("3.54.1"), Some(Version::new(3, 54, 1)));
        assert_eq!(version("3.x"), None);
        assert_eq!(version("1.2.3.4"), None);
    }

    #[test]
    fn what_is_no_json_of_ours_is_refused_in_a_line() {
        let registry = crate::registry().unwrap();
        for text in [
            "",
            "{}",
            "[1]\n",
            r#"{"format": "x", "version": 1, "vendor": "sqlite", "server": {"product": "", "version": "1"}, "schema": {}}"#,
        ] {
            let failure = Side::of_json(&registry, text).unwrap_err();
            assert_eq!(failure.exit, Exit::NotADatabase, "{text}");
            assert!(!failure.message.contains('\n'), "{}", failure.message);
        }
        let vendor = r#"{"format": "inspectdb", "version": 1, "vendor": "x", "server": {"product": "", "version": "1"}, "schema": {}}"#;
        let failure = Side::of_json(&registry, vendor).unwrap_err();
        assert_eq!(failure.exit, Exit::Usage, "{}", failure.message);
    }
}
