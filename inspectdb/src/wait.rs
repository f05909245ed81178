//! Waiting for a future on a thread that has nothing else to do.
//!
//! Drivers with a network of their own need a running tokio, so one is made for the wait. A tokio refuses to be waited for within
//! another one, and by a panic: there the wait is on a thread of its own, so that a caller need not know where it stands.

use std::io;
use std::thread;

use tokio::runtime::{Builder, Handle};

/// Makes a future and runs it to its end.
///
/// # Errors
/// Where the system gives no thread or no means to wait for the network.
pub(crate) fn block_on<T: Send, F: Future<Output = T>>(
    make: impl FnOnce() -> F + Send,
) -> io::Result<T> {
    if Handle::try_current().is_err() {
        return run(make);
    }
    thread::scope(|scope| {
        let waiting = thread::Builder::new().spawn_scoped(scope, || run(make))?;
        waiting
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

fn run<F: Future>(make: impl FnOnce() -> F) -> io::Result<F::Output> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let output = runtime.block_on(make());
    // A look-up of a name may still run on a thread of its own, and nobody waits for its answer.
    runtime.shutdown_background();
    Ok(output)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::block_on;

    async fn a_while() -> u8 {
        tokio::time::sleep(Duration::from_millis(1)).await;
        7
    }

    #[test]
    fn a_future_that_needs_a_runtime_has_one() {
        assert_eq!(block_on(a_while).unwrap(), 7);
        let output = futures_executor::block_on(async { block_on(a_while) });
        assert_eq!(output.unwrap(), 7);
    }

    #[test]
    fn within_a_runtime_nothing_panics() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        let output = runtime.block_on(async { block_on(a_while) });
        assert_eq!(output.unwrap(), 7);
    }
}
