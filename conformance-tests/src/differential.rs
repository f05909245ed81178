//! One program by chance on several vendors: [`program`] carries it out on one and answers with what it found, and whoever has two vendors
//! at hand compares the answers. The suite itself has one, which it compares with a model (`query.property.programs`).

pub use crate::cases::query::properties::differential::{Step, program};
