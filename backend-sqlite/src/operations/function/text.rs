//! Functions of text: all of them registered, since SQLite's own know ASCII only, or end at U+0000.

use backend_core::error::{Error, Result};
use backend_core::function::{Call, ExpressionWriter, Function, TextFunction};

pub(super) fn write(
    function: TextFunction,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    let name = match function {
        TextFunction::ByteLength => "backend_byte_length",
        TextFunction::Character => "backend_character",
        TextFunction::Concatenate => "backend_concatenate",
        TextFunction::Left => "backend_left",
        TextFunction::Length => "backend_length",
        TextFunction::Lower => "backend_lower",
        TextFunction::Ordinal => "backend_ordinal",
        TextFunction::PadLeft => "backend_pad_left",
        TextFunction::PadRight => "backend_pad_right",
        TextFunction::Position => "backend_position",
        TextFunction::Repeat => "backend_repeat",
        TextFunction::Replace => "backend_replace",
        TextFunction::Reverse => "backend_reverse",
        TextFunction::Right => "backend_right",
        TextFunction::SplitPart => "backend_split_part",
        TextFunction::Substring => "backend_substring",
        TextFunction::Trim => "backend_trim",
        TextFunction::TrimEnd => "backend_trim_end",
        TextFunction::TrimStart => "backend_trim_start",
        TextFunction::Upper => "backend_upper",
        other => return Err(Error::not_supported(Function::Text(other).flag())),
    };
    out.call(name, call.arguments);
    Ok(())
}
