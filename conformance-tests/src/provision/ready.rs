//! Waiting until a server answers: its own backend opens a session.

use std::future::Future;
use std::time::{Duration, Instant};

use backend_core::backend::Backend;
use backend_core::error::{Error, ErrorKind, Result};

use crate::failure::describe;

/// How long one attempt may take.
const ATTEMPT: Duration = Duration::from_secs(5);

/// Opens sessions until one is there; `alive` says why to give up before `patience` is over.
pub(super) fn wait(
    backend: &'static Backend,
    url: &str,
    patience: Duration,
    mut alive: impl FnMut() -> Result<(), String>,
) -> Result<(), String> {
    let settings = backend
        .settings(url)
        .map_err(|error| format!("its URL is refused: {}", describe(&error)))?;
    let deadline = Instant::now() + patience;
    let mut pause = Duration::from_millis(10);
    loop {
        let answer = block_on(async {
            let attempt = async { backend.connect(&settings).await?.close().await };
            tokio::time::timeout(ATTEMPT, attempt)
                .await
                .unwrap_or_else(|_| {
                    let message = "no answer in time";
                    Err(Error::new(ErrorKind::Timeout, message))
                })
        });
        let Err(error) = answer else {
            return Ok(());
        };
        alive()?;
        let hopeless = matches!(
            error.kind(),
            ErrorKind::Configuration | ErrorKind::Internal | ErrorKind::NotSupported(_)
        );
        if hopeless || Instant::now() > deadline {
            return Err(format!("it does not answer: {}", describe(&error)));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(200));
    }
}

/// Runs a future to its end on a runtime of its own.
///
/// The runtime is tokio's, on this thread: drivers that need a running tokio find one, with its timer (and with its
/// network, where the vendor's driver turns that feature on), and drivers that need none do not notice.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| {
        let kind = ErrorKind::Operational;
        Error::new(kind, "no runtime could be made").with_source(error)
    })?;
    runtime.block_on(future)
}

/// Calls `work` on a thread of its own: the caller may be inside a runtime, which another one inside it would end with a panic.
pub(super) fn apart<T: Send>(work: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| scope.spawn(work).join().ok())
}
