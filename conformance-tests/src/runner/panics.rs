//! Panics of cases: caught, with their place, and kept out of the output until the case is reported.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

/// The threads of cases have names that begin so.
pub(crate) const THREAD_PREFIX: &str = "case ";

thread_local! {
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Lets panics of cases be kept instead of printed; all others are printed as before.
pub(crate) fn keep_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = take_hook();
        set_hook(Box::new(move |info| {
            let of_case = std::thread::current()
                .name()
                .is_some_and(|name| name.starts_with(THREAD_PREFIX));
            if of_case {
                LAST.with(|last| *last.borrow_mut() = Some(info.to_string()));
            } else {
                before(info);
            }
        }));
    });
}

/// The future's output, or the text of the panic that ended it.
pub(crate) async fn caught<T>(future: impl Future<Output = T>) -> Result<T, String> {
    let mut future = Box::pin(future);
    poll_fn(
        move |context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(_) => {
                let text = LAST.with(|last| last.borrow_mut().take());
                std::task::Poll::Ready(Err(text.unwrap_or_else(|| "a panic".to_owned())))
            }
        },
    )
    .await
}
