//! Hashes, as hexadecimal digits in lower case.

use sea_query::{Expr, FunctionCall};

use super::call::constant;

functions! {
    /// Hashes: of text by [`hash`], of bytes by [`hash_bytes`].
    HashFunction = "hash" {
        /// MD5: 32 digits. Broken, for old data only.
        Md5(1..=2) = "md5", supports_hash_functions;
        /// SHA-1: 40 digits. Broken, for old data only.
        Sha1(1..=2) = "sha1", supports_sha1_hashes;
        /// SHA-224: 56 digits.
        Sha224(1..=2) = "sha224", supports_sha224_and_sha384_hashes;
        /// SHA-256: 64 digits.
        Sha256(1..=2) = "sha256", supports_hash_functions;
        /// SHA-384: 96 digits.
        Sha384(1..=2) = "sha384", supports_sha224_and_sha384_hashes;
        /// SHA-512: 128 digits.
        Sha512(1..=2) = "sha512", supports_hash_functions;
    }
}

/// The hash of a text in UTF-8. What is no text is taken as its text.
///
/// # Example
/// ```
/// use backend_core::function::{HashFunction, hash};
/// use backend_core::sea_query::Expr;
///
/// let digest = hash(HashFunction::Sha256, Expr::col("content"));
/// # let _ = digest;
/// ```
pub fn hash(function: HashFunction, text: impl Into<Expr>) -> FunctionCall {
    function.call().arg(text)
}

/// The hash of bytes.
pub fn hash_bytes(function: HashFunction, bytes: impl Into<Expr>) -> FunctionCall {
    function.call().arg(bytes).arg(constant(&BYTES))
}

/// The second argument of a hash of bytes; of a text there is none.
pub const BYTES: &str = "bytes";
