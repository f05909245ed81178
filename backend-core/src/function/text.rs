//! Functions of text.
//!
//! Characters are Unicode scalar values; lengths and positions count them, from 1. An argument that is no text is taken as
//! its text, as the server prints it: numbers alike on every vendor, but not booleans and times. A length or a place beyond 32
//! bits, and a result longer than the server keeps, are errors of kind [`Data`](crate::error::ErrorKind::Data). NULL in gives
//! NULL, but for [`concatenate`].

use sea_query::{Expr, FunctionCall};

functions! {
    /// Functions of text.
    TextFunction = "text" {
        /// Length in bytes: [`byte_length`].
        ByteLength(1) = "byte_length", supports_text_functions;
        /// The character of a number: [`character`].
        Character(1) = "character", supports_text_functions;
        /// One text of several: [`concatenate`].
        Concatenate(1..) = "concatenate", supports_text_functions;
        /// The beginning: [`left`].
        Left(2) = "left", supports_text_functions;
        /// Length in characters: [`length`].
        Length(1) = "length", supports_text_functions;
        /// Lower case: [`lower`].
        Lower(1) = "lower", supports_text_functions;
        /// The number of the first character: [`ordinal`].
        Ordinal(1) = "ordinal", supports_text_functions;
        /// Filled at the beginning: [`pad_left`].
        PadLeft(3) = "pad_left", supports_text_functions;
        /// Filled at the end: [`pad_right`].
        PadRight(3) = "pad_right", supports_text_functions;
        /// Where a text is in another: [`position`].
        Position(2) = "position", supports_text_functions;
        /// Several times: [`repeat`].
        Repeat(2) = "repeat", supports_text_functions;
        /// With parts replaced: [`replace`].
        Replace(3) = "replace", supports_text_functions;
        /// Backwards: [`reverse`].
        Reverse(1) = "reverse", supports_text_functions;
        /// The end: [`right`].
        Right(2) = "right", supports_text_functions;
        /// One of the parts between separators: [`split_part`].
        SplitPart(3) = "split_part", supports_text_functions;
        /// A part: [`substring`].
        Substring(2..=3) = "substring", supports_text_functions;
        /// Without characters at both ends: [`trim`].
        Trim(1..=2) = "trim", supports_text_functions;
        /// Without characters at the beginning: [`trim_start`].
        TrimStart(1..=2) = "trim_start", supports_text_functions;
        /// Without characters at the end: [`trim_end`].
        TrimEnd(1..=2) = "trim_end", supports_text_functions;
        /// Upper case: [`upper`].
        Upper(1) = "upper", supports_text_functions;
    }
}

/// The length of a text in bytes of UTF-8.
pub fn byte_length(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::ByteLength.call().arg(text)
}

/// The character whose number in Unicode it is; an error for 0 and for a number that is no character's.
pub fn character(number: impl Into<Expr>) -> FunctionCall {
    TextFunction::Character.call().arg(number)
}

/// The texts one after the other. NULL is taken as an empty text.
///
/// # Example
/// ```
/// use backend_core::function;
/// use backend_core::sea_query::Expr;
///
/// let name = function::concatenate([Expr::col("first_name"), " ".into(), Expr::col("last_name")]);
/// # let _ = name;
/// ```
pub fn concatenate(texts: impl IntoIterator<Item = Expr>) -> FunctionCall {
    TextFunction::Concatenate.call().args(texts)
}

/// The first `count` characters; with a negative count, all but so many at the end.
pub fn left(text: impl Into<Expr>, count: impl Into<Expr>) -> FunctionCall {
    TextFunction::Left.call().arg(text).arg(count)
}

/// The length of a text in characters.
pub fn length(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::Length.call().arg(text)
}

/// The text in lower case: each character becomes at most one.
///
/// # Vendors
/// By the server's or database's table of characters, where it has one. Latin, Greek and Cyrillic letters are alike; a database
/// of the locale "C" knows ASCII only.
pub fn lower(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::Lower.call().arg(text)
}

/// The number in Unicode of the first character; 0 of an empty text.
pub fn ordinal(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::Ordinal.call().arg(text)
}

/// The text with `fill` before it, repeated and cut, so that it is `length` characters long. A longer text loses its end.
///
/// An empty `fill` fills nothing; a length below 0 is 0.
pub fn pad_left(
    text: impl Into<Expr>,
    length: impl Into<Expr>,
    fill: impl Into<Expr>,
) -> FunctionCall {
    TextFunction::PadLeft.call().arg(text).arg(length).arg(fill)
}

/// The text with `fill` behind it, repeated and cut, so that it is `length` characters long. A longer text loses its end.
///
/// An empty `fill` fills nothing; a length below 0 is 0.
pub fn pad_right(
    text: impl Into<Expr>,
    length: impl Into<Expr>,
    fill: impl Into<Expr>,
) -> FunctionCall {
    TextFunction::PadRight
        .call()
        .arg(text)
        .arg(length)
        .arg(fill)
}

/// The place where `part` first begins in the text, from 1; 0 where it does not. An empty part begins at 1.
pub fn position(text: impl Into<Expr>, part: impl Into<Expr>) -> FunctionCall {
    TextFunction::Position.call().arg(text).arg(part)
}

/// The text `count` times; empty where the count is below 1.
pub fn repeat(text: impl Into<Expr>, count: impl Into<Expr>) -> FunctionCall {
    TextFunction::Repeat.call().arg(text).arg(count)
}

/// The text with every `part` replaced by `by`, from the left and without looking again at what was put in. An empty part is
/// nowhere.
pub fn replace(text: impl Into<Expr>, part: impl Into<Expr>, by: impl Into<Expr>) -> FunctionCall {
    TextFunction::Replace.call().arg(text).arg(part).arg(by)
}

/// The characters of the text from the last to the first; what belongs to the character before it does not stay with it.
pub fn reverse(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::Reverse.call().arg(text)
}

/// The last `count` characters; with a negative count, all but so many at the beginning.
pub fn right(text: impl Into<Expr>, count: impl Into<Expr>) -> FunctionCall {
    TextFunction::Right.call().arg(text).arg(count)
}

/// The part at `position`, from 1, of those that `separator` stands between; empty where there are fewer.
///
/// An empty separator is nowhere. A position below 1 is an error.
pub fn split_part(
    text: impl Into<Expr>,
    separator: impl Into<Expr>,
    position: impl Into<Expr>,
) -> FunctionCall {
    TextFunction::SplitPart
        .call()
        .arg(text)
        .arg(separator)
        .arg(position)
}

/// `length` characters from `start`, which counts from 1. Places before 1 and behind the end count, and hold nothing.
///
/// A length below 0 is an error.
pub fn substring(
    text: impl Into<Expr>,
    start: impl Into<Expr>,
    length: impl Into<Expr>,
) -> FunctionCall {
    TextFunction::Substring
        .call()
        .arg(text)
        .arg(start)
        .arg(length)
}

/// The characters from `start`, which counts from 1, to the end.
pub fn substring_from(text: impl Into<Expr>, start: impl Into<Expr>) -> FunctionCall {
    TextFunction::Substring.call().arg(text).arg(start)
}

/// The text without blanks (U+0020) at both ends.
pub fn trim(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::Trim.call().arg(text)
}

/// The text without any of `characters` at both ends.
pub fn trim_characters(text: impl Into<Expr>, characters: impl Into<Expr>) -> FunctionCall {
    TextFunction::Trim.call().arg(text).arg(characters)
}

/// The text without blanks (U+0020) at the beginning.
pub fn trim_start(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::TrimStart.call().arg(text)
}

/// The text without any of `characters` at the beginning.
pub fn trim_start_characters(text: impl Into<Expr>, characters: impl Into<Expr>) -> FunctionCall {
    TextFunction::TrimStart.call().arg(text).arg(characters)
}

/// The text without blanks (U+0020) at the end.
pub fn trim_end(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::TrimEnd.call().arg(text)
}

/// The text without any of `characters` at the end.
pub fn trim_end_characters(text: impl Into<Expr>, characters: impl Into<Expr>) -> FunctionCall {
    TextFunction::TrimEnd.call().arg(text).arg(characters)
}

/// The text in upper case: each character becomes at most one, so `ß` stays.
///
/// # Vendors
/// As of [`lower`].
pub fn upper(text: impl Into<Expr>) -> FunctionCall {
    TextFunction::Upper.call().arg(text)
}
