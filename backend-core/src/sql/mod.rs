//! SQL as text and parameters: [`Statement`], the [`Writer`] that makes one, and the tokenizer that reads one.
//!
//! What differs between vendors here is data ([`Syntax`]): quotes, placeholders and how text splits into tokens. What
//! takes a decision is [`Operations`](crate::operations::Operations).

mod declaration;
mod statement;
mod syntax;
pub mod tokenizer;
mod writer;

pub use self::declaration::{Declaration, sized, sized_decimal};
pub use self::statement::Statement;
pub use self::syntax::{PlaceholderStyle, Syntax};
pub use self::writer::Writer;
