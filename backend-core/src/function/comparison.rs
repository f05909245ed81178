//! Functions that compare values, or say how they are compared.

use sea_query::{Expr, FunctionCall};

use super::call::constant;
use crate::model::Identifier;

functions! {
    /// Functions that compare values, or say how they are compared.
    ComparisonFunction = "comparison" {
        /// A text to be compared by a collation: [`collate`].
        Collate(2) = "collate", supports_query_collations;
        /// The greatest of values: [`greatest`].
        Greatest(1..) = "greatest", supports_comparison_functions;
        /// The least of values: [`least`].
        Least(1..) = "least", supports_comparison_functions;
        /// NULL instead of a value: [`null_if`].
        NullIf(2) = "null_if", supports_comparison_functions;
    }
}

/// The text, to be compared and ordered by a collation of the server. The name is quoted: it is never taken for anything else.
///
/// A collation that does not exist is an error of kind [`DoesNotExist`](crate::error::ErrorKind::DoesNotExist).
pub fn collate(text: impl Into<Expr>, collation: &Identifier) -> FunctionCall {
    ComparisonFunction::Collate
        .call()
        .arg(text)
        .arg(constant(collation))
}

/// The greatest of the values that are not NULL; NULL where all are. The values are of one kind.
///
/// # Vendors
/// Text is compared as the server's own order of text has it.
pub fn greatest(values: impl IntoIterator<Item = Expr>) -> FunctionCall {
    ComparisonFunction::Greatest.call().args(values)
}

/// The least of the values that are not NULL; NULL where all are. The values are of one kind.
///
/// # Vendors
/// As of [`greatest`].
pub fn least(values: impl IntoIterator<Item = Expr>) -> FunctionCall {
    ComparisonFunction::Least.call().args(values)
}

/// NULL where the value equals `other`, else the value.
pub fn null_if(value: impl Into<Expr>, other: impl Into<Expr>) -> FunctionCall {
    ComparisonFunction::NullIf.call().arg(value).arg(other)
}
