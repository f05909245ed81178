//! What differs between dialects in how text splits into tokens.

/// What differs between dialects in how text splits into tokens.
///
/// A dialect writes down where it departs from the standard: `Lexicon { dollar_quotes: true, ..Lexicon::STANDARD }`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lexicon {
    /// A backslash escapes the character after it in every `'string'`.
    pub backslash_escapes: bool,
    /// `E'…'` is a string with backslash escapes, whatever [`Self::backslash_escapes`] says.
    pub escape_strings: bool,
    /// `N'…'` is one string rather than a word and a string.
    pub national_strings: bool,
    /// `$$…$$` and `$tag$…$tag$` are strings.
    pub dollar_quotes: bool,
    /// A block comment may hold block comments.
    pub nested_comments: bool,
    /// The characters that end a `-- comment`.
    pub line_ends: &'static [char],
    /// The body of a trigger or routine may hold blocks of `BEGIN` and `END` of its own. Otherwise the first `BEGIN` opens it,
    /// and the `END` after a whole statement closes it.
    pub nested_blocks: bool,
    /// `[…]` is an identifier rather than a subscript.
    pub bracket_identifiers: bool,
    /// `]]` stands for one `]` inside `[…]`; otherwise the first `]` ends it.
    pub doubled_brackets: bool,
    /// `` `…` `` is an identifier.
    pub backtick_identifiers: bool,
    /// The characters that begin a placeholder: `?` alone or before a number, every other one before a name or a number.
    pub placeholder_marks: &'static [char],
    /// The characters besides letters and `_` that may begin a word.
    pub word_start_marks: &'static [char],
    /// The characters besides letters, digits and `_` that may stand inside a word.
    pub word_marks: &'static [char],
}

impl Lexicon {
    /// Standard SQL: `"identifiers"`, `'strings'`, `?` and `:name`, comments that do not nest.
    pub const STANDARD: Self = Self {
        backslash_escapes: false,
        escape_strings: false,
        national_strings: true,
        dollar_quotes: false,
        nested_comments: false,
        line_ends: &['\n'],
        nested_blocks: true,
        bracket_identifiers: false,
        doubled_brackets: false,
        backtick_identifiers: false,
        placeholder_marks: &['?', ':'],
        word_start_marks: &[],
        word_marks: &['$'],
    };

    /// Whether `character` may begin a word. Everything outside ASCII may: servers look at bytes, not at scripts.
    pub(super) fn starts_word(self, character: char) -> bool {
        character.is_ascii_alphabetic()
            || character == '_'
            || !character.is_ascii()
            || self.word_start_marks.contains(&character)
    }

    /// Whether `character` may stand inside a word.
    pub(super) fn continues_word(self, character: char) -> bool {
        self.starts_word(character)
            || character.is_ascii_digit()
            || self.word_marks.contains(&character)
    }
}
