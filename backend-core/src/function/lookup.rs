//! Functions that look for one text in another: conditions, each a boolean.
//!
//! What is looked for is data: no character of it means anything else, but in a pattern ([`like`], [`matches()`]). Operands that
//! are no text are taken as their text. Case matters on every vendor, but to functions of `…_any_case`: to them texts are the
//! same where they are in upper case, character by character ([`upper`](super::upper)), so that σ and ς are the same and ß and ss
//! are not. A database of the locale "C" may know ASCII letters only. NULL in gives NULL.
//!
//! Whether two values are the same with NULL being a value is `sea_query`'s `is` and `is_not`, on every vendor.

use sea_query::{Expr, FunctionCall};

use super::call::constant;

functions! {
    /// Functions that look for one text in another.
    LookupFunction = "lookup" {
        /// Somewhere in the text: [`contains`].
        Contains(2) = "contains", supports_text_lookups;
        /// Somewhere in the text, in any case: [`contains_any_case`].
        ContainsAnyCase(2) = "contains_any_case", supports_any_case_lookups;
        /// At the end: [`ends_with`].
        EndsWith(2) = "ends_with", supports_text_lookups;
        /// At the end, in any case: [`ends_with_any_case`].
        EndsWithAnyCase(2) = "ends_with_any_case", supports_any_case_lookups;
        /// The same text in any case: [`equals_any_case`].
        EqualsAnyCase(2) = "equals_any_case", supports_any_case_lookups;
        /// A pattern with `%` and `_`: [`like`].
        Like(3) = "like", supports_text_lookups;
        /// A pattern with `%` and `_`, in any case: [`like_any_case`].
        LikeAnyCase(3) = "like_any_case", supports_any_case_lookups;
        /// A regular expression: [`matches()`].
        Matches(2) = "matches", supports_regular_expressions;
        /// A regular expression, in any case: [`matches_any_case`].
        MatchesAnyCase(2) = "matches_any_case", supports_regular_expressions;
        /// At the beginning: [`starts_with`].
        StartsWith(2) = "starts_with", supports_text_lookups;
        /// At the beginning, in any case: [`starts_with_any_case`].
        StartsWithAnyCase(2) = "starts_with_any_case", supports_any_case_lookups;
    }
}

macro_rules! lookups {
    ($($(#[doc = $doc:literal])+ $name:ident: $function:ident;)+) => {$(
        $(#[doc = $doc])+
        pub fn $name(text: impl Into<Expr>, part: impl Into<Expr>) -> FunctionCall {
            LookupFunction::$function.call().arg(text).arg(part)
        }
    )+};
}

lookups! {
    /// Whether the part is somewhere in the text; an empty one always is.
    ///
    /// # Example
    /// ```
    /// use backend_core::function;
    /// use backend_core::query::Query;
    /// use backend_core::sea_query::Expr;
    ///
    /// let cheap: Query = Query::select()
    ///     .column("id")
    ///     .from("offer")
    ///     // The sign is itself: it stands for nothing.
    ///     .and_where(function::contains(Expr::col("title"), "50%").into())
    ///     .into();
    /// # let _ = cheap;
    /// ```
    contains: Contains;
    /// Whether the part is somewhere in the text, in any case.
    contains_any_case: ContainsAnyCase;
    /// Whether the text ends with the part.
    ends_with: EndsWith;
    /// Whether the text ends with the part, in any case.
    ends_with_any_case: EndsWithAnyCase;
    /// Whether the texts are the same in any case.
    equals_any_case: EqualsAnyCase;
    /// Whether the text begins with the part. Where the part is a value and not an expression, an index can be used.
    starts_with: StartsWith;
    /// Whether the text begins with the part, in any case.
    starts_with_any_case: StartsWithAnyCase;
}

/// Whether the whole text is as the pattern says: `%` stands for any characters, `_` for one, and behind `escape` each
/// character stands for itself.
///
/// A pattern that ends with `escape` is an error where the text goes as far.
pub fn like(text: impl Into<Expr>, pattern: impl Into<Expr>, escape: char) -> FunctionCall {
    LookupFunction::Like
        .call()
        .arg(text)
        .arg(pattern)
        .arg(constant(&escape))
}

/// [`like`], in any case.
pub fn like_any_case(
    text: impl Into<Expr>,
    pattern: impl Into<Expr>,
    escape: char,
) -> FunctionCall {
    LookupFunction::LikeAnyCase
        .call()
        .arg(text)
        .arg(pattern)
        .arg(constant(&escape))
}

/// Whether a regular expression matches somewhere in the text.
///
/// # Vendors
/// What every vendor reads alike: characters, `.` (any character, the line feed too), `[…]` with ranges, negation and
/// `[:alpha:]`, `(…)`, `(?:…)`, `|`, `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}` and the lazy forms, `^` and `$` (the ends of the whole
/// text), `\d`, `\s`, `\w` and their opposites, and `\` before a sign that would mean something. References back and looks
/// around are a vendor's own. An expression that cannot be read is an error of kind [`Data`](crate::error::ErrorKind::Data).
pub fn matches(text: impl Into<Expr>, expression: impl Into<Expr>) -> FunctionCall {
    LookupFunction::Matches.call().arg(text).arg(expression)
}

/// [`matches()`], in any case.
pub fn matches_any_case(text: impl Into<Expr>, expression: impl Into<Expr>) -> FunctionCall {
    LookupFunction::MatchesAnyCase
        .call()
        .arg(text)
        .arg(expression)
}
