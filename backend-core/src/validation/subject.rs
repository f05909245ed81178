//! [`Subject`]: the schema that is looked at, and the server that it is for.

use std::collections::BTreeMap;
use std::fmt;

use super::Validation;
use crate::features::Features;
use crate::model::{QualifiedName, Schema, Table};
use crate::operations::Dialect;

/// The schema that is looked at, and the server that it is for.
pub struct Subject<'s> {
    validation: &'s dyn Validation,
    dialect: &'s Dialect,
    schema: &'s Schema,
    tables: BTreeMap<QualifiedName, &'s Table>,
}

impl<'s> Subject<'s> {
    pub(super) fn new(
        validation: &'s dyn Validation,
        dialect: &'s Dialect,
        schema: &'s Schema,
    ) -> Self {
        let tables = schema.tables.iter();
        let mut subject = Self {
            validation,
            dialect,
            schema,
            tables: BTreeMap::new(),
        };
        subject.tables = tables
            .map(|table| (subject.folded(&table.name), table))
            .collect();
        subject
    }

    pub(super) const fn validation(&self) -> &'s dyn Validation {
        self.validation
    }

    /// What is needed to write SQL for the server.
    #[must_use]
    pub const fn dialect(&self) -> &'s Dialect {
        self.dialect
    }

    /// What the server can do.
    #[must_use]
    pub fn features(&self) -> &'s Features {
        &self.dialect.features
    }

    /// The schema.
    #[must_use]
    pub const fn schema(&self) -> &'s Schema {
        self.schema
    }

    /// The table of that name, as the server compares names.
    #[must_use]
    pub fn table(&self, name: &QualifiedName) -> Option<&'s Table> {
        self.tables.get(&self.folded(name)).copied()
    }

    /// Whether two names are one to the server.
    #[must_use]
    pub fn same_name(&self, one: &str, other: &str) -> bool {
        one == other || self.fold(one) == self.fold(other)
    }

    /// The column of that name, as the server compares names.
    #[must_use]
    pub fn column<'t>(&self, table: &'t Table, name: &str) -> Option<&'t crate::model::Column> {
        table
            .columns
            .iter()
            .find(|column| self.same_name(column.name.as_str(), name))
    }

    /// A name as the server compares it.
    pub(super) fn fold<'n>(&self, name: &'n str) -> std::borrow::Cow<'n, str> {
        self.validation.fold(self.dialect, name)
    }

    /// A name as the server compares it; the schema of names that have none is the default one.
    pub(super) fn folded(&self, name: &QualifiedName) -> QualifiedName {
        let fold = |name: &crate::model::Identifier| {
            let folded = self.fold(name.as_str());
            // Folding adds no U+0000.
            crate::model::Identifier::new(folded).unwrap_or_else(|_| name.clone())
        };
        let schema = name.schema.as_ref();
        QualifiedName {
            schema: schema
                .filter(|schema| Some(*schema) != self.schema.default_schema.as_ref())
                .map(fold),
            name: fold(&name.name),
        }
    }
}

impl fmt::Debug for Subject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject")
            .field("schema", self.schema)
            .finish_non_exhaustive()
    }
}
