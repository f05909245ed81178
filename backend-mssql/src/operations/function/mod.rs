//! Functions in T-SQL, a file a family.

use backend_core::error::Result;
use backend_core::function::{Call, ExpressionWriter};
use backend_core::operations::{Dialect, standard_function};

pub(super) fn write(
    _dialect: &Dialect,
    call: &Call<'_>,
    out: &mut dyn ExpressionWriter,
) -> Result<()> {
    standard_function(call, out)
}
