//! Functions that every vendor spells in its own way, as parts of a query: [`sea_query`] has no words for them.
//!
//! A function is made here as an expression of [`sea_query`] and stands wherever one does. The vendor's
//! [`Operations::function`](crate::operations::Operations::function) writes it when the query is built, and refuses with the flag
//! what its server lacks. So one query is every vendor's.
//!
//! # Example
//! ```
//! use backend_core::function;
//! use backend_core::query::Query;
//! use backend_core::sea_query::{Expr, ExprTrait};
//!
//! let far: Query = Query::select()
//!     .column("id")
//!     .from("place")
//!     .and_where(Expr::from(function::power(Expr::col("x"), 2)).gt(100))
//!     .into();
//! # let _ = far;
//! ```

#[macro_use]
mod table;

mod call;
mod math;

pub use self::call::{Call, ExpressionWriter};
pub use self::math::{MathFunction, absolute, power};
use crate::flag::Flag;

/// What the names of functions begin with inside a statement of [`sea_query`].
const PREFIX: &str = "backend_core::";

families! {
    /// One of the functions that vendors spell, by its family.
    Function {
        /// Numbers.
        Math(MathFunction) = "math";
    }
}
