//! How PostgreSQL's SQL is spelled, and how it splits into tokens.

use backend_core::sql::tokenizer::Lexicon;
use backend_core::sql::{PlaceholderStyle, Syntax};

/// How PostgreSQL splits text into tokens: strings with escapes and between dollars, comments that nest and end with a line
/// of any sort. A session is opened with `standard_conforming_strings`, without which a `'string'` would have escapes.
pub(crate) const LEXICON: Lexicon = Lexicon {
    escape_strings: true,
    dollar_quotes: true,
    nested_comments: true,
    line_ends: &['\n', '\r'],
    nested_blocks: false,
    placeholder_marks: &['$'],
    ..Lexicon::STANDARD
};

/// How PostgreSQL's SQL is spelled: parameters are `$1`.
pub(crate) const SYNTAX: Syntax = Syntax {
    placeholder: PlaceholderStyle::Numbered("$"),
    lexicon: LEXICON,
    ..Syntax::STANDARD
};
