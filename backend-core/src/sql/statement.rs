//! [`Statement`]: text and typed parameters, owned.

use std::fmt;

use crate::value::{IntoValue, Param, TypedValue};

/// One SQL statement with its parameters.
///
/// # Example
/// ```
/// use backend_core::sql::Statement;
///
/// let statement = Statement::new("SELECT name FROM artist WHERE id = ?").bind(7_i64);
/// assert_eq!(statement.params.len(), 1);
/// assert_eq!(statement.to_string(), "SELECT name FROM artist WHERE id = ?");
/// ```
#[derive(Clone, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "a pair")]
pub struct Statement {
    /// The text, in the vendor's SQL.
    pub sql: String,
    /// The parameters, in the order of their marks.
    pub params: Vec<TypedValue>,
}

impl Statement {
    /// A statement without parameters.
    pub fn new(sql: impl Into<String>) -> Self {
        Self {
            sql: sql.into(),
            params: Vec::new(),
        }
    }

    /// Adds a parameter.
    #[must_use]
    pub fn bind(mut self, value: impl IntoValue) -> Self {
        self.params.push(value.into_value());
        self
    }

    /// Borrows the parameters.
    pub fn as_params(&self) -> smallvec::SmallVec<[Param<'_>; 8]> {
        self.params.iter().map(TypedValue::as_param).collect()
    }
}

impl fmt::Display for Statement {
    /// Writes the text, without the parameters' values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sql)
    }
}

impl fmt::Debug for Statement {
    /// Parameters can be secret: only their kinds are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> = self.params.iter().map(|param| param.kind).collect();
        f.debug_struct("Statement")
            .field("sql", &self.sql)
            .field("params", &kinds)
            .finish()
    }
}
