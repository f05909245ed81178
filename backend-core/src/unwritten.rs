//! [`UNWRITTEN`]: the parts of a vendor that does not have them yet, for the first days of a new one.

use async_trait::async_trait;

use crate::backend::Backend;
use crate::client::Client;
use crate::connection::Connection;
use crate::connector::Connector;
use crate::creation::{Creation, Existing, TestDatabase};
use crate::error::{Error, ErrorKind, Result};
use crate::features::Features;
use crate::introspection::{Introspection, RelationKind, Scope, Snapshot};
use crate::model::{Column, Identifier, QualifiedName, Table};
use crate::operations::{Dialect, Operations};
use crate::query::Query;
use crate::schema_editor::SchemaEditor;
use crate::settings::{OptionInfo, Settings, UrlStyle};
use crate::sql::{Statement, Syntax, Writer};
use crate::validation::Validation;
use crate::wrapper::{Version, Wrapper};

/// A vendor that has nothing: no flag is on, and each part that is asked says that it is not written yet. A new vendor begins as
/// its child, and replaces part after part; one that is whole has none of these left.
///
/// # Example
/// ```
/// use backend_core::backend::Backend;
/// use backend_core::error::ErrorKind;
/// use backend_core::unwritten::UNWRITTEN;
///
/// static BACKEND: Backend = Backend {
///     vendor: "mine",
///     url_schemes: &["mine"],
///     ..UNWRITTEN
/// };
/// let settings = BACKEND.settings("mine:")?;
/// let refusal = futures_executor::block_on(BACKEND.connect(&settings)).unwrap_err();
/// assert_eq!(refusal.kind(), ErrorKind::NotSupported(None));
/// assert_eq!(refusal.to_string(), "this backend has no connector yet");
/// # Ok::<_, backend_core::error::Error>(())
/// ```
pub static UNWRITTEN: Backend = Backend {
    vendor: "unwritten",
    url_schemes: &["unwritten"],
    minimum_version: Version::new(0, 0, 0),
    features: |_| Features::MINIMAL,
    overrides: &[],
    connector: &Unwritten,
    operations: &Unwritten,
    schema_editor: &Unwritten,
    introspection: &Unwritten,
    creation: &Unwritten,
    client: &Unwritten,
    validation: &Unwritten,
};

/// Every part.
struct Unwritten;

fn refusal(part: &str) -> Error {
    let message = format!("this backend has no {part} yet");
    Error::new(ErrorKind::NotSupported(None), message)
}

#[async_trait]
impl Connector for Unwritten {
    fn url_style(&self) -> UrlStyle {
        UrlStyle::File
    }

    fn options(&self) -> &'static [OptionInfo] {
        &[]
    }

    async fn connect(&self, _settings: &Settings) -> Result<Box<dyn Wrapper>> {
        Err(refusal("connector"))
    }
}

impl Operations for Unwritten {
    fn syntax(&self) -> &'static Syntax {
        &Syntax::STANDARD
    }

    fn build(&self, _dialect: &Dialect, _query: &Query) -> Result<Vec<Statement>> {
        Err(refusal("operations"))
    }
}

impl SchemaEditor for Unwritten {
    fn column_type(
        &self,
        _dialect: &Dialect,
        _table: &Table,
        _column: &Column,
        _out: &mut Writer<'_>,
    ) -> Result<()> {
        Err(refusal("schema_editor"))
    }
}

#[async_trait]
impl Introspection for Unwritten {
    async fn introspect(&self, _connection: &mut Connection, _scope: &Scope) -> Result<Snapshot> {
        Err(refusal("introspection"))
    }

    async fn relation_names(
        &self,
        _connection: &mut Connection,
        _scope: &Scope,
    ) -> Result<Vec<(QualifiedName, RelationKind)>> {
        Err(refusal("introspection"))
    }
}

#[async_trait]
impl Creation for Unwritten {
    async fn create(
        &self,
        _connector: &dyn Connector,
        _settings: &Settings,
        _name: &Identifier,
        _existing: Existing,
    ) -> Result<TestDatabase> {
        Err(refusal("creation"))
    }

    async fn clone_database(
        &self,
        _connector: &dyn Connector,
        _source: &Settings,
        _name: &Identifier,
    ) -> Result<TestDatabase> {
        Err(refusal("creation"))
    }

    async fn destroy(&self, _connector: &dyn Connector, _database: TestDatabase) -> Result<()> {
        Err(refusal("creation"))
    }
}

impl Client for Unwritten {}

impl Validation for Unwritten {}

#[cfg(test)]
mod tests {
    use futures_executor::block_on;

    use super::UNWRITTEN;
    use crate::creation::Existing;
    use crate::error::ErrorKind;
    use crate::flag::Flag;
    use crate::model::Identifier;
    use crate::query::Query;
    use crate::wrapper::{ServerInfo, Version};

    #[test]
    fn it_has_no_flag_and_every_part_says_what_is_not_there() {
        let server = ServerInfo::new("None", Version::new(0, 0, 0));
        let features = UNWRITTEN.features_of(&server);
        assert!(Flag::ALL.iter().all(|info| !features.get(info.flag)));
        let dialect = UNWRITTEN.dialect(&server);
        let query = Query::from(sea_query::Query::select().expr(1).take());
        let built = UNWRITTEN.operations.build(&dialect, &query).unwrap_err();
        assert_eq!(built.to_string(), "this backend has no operations yet");
        let settings = UNWRITTEN.settings("unwritten:").unwrap();
        let name = Identifier::new("test").unwrap();
        let created = UNWRITTEN.create_test_database(&settings, &name, Existing::Refuse);
        let created = block_on(created).unwrap_err();
        assert_eq!(created.kind(), ErrorKind::NotSupported(None));
        assert_eq!(created.to_string(), "this backend has no creation yet");
    }
}
