//! How SQLite's SQL is spelled, and how it splits into tokens.

use backend_core::sql::Syntax;
use backend_core::sql::tokenizer::Lexicon;

/// How SQLite splits text into tokens: three ways to quote a name, brackets end at the first `]`.
pub(crate) const LEXICON: Lexicon = Lexicon {
    national_strings: false,
    nested_blocks: false,
    bracket_identifiers: true,
    backtick_identifiers: true,
    placeholder_marks: &['?', ':', '@', '$'],
    ..Lexicon::STANDARD
};

/// How SQLite's SQL is spelled: as the standard's.
pub(crate) const SYNTAX: Syntax = Syntax {
    lexicon: LEXICON,
    ..Syntax::STANDARD
};
