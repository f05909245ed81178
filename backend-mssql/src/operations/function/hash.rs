//! Hashes.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, HashFunction};

use super::template::cast;
use super::text::write_text;

pub(super) fn write(
    function: HashFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    out.push(match function {
        HashFunction::Md5 => "LOWER(CONVERT(varchar(128), HASHBYTES('MD5', ",
        HashFunction::Sha1 => "LOWER(CONVERT(varchar(128), HASHBYTES('SHA1', ",
        HashFunction::Sha256 => "LOWER(CONVERT(varchar(128), HASHBYTES('SHA2_256', ",
        HashFunction::Sha512 => "LOWER(CONVERT(varchar(128), HASHBYTES('SHA2_512', ",
        other => return Err(Error::not_supported(Function::Hash(other).flag())),
    });
    if call.arguments.len() > 1 {
        cast(call.argument(0)?, "varbinary(max)", out);
    } else {
        // In UTF-8, which a text is in no other collations.
        out.push("CAST(");
        write_text(call.argument(0)?, out)?;
        out.push(" COLLATE Latin1_General_100_BIN2_UTF8 AS varchar(max))");
    }
    // Digits without `0x`.
    out.push("), 2))");
    Ok(())
}
