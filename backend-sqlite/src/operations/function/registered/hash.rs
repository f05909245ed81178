//! Hashes, as hexadecimal digits.

use md5::Md5;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};
use sha1::Sha1;
use sha2::{Digest, Sha224, Sha256, Sha384, Sha512};

use super::argument::text;
use super::text::argument;
use super::{refused, strict};

pub(super) fn register(connection: &Connection) -> Result<()> {
    of::<Md5>(connection, "backend_md5", "backend_md5_bytes")?;
    of::<Sha1>(connection, "backend_sha1", "backend_sha1_bytes")?;
    of::<Sha224>(connection, "backend_sha224", "backend_sha224_bytes")?;
    of::<Sha256>(connection, "backend_sha256", "backend_sha256_bytes")?;
    of::<Sha384>(connection, "backend_sha384", "backend_sha384_bytes")?;
    of::<Sha512>(connection, "backend_sha512", "backend_sha512_bytes")
}

fn of<H: Digest>(connection: &Connection, of_text: &str, of_bytes: &str) -> Result<()> {
    strict(connection, of_text, 1, |values| {
        Ok(digits::<H>(text(argument(values, 0))?.as_bytes()))
    })?;
    strict(connection, of_bytes, 1, |values| {
        match argument(values, 0) {
            ValueRef::Blob(bytes) | ValueRef::Text(bytes) => Ok(digits::<H>(bytes)),
            _ => Err(refused("an argument is not bytes")),
        }
    })
}

fn digits<H: Digest>(content: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut digits = String::new();
    for byte in &H::digest(content) {
        // Writing to a String cannot fail.
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}
