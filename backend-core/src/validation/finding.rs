//! [`Finding`] and what it is about; [`Findings`], to which rules add.

use std::fmt;

use super::{FindingId, Validation};
use crate::flag::Flag;
use crate::model::{Identifier, QualifiedName};
use crate::operations::Dialect;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[allow(clippy::exhaustive_enums, reason = "callers match on all three")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It works, and may not do what was meant, or not for all rows.
    Warning,
    /// The server refuses it: at once, or whenever it is used.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// What a finding is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Object {
    /// The database as a whole.
    Database,
    /// A schema that objects are in.
    Namespace(Identifier),
    /// A type of a user.
    Type(QualifiedName),
    /// A sequence.
    Sequence(QualifiedName),
    /// A table.
    Table(QualifiedName),
    /// A column.
    Column {
        /// The table.
        table: QualifiedName,
        /// The column's name.
        column: Identifier,
    },
    /// A constraint.
    Constraint {
        /// The table.
        table: QualifiedName,
        /// The constraint's name, where it has one.
        name: Option<Identifier>,
        /// Its columns, where it names any.
        columns: Vec<Identifier>,
    },
    /// An index.
    Index {
        /// The table or view.
        table: QualifiedName,
        /// The index's name.
        name: Identifier,
    },
    /// A trigger.
    Trigger {
        /// The table or view.
        table: QualifiedName,
        /// The trigger's name.
        name: Identifier,
    },
    /// A view.
    View(QualifiedName),
    /// Something else with a name in a schema.
    Other {
        /// What it is, in one word.
        what: &'static str,
        /// Its name.
        name: QualifiedName,
    },
}

impl Object {
    /// A column.
    #[must_use]
    pub fn column(table: &QualifiedName, column: &Identifier) -> Self {
        Self::Column {
            table: table.clone(),
            column: column.clone(),
        }
    }

    /// A constraint, told by its name or its columns.
    #[must_use]
    pub fn constraint(
        table: &QualifiedName,
        name: Option<&Identifier>,
        columns: &[Identifier],
    ) -> Self {
        Self::Constraint {
            table: table.clone(),
            name: name.cloned(),
            columns: columns.to_vec(),
        }
    }

    /// An index.
    #[must_use]
    pub fn index(table: &QualifiedName, name: &Identifier) -> Self {
        Self::Index {
            table: table.clone(),
            name: name.clone(),
        }
    }

    /// The table or view that it is, or belongs to.
    #[must_use]
    pub const fn relation(&self) -> Option<&QualifiedName> {
        match self {
            Self::Table(name) | Self::View(name) => Some(name),
            Self::Column { table, .. }
            | Self::Constraint { table, .. }
            | Self::Index { table, .. }
            | Self::Trigger { table, .. } => Some(table),
            _ => None,
        }
    }
}

impl fmt::Display for Object {
    /// Writes a path of names as stored, `schema.table.column`; a constraint without a name as its columns in parentheses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database => f.write_str("the database"),
            Self::Namespace(name) => write!(f, "{name}"),
            Self::Type(name) | Self::Sequence(name) | Self::Table(name) | Self::View(name) => {
                write!(f, "{name}")
            }
            Self::Other { what, name } => write!(f, "{what} {name}"),
            Self::Column { table, column } => write!(f, "{table}.{column}"),
            Self::Index { table, name }
            | Self::Trigger { table, name }
            | Self::Constraint {
                table,
                name: Some(name),
                ..
            } => write!(f, "{table}.{name}"),
            Self::Constraint { table, columns, .. } => {
                write!(f, "{table}.({})", names(columns))
            }
        }
    }
}

/// Names with `, ` between two.
pub(super) fn names<'n>(names: impl IntoIterator<Item = &'n Identifier>) -> String {
    let names: Vec<_> = names.into_iter().map(Identifier::as_str).collect();
    names.join(", ")
}

/// Something that is wrong with a schema, or worth knowing of it.
///
/// # Example
/// ```
/// use backend_core::model::{Identifier, QualifiedName};
/// use backend_core::validation::{Finding, FindingId, Object};
///
/// let column = Object::column(&QualifiedName::new("track")?, &Identifier::new("album_id")?);
/// let finding = Finding::new(FindingId::DefaultTooLong, column, "the default has 7 characters, the column takes 3")
///     .with_hint("shorten the default");
/// assert_eq!(
///     finding.to_string(),
///     "error[default.too_long] track.album_id: the default has 7 characters, the column takes 3 (shorten the default)"
/// );
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is about.
    pub id: FindingId,
    /// How grave it is to this server.
    pub severity: Severity,
    /// Where it is.
    pub object: Object,
    /// What is the matter: a sentence in lower case without a full stop.
    pub message: String,
    /// What can be done about it.
    pub hint: Option<String>,
    /// The flag that is off, where one is the reason.
    pub flag: Option<Flag>,
}

impl Finding {
    /// A finding as grave as its id says.
    #[must_use]
    pub fn new(id: FindingId, object: Object, message: impl Into<String>) -> Self {
        Self {
            id,
            severity: id.severity(),
            object,
            message: message.into(),
            hint: None,
            flag: None,
        }
    }

    /// Says what can be done about it.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Makes it as grave as this.
    #[must_use]
    pub const fn with_severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// Names the flag that is off.
    #[must_use]
    pub const fn with_flag(mut self, flag: Flag) -> Self {
        self.flag = Some(flag);
        self
    }
}

impl fmt::Display for Finding {
    /// Writes one line, as compilers do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}] {}: {}",
            self.severity, self.id, self.object, self.message
        )?;
        match &self.hint {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// What rules have found so far.
pub struct Findings<'v> {
    validation: &'v dyn Validation,
    dialect: &'v Dialect,
    found: Vec<Finding>,
}

impl<'v> Findings<'v> {
    pub(super) const fn new(validation: &'v dyn Validation, dialect: &'v Dialect) -> Self {
        Self {
            validation,
            dialect,
            found: Vec::new(),
        }
    }

    /// Adds a finding; nothing where the vendor says that it is none. Whatever severity it has stays, unless the vendor has
    /// another one for its id.
    pub fn add(&mut self, mut finding: Finding) {
        let Some(severity) = self.validation.severity(self.dialect, finding.id) else {
            return;
        };
        if severity != finding.id.severity() {
            finding.severity = severity;
        }
        self.found.push(finding);
    }

    /// Whether something is wrong with exactly this object.
    pub(super) fn has_error_at(&self, object: &Object) -> bool {
        let is_at = |finding: &&Finding| finding.object == *object;
        self.errors().any(|finding| is_at(&finding))
    }

    /// Whether something is wrong with this table or a part of it.
    pub(super) fn has_error_in(&self, relation: &QualifiedName) -> bool {
        self.errors()
            .any(|finding| finding.object.relation() == Some(relation))
    }

    fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.found
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
    }

    /// The findings, by object, the gravest of each first.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.found.sort_by(|one, other| {
            let by_path = one.object.to_string().cmp(&other.object.to_string());
            by_path.then(other.severity.cmp(&one.severity))
        });
        self.found.dedup();
        self.found
    }
}

impl fmt::Debug for Findings<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.found).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Object;
    use crate::model::{Identifier, QualifiedName};

    #[test]
    fn a_path_says_where_a_thing_is() {
        let table = QualifiedName::with_schema("shop", "sale").unwrap();
        let name = |text: &str| Identifier::new(text).unwrap();
        for (object, expected) in [
            (Object::Table(table.clone()), "shop.sale"),
            (Object::column(&table, &name("at")), "shop.sale.at"),
            (Object::index(&table, &name("by_at")), "shop.sale.by_at"),
            (
                Object::constraint(&table, Some(&name("one")), &[name("at")]),
                "shop.sale.one",
            ),
            (
                Object::constraint(&table, None, &[name("at"), name("by")]),
                "shop.sale.(at, by)",
            ),
            (Object::Namespace(name("shop")), "shop"),
        ] {
            assert_eq!(object.to_string(), expected);
        }
    }
}
