//! Hashes: registered, since SQLite has none.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, HashFunction};

pub(super) fn write(
    function: HashFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let of_bytes = call.arguments.len() > 1;
    out.push(match (function, of_bytes) {
        (HashFunction::Md5, false) => "backend_md5(",
        (HashFunction::Md5, true) => "backend_md5_bytes(",
        (HashFunction::Sha1, false) => "backend_sha1(",
        (HashFunction::Sha1, true) => "backend_sha1_bytes(",
        (HashFunction::Sha224, false) => "backend_sha224(",
        (HashFunction::Sha224, true) => "backend_sha224_bytes(",
        (HashFunction::Sha256, false) => "backend_sha256(",
        (HashFunction::Sha256, true) => "backend_sha256_bytes(",
        (HashFunction::Sha384, false) => "backend_sha384(",
        (HashFunction::Sha384, true) => "backend_sha384_bytes(",
        (HashFunction::Sha512, false) => "backend_sha512(",
        (HashFunction::Sha512, true) => "backend_sha512_bytes(",
        (other, _) => return Err(Error::not_supported(Function::Hash(other).flag())),
    });
    out.expression(call.argument(0)?);
    out.push(")");
    Ok(())
}
