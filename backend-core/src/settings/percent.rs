//! Percent-encoding, strict: what cannot be decoded faithfully is refused, and no message shows the text.

use percent_encoding::{
    AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode,
};

use crate::error::{Error, ErrorKind, Result};

/// Everything that could mean something anywhere in a URL.
const PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A path and the value of an option are easier to read with these, which mean nothing there.
const TEXT: &AsciiSet = &PART.remove(b'/').remove(b':').remove(b',');

/// Encodes a user, a host or a database.
pub(super) fn encode_part(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, PART)
}

/// Encodes a path or the value of an option.
pub(super) fn encode_text(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, TEXT)
}

/// Decodes `text`, which the message calls `what`.
pub(super) fn decode(text: &str, what: &str) -> Result<String> {
    let well_formed = text.split('%').skip(1).all(|rest| {
        let mut bytes = rest.bytes();
        [bytes.next(), bytes.next()]
            .iter()
            .all(|byte| byte.is_some_and(|byte| byte.is_ascii_hexdigit()))
    });
    if !well_formed {
        return Err(configuration(format!(
            "{what} has a `%` that two hexadecimal digits do not follow; write `%` itself as %25"
        )));
    }
    // The error of the conversion would carry the bytes, so it does not become a source.
    let decoded = percent_decode_str(text)
        .decode_utf8()
        .map_err(|_| configuration(format!("{what} is not UTF-8 once it is percent-decoded")))?;
    refuse_nul(&decoded, what)?;
    Ok(decoded.into_owned())
}

/// Refuses U+0000, at which C libraries would cut the text off.
pub(super) fn refuse_nul(text: &str, what: &str) -> Result<()> {
    if text.contains('\0') {
        return Err(configuration(format!(
            "{what} contains the character U+0000"
        )));
    }
    Ok(())
}

/// An error of kind [`ErrorKind::Configuration`].
pub(super) fn configuration(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Configuration, message)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode_part, encode_text};

    #[test]
    fn decoding_undoes_encoding() {
        for text in ["", "plain", "a b/c:d@e?f#g%h", "größe", "\u{1}\n", "+&=;,"] {
            assert_eq!(decode(&encode_part(text).to_string(), "it").unwrap(), text);
            assert_eq!(decode(&encode_text(text).to_string(), "it").unwrap(), text);
        }
    }

    #[test]
    fn what_does_not_decode_is_named_and_not_shown() {
        for text in [
            "hidden%",
            "hidden%2",
            "hidden%zz",
            "hidden%%41",
            "hidden%ff",
            "hidden%00",
        ] {
            let error = decode(text, "the password").unwrap_err();
            assert!(error.message().starts_with("the password "), "{error}");
            assert!(!format!("{error:?}").contains("hidden"), "{error:?}");
        }
    }
}
