//! A sign of life on a terminal while reading takes long.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use indicatif::ProgressBar;

/// Nothing is shown before this: a flash of text is no help.
const PATIENCE: Duration = Duration::from_millis(500);

/// Does the work, and shows that it goes on where it takes long and `is_shown`.
pub(crate) fn during<T>(is_shown: bool, work: impl FnOnce() -> T) -> T {
    if !is_shown {
        return work();
    }
    thread::scope(|scope| {
        let (done, wait) = channel::<()>();
        scope.spawn(move || {
            if wait.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let bar = ProgressBar::new_spinner().with_message("reading the catalog");
                bar.enable_steady_tick(Duration::from_millis(100));
                // Ends when the other side is dropped.
                let _ = wait.recv();
                bar.finish_and_clear();
            }
        });
        let result = work();
        drop(done);
        result
    })
}
