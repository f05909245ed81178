//! When foreign keys are checked: all of them wait, whatever their declarations, or none more than it says.

use backend_core::operations::ConstraintTime;
use backend_core::sql::Statement;

use super::function::REFUSE_BROKEN_KEYS;

pub(super) fn set(time: ConstraintTime) -> Vec<Statement> {
    let pragma = |sql: &str| Statement::new(sql);
    match time {
        ConstraintTime::Deferred => vec![pragma("PRAGMA defer_foreign_keys = 1")],
        // The pragma looks at nothing: every key of the database is, and one that is broken is refused.
        ConstraintTime::Immediate => vec![
            Statement::new(format!(
                "SELECT {REFUSE_BROKEN_KEYS}(COUNT(*)) FROM temp.pragma_foreign_key_check"
            )),
            pragma("PRAGMA defer_foreign_keys = 0"),
        ],
    }
}
