//! What reports say together: the table of features of every vendor and version, and what two reports differ in.
//!
//! ```text
//! read     a report, as another program reads it
//! matrix   the reports side by side: features, limits, types, marks
//! markdown SUPPORT.md                 page  the same as a page of its own
//! compare  two reports                merge  the reports of shares
//! scores   what the suite would notice: flags that were turned around, mistakes that were made
//! thresholds  at which of a product's versions a flag comes or goes
//! ```
//! What did not run is never shown as supported: a cell says what the cases found, not what a backend says of itself.

mod compare;
mod markdown;
mod matrix;
mod merge;
mod page;
mod read;
mod scores;
#[cfg(test)]
mod tests;
mod thresholds;

pub use self::compare::compare;
pub use self::markdown::markdown;
pub use self::matrix::{Cell, Column, Footnote, LeftOut, Matrix, Row, Section};
pub use self::merge::merge;
pub use self::page::page;
pub use self::read::{
    Case, Flag, Lane, Limit, Outcome, Package, ReadReport, Server, ThemeOptOut, TypeName, Verdict,
};
pub use self::scores::{Flip, FlipDirection, Mutants, Scores};
