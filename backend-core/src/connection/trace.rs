//! Events for `tracing`: one a call, with the feature of that name; without it, nothing.

use super::hook::StatementReport;

/// Whether anybody takes the events.
#[cfg(feature = "tracing")]
pub(super) fn is_enabled() -> bool {
    tracing::event_enabled!(target: "backend_core::statement", tracing::Level::DEBUG)
}

/// Whether anybody takes the events: there are none.
#[cfg(not(feature = "tracing"))]
pub(super) const fn is_enabled() -> bool {
    false
}

/// Tells of a call that ended: at level `DEBUG`, with the target `backend_core::statement`.
#[cfg(feature = "tracing")]
pub(super) fn event(report: &StatementReport<'_>, shows_parameters: bool) {
    use super::hook::StatementOutcome;

    if !is_enabled() {
        return;
    }
    let (affected, error) = match report.outcome {
        StatementOutcome::Done(done) => (done.affected, None),
        StatementOutcome::Failed(error) => (None, Some(format!("{:?}", error.kind()))),
        StatementOutcome::Dropped => (None, Some("Dropped".to_owned())),
    };
    let params = shows_parameters.then(|| {
        let values = report.params.iter().map(|param| param.value);
        format!("{:?}", values.collect::<Vec<_>>())
    });
    tracing::event!(
        target: "backend_core::statement",
        tracing::Level::DEBUG,
        phase = report.phase.name(),
        duration_us = u64::try_from(report.duration.as_micros()).unwrap_or(u64::MAX),
        rows = report.rows,
        affected,
        error,
        sql = report.sql,
        params,
    );
}

/// Tells nobody.
#[cfg(not(feature = "tracing"))]
pub(super) const fn event(_report: &StatementReport<'_>, _shows_parameters: bool) {}
