//! Hashes.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, HashFunction};

use super::cast;

pub(super) fn write(
    function: HashFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push(match function {
        HashFunction::Md5 => "MD5(",
        HashFunction::Sha224 => "ENCODE(SHA224(",
        HashFunction::Sha256 => "ENCODE(SHA256(",
        HashFunction::Sha384 => "ENCODE(SHA384(",
        HashFunction::Sha512 => "ENCODE(SHA512(",
        other => return Err(Error::not_supported(Function::Hash(other).flag())),
    });
    if call.arguments.len() > 1 {
        cast(call, 0, "bytea", out)?;
    } else {
        // In UTF-8, whatever the database's encoding.
        out.push("CONVERT_TO(");
        cast(call, 0, "text", out)?;
        out.push(", 'UTF8')");
    }
    out.push(if function == HashFunction::Md5 {
        ")"
    } else {
        "), 'hex')"
    });
    Ok(())
}
