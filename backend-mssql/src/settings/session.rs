//! [`SessionSettings`]: what a session keeps of its settings.

use std::time::Duration;

use backend_core::settings::Settings;
use backend_core::wrapper::IsolationLevel;

/// What a session keeps of its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SessionSettings {
    /// How long a statement may run.
    pub(crate) statement_timeout: Option<Duration>,
    /// How long a statement waits for a lock.
    pub(crate) lock_timeout: Option<Duration>,
    /// What is seen of others unless a transaction says otherwise.
    pub(crate) isolation: IsolationLevel,
}

impl SessionSettings {
    pub(super) fn of(settings: &Settings) -> Self {
        let isolation = match settings.choice("default_transaction_isolation") {
            Some("read uncommitted") => IsolationLevel::ReadUncommitted,
            Some("repeatable read") => IsolationLevel::RepeatableRead,
            Some("snapshot") => IsolationLevel::Snapshot,
            Some("serializable") => IsolationLevel::Serializable,
            _ => IsolationLevel::ReadCommitted,
        };
        Self {
            statement_timeout: settings
                .duration("statement_timeout")
                .filter(|limit| !limit.is_zero()),
            lock_timeout: settings.duration("lock_timeout"),
            isolation,
        }
    }
}

/// `SET LOCK_TIMEOUT`, whose milliseconds the server counts in 31 bits, and takes 0 for no wait at all.
pub(crate) fn set_lock_timeout(limit: Duration) -> String {
    let whole = limit.as_micros().div_ceil(1_000);
    let most = i32::MAX.unsigned_abs();
    format!("SET LOCK_TIMEOUT {}", whole.min(most.into()))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::set_lock_timeout;

    #[test]
    fn a_limit_is_never_rounded_down_to_none() {
        for (limit, sql) in [
            (Duration::ZERO, "SET LOCK_TIMEOUT 0"),
            (Duration::from_nanos(1), "SET LOCK_TIMEOUT 0"),
            (Duration::from_micros(1), "SET LOCK_TIMEOUT 1"),
            (Duration::from_millis(1_500), "SET LOCK_TIMEOUT 1500"),
            (Duration::MAX, "SET LOCK_TIMEOUT 2147483647"),
        ] {
            assert_eq!(set_lock_timeout(limit), sql);
        }
    }
}
