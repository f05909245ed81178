//! What rows name by number: schemas, collations, operator classes, options.

use std::collections::HashMap;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::model::{Identifier, Namespace, Options, QualifiedName};
use backend_core::row::cell;
use backend_core::value::ValueRef;

use super::query::SEPARATOR;

/// The schema of what the server brings along; its number is the same everywhere.
const SYSTEM_SCHEMA: i64 = 11;

/// Names by number.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// The session's schema.
    pub(super) default_schema: Option<Identifier>,
    /// The schemas that users have made, but the session's own.
    pub(super) namespaces: Vec<Namespace>,
    /// Schemas; `None` for the session's own and for the server's.
    schemas: HashMap<i64, Option<Identifier>>,
    collations: HashMap<i64, (i64, Box<str>)>,
    classes: HashMap<i64, OperatorClassRow>,
    options: HashMap<(i64, i64), Box<str>>,
}

/// An operator class.
#[derive(Debug)]
pub(super) struct OperatorClassRow {
    pub(super) is_default: bool,
    pub(super) schema: i64,
    pub(super) name: Box<str>,
}

impl Names {
    /// Takes a row of `names.sql`.
    pub(super) fn add(&mut self, cells: &[ValueRef<'_>]) -> Result<()> {
        let kind: &str = cell(cells, 0, "kind")?;
        let number: i64 = cell(cells, 1, "number")?;
        let other: i64 = cell(cells, 2, "other")?;
        let name: &str = cell(cells, 3, "name")?;
        match kind {
            "schema" => {
                let name = Identifier::new(name)?;
                if other == 2 {
                    let mut namespace = Namespace::new(name.clone());
                    namespace.comment = cell(cells, 4, "description")?;
                    self.namespaces.push(namespace);
                }
                let named = if other == 1 {
                    self.default_schema = Some(name);
                    None
                } else {
                    Some(name).filter(|_| number != SYSTEM_SCHEMA)
                };
                self.schemas.insert(number, named);
            }
            "collation" => {
                self.collations.insert(number, (other, name.into()));
            }
            "options" => {
                self.options.insert((number, other), name.into());
            }
            _ => {
                let row = OperatorClassRow {
                    is_default: kind == "default class",
                    schema: other,
                    name: name.into(),
                };
                self.classes.insert(number, row);
            }
        }
        Ok(())
    }

    /// The schema's name; `None` for the session's own and for the server's.
    pub(super) fn schema(&self, number: i64) -> Result<Option<Identifier>> {
        let schema = self.schemas.get(&number).ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                format!("the catalog names a schema that it does not list: {number}"),
            )
        })?;
        Ok(schema.clone())
    }

    /// The name in that schema.
    pub(super) fn qualified(&self, schema: i64, name: &str) -> Result<QualifiedName> {
        Ok(QualifiedName {
            schema: self.schema(schema)?,
            name: Identifier::new(name)?,
        })
    }

    /// The collation's name; `None` for no collation.
    pub(super) fn collation(&self, number: i64) -> Result<Option<QualifiedName>> {
        match self.collations.get(&number) {
            Some((schema, name)) => self.qualified(*schema, name).map(Some),
            None => Ok(None),
        }
    }

    pub(super) fn class(&self, number: i64) -> Option<&OperatorClassRow> {
        self.classes.get(&number)
    }

    /// Adds the options of a column, or of a part of an index.
    pub(super) fn set_options_of(&self, options: &mut Options, relation: i64, place: i64) {
        if !self.options.is_empty() {
            let list = self.options.get(&(relation, place));
            set_options(options, list.map(AsRef::as_ref));
        }
    }
}

/// Sets options from a list of `name=value`.
pub(super) fn set_options(options: &mut Options, list: Option<&str>) {
    for (name, value) in split_options(list) {
        options.set(name, Some(value.to_owned()));
    }
}

/// The names and values of a list of `name=value`.
pub(super) fn split_options(list: Option<&str>) -> impl Iterator<Item = (&str, &str)> {
    list.into_iter()
        .flat_map(|list| list.split(SEPARATOR))
        .filter(|option| !option.is_empty())
        .map(|option| option.split_once('=').unwrap_or((option, "")))
}

/// The first `length` bytes of a name, or fewer, so that no character is cut.
pub(super) fn cut(name: &str, length: usize) -> &str {
    let mut end = length.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or(name)
}
