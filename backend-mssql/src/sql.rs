//! How T-SQL is spelled, and how it splits into tokens.

use backend_core::sql::tokenizer::Lexicon;
use backend_core::sql::{PlaceholderStyle, Syntax};

/// How T-SQL splits into tokens: names between brackets, comments that nest, and words that begin with `@` or `#`.
pub(crate) const LEXICON: Lexicon = Lexicon {
    nested_comments: true,
    bracket_identifiers: true,
    doubled_brackets: true,
    placeholder_marks: &['@'],
    word_start_marks: &['#'],
    word_marks: &['$', '#', '@'],
    ..Lexicon::STANDARD
};

/// How T-SQL is spelled: parameters are `@P1`, the names that the driver gives them.
pub(crate) const SYNTAX: Syntax = Syntax {
    identifier_open: '[',
    identifier_close: ']',
    string_prefix: "N",
    placeholder: PlaceholderStyle::Numbered("@P"),
    lexicon: LEXICON,
};
