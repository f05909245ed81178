//! What rows name by number: schemas, the places where rows are stored, XML schema collections.

use std::collections::HashMap;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::features::IdentifierCase;
use backend_core::model::{Identifier, Namespace, QualifiedName};
use backend_core::value::ValueRef;

use super::query::Cells;

/// The schemas that every database has, and those of its fixed roles.
const SYSTEM_SCHEMAS: [&str; 13] = [
    "INFORMATION_SCHEMA",
    "db_accessadmin",
    "db_backupoperator",
    "db_datareader",
    "db_datawriter",
    "db_ddladmin",
    "db_denydatareader",
    "db_denydatawriter",
    "db_owner",
    "db_securityadmin",
    "dbo",
    "guest",
    "sys",
];

/// Names by number.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The session's schema.
    pub(super) default_schema: Option<Identifier>,
    /// The schemas that users have made.
    pub(super) namespaces: Vec<Namespace>,
    /// Whether the session may read what needs what.
    pub(super) may_read_dependencies: bool,
    /// The collation of what says none.
    pub(super) collation: Option<String>,
    schemas: HashMap<i64, Identifier>,
    spaces: HashMap<i64, (Identifier, bool)>,
    collections: HashMap<i64, (i64, Identifier)>,
}

impl Names {
    /// Takes a row of `names.sql`.
    pub(super) fn add(&mut self, cells: &[ValueRef<'_>]) -> Result<()> {
        let mut cells = Cells::new(cells);
        let kind: &str = cells.next("kind")?;
        let number: i64 = cells.next::<Option<i64>>("number")?.unwrap_or_default();
        let other: i64 = cells.next("other")?;
        let Some(name) = cells.next::<Option<&str>>("name")? else {
            return Ok(());
        };
        let name = Identifier::new(name)?;
        match kind {
            "session" => {
                self.may_read_dependencies = number == 1;
                self.default_schema = Some(name);
            }
            "collation" => self.collation = Some(name.as_str().to_owned()),
            "schema" => {
                if !SYSTEM_SCHEMAS.contains(&name.as_str()) {
                    let mut namespace = Namespace::new(name.clone());
                    namespace.comment = cells.next("description")?;
                    self.namespaces.push(namespace);
                }
                self.schemas.insert(number, name);
            }
            "space" => {
                self.spaces.insert(number, (name, other == 1));
            }
            _ => {
                self.collections.insert(number, (other, name));
            }
        }
        Ok(())
    }

    /// The schema's name, the session's own too.
    pub(super) fn schema(&self, number: i64) -> Result<&Identifier> {
        self.schemas.get(&number).ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                format!("the catalog names a schema that it does not list: {number}"),
            )
        })
    }

    /// The name in that schema, of which the session's own is left out.
    pub(super) fn qualified(&self, schema: i64, name: &str) -> Result<QualifiedName> {
        let schema = self.schema(schema)?;
        let is_default = self.default_schema.as_ref() == Some(schema);
        Ok(QualifiedName {
            schema: Some(schema).filter(|_| !is_default).cloned(),
            name: Identifier::new(name)?,
        })
    }

    /// The name of two cells, where there is one.
    pub(super) fn optional(
        &self,
        schema: Option<i64>,
        name: Option<&str>,
    ) -> Result<Option<QualifiedName>> {
        match (schema, name) {
            (Some(schema), Some(name)) => self.qualified(schema, name).map(Some),
            _ => Ok(None),
        }
    }

    /// The name of an XML schema collection.
    pub(super) fn collection(&self, number: i64) -> Result<Option<QualifiedName>> {
        let found = self.collections.get(&number);
        found
            .map(|(schema, name)| self.qualified(*schema, name.as_str()))
            .transpose()
    }

    /// The place of that number, where rows do not get by themselves.
    pub(super) fn space(&self, number: i64) -> Option<&Identifier> {
        let (name, is_default) = self.spaces.get(&number)?;
        (!is_default).then_some(name)
    }

    /// The numbers of the schemas of these names, as the database compares names.
    pub(super) fn numbers_of(&self, names: &[Identifier], case: IdentifierCase) -> Vec<i64> {
        let is_asked = |name: &Identifier| names.iter().any(|asked| same(asked, name, case));
        let schemas = self.schemas.iter().filter(|(_, name)| is_asked(name));
        let mut numbers: Vec<_> = schemas.map(|(number, _)| *number).collect();
        numbers.sort_unstable();
        numbers
    }
}

/// Whether two names are one to the database.
pub(super) fn same(one: &Identifier, other: &Identifier, case: IdentifierCase) -> bool {
    one == other
        || case == IdentifierCase::Insensitive
            && one.as_str().to_lowercase() == other.as_str().to_lowercase()
}

#[cfg(test)]
mod tests {
    use backend_core::features::IdentifierCase;
    use backend_core::model::{Identifier, QualifiedName};
    use backend_core::value::ValueRef;

    use super::Names;

    fn names() -> Names {
        let row = |kind, number, other, name| {
            let number = ValueRef::I64(number);
            let cells = [ValueRef::Text(kind), number, ValueRef::I64(other)];
            [&cells[..], &[ValueRef::Text(name), ValueRef::Null]].concat()
        };
        let mut names = Names::default();
        for row in [
            row("session", 1, 0, "dbo"),
            row("schema", 1, 0, "dbo"),
            row("schema", 3, 0, "INFORMATION_SCHEMA"),
            row("schema", 5, 0, "Sales"),
            row("collection", 65536, 5, "Notes"),
            row("space", 1, 1, "PRIMARY"),
            row("space", 2, 0, "other"),
        ] {
            names.add(&row).unwrap();
        }
        names
    }

    #[test]
    fn names_are_found_by_number_and_the_sessions_schema_is_left_out() {
        let names = names();
        assert!(names.may_read_dependencies);
        let plain = QualifiedName::new("t").unwrap();
        assert_eq!(names.qualified(1, "t").unwrap(), plain);
        let notes = QualifiedName::with_schema("Sales", "Notes").unwrap();
        assert_eq!(names.collection(65536).unwrap(), Some(notes));
        assert!(names.qualified(6, "t").is_err());
        let made: Vec<_> = names.namespaces.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(made, ["Sales"]);
        assert_eq!(names.space(1), None);
        assert_eq!(names.space(2), Some(&Identifier::new("other").unwrap()));
    }

    #[test]
    fn schemas_are_asked_for_as_the_database_compares_names() {
        let asked = [Identifier::new("SALES").unwrap()];
        let of = |case| names().numbers_of(&asked, case);
        assert_eq!(of(IdentifierCase::Insensitive), [5]);
        assert!(of(IdentifierCase::Sensitive).is_empty());
    }
}
