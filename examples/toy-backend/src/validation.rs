//! What the toy takes, beyond its flags and limits: small answers, from which core's rules make findings.

use backend_core::model::ColumnType;
use backend_core::operations::Dialect;
use backend_core::validation::{FindingId, Named, Namespace, Severity, Validation, fits};
use backend_core::value::Value;

use crate::engine::holds;

/// Says what a schema has that the toy does not take.
#[derive(Debug)]
pub(crate) struct ToyValidation;

impl Validation for ToyValidation {
    fn severity(&self, _dialect: &Dialect, id: FindingId) -> Option<Severity> {
        match id {
            // The engine looks at such a column twice, and nobody sees it.
            FindingId::KeyColumnRepeated => Some(Severity::Warning),
            id => Some(id.severity()),
        }
    }

    /// An index is found by its name alone; constraints' names are kept and never looked at.
    fn namespaces(&self, named: Named) -> &'static [Namespace] {
        match named {
            Named::Table => &[Namespace::Relations],
            Named::Index => &[Namespace::Indexes],
            _ => &[],
        }
    }

    /// The engine converts a default as it does every value. What is too great for its type is of it all the same.
    fn takes(&self, value: &Value, column_type: &ColumnType) -> bool {
        // Literals of these are texts, as the standard has it for none of them.
        let text = match value {
            Value::Date(day) => Some(day.to_string()),
            Value::Time(time) => Some(time.to_string()),
            Value::Timestamp(moment) => Some(moment.to_string()),
            Value::TimestampTz(instant) => Some(instant.to_string()),
            Value::Interval(interval) => Some(interval.to_string()),
            Value::Uuid(uuid) => Some(uuid.to_string()),
            _ => None,
        };
        match text {
            Some(text) => holds(&Value::Text(text), column_type),
            None => fits(value, column_type) || holds(value, column_type),
        }
    }
}
