//! A lossless SQL tokenizer: what differs between dialects is data, a [`Lexicon`].
//!
//! The texts of all tokens, put together again, are the input, byte for byte. Every input has tokens: a string or comment
//! that never ends becomes [`TokenKind::Unterminated`], a character that belongs nowhere a [`TokenKind::Symbol`].
//! There is no grammar here; whoever reads a statement brings its own.

mod groups;
mod lexicon;
mod scan;
mod statements;
mod token;

#[cfg(test)]
mod tests;

pub use groups::{bare, end_of_group};
pub use lexicon::Lexicon;
pub use scan::Tokenizer;
pub use statements::split_statements;
pub use token::{Token, TokenKind};
