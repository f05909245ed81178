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

/// A setting of the session under which the server tells plans; it stands alone in its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Switch {
    /// What a statement stands behind that is to be sent under it.
    pub(crate) on: &'static str,
    /// What sets it back.
    pub(crate) off: &'static str,
    /// Whether statements are only planned, and calls are not planned at all.
    pub(crate) plans_only: bool,
}

/// Statements are planned.
pub(crate) const EXPLAINED: Switch = Switch {
    on: "SET SHOWPLAN_XML ON;\n",
    off: "SET SHOWPLAN_XML OFF",
    plans_only: true,
};

/// Statements are carried out and measured, and tell their plans behind their rows.
pub(crate) const MEASURED: Switch = Switch {
    on: "SET STATISTICS XML ON;\n",
    off: "SET STATISTICS XML OFF",
    plans_only: false,
};

/// What a program begins with that is to take effect as a whole: it remembers how deep in transactions it stands.
pub(crate) const PROGRAM: &str = "DECLARE @backend_depth int = @@TRANCOUNT; ";

/// What a program begins with that puts rows aside: the columns follow.
pub(crate) const ASIDE_PROGRAM: &str = "SET NOCOUNT ON; SELECT TOP (0) ";

/// The setting under which an insert gives numbers to the identity column of a table, whose name and a word follow.
pub(crate) const GIVEN_NUMBERS: &str = "SET IDENTITY_INSERT ";

/// Undoes what is left of a program that was broken off: its own transaction, or what it did in one that was open. There is
/// nothing of the name where it had not begun, or had ended.
pub(crate) const UNDO_PROGRAM: &str = "IF @@TRANCOUNT > 0 ROLLBACK TRANSACTION [backend_upsert]";

/// The number of the error that says that there is no transaction and no savepoint of a name.
pub(crate) const NO_SUCH_TRANSACTION: u32 = 6401;
