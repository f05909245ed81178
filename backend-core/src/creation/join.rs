//! [`all`]: several futures at once, on whatever runtime they are awaited, and on none.

use std::future::Future;
use std::pin::Pin;
use std::task::Poll;

/// A future and, once it is done, its value.
enum Slot<'f, T> {
    Running(Pin<Box<dyn Future<Output = T> + Send + 'f>>),
    Done(Option<T>),
}

/// Awaits all futures at once; the values are in the order of the futures.
///
/// # Example
/// ```
/// use backend_core::creation::all;
///
/// let futures = (1..=3).map(|n| async move { n * 2 });
/// assert_eq!(futures_executor::block_on(all(futures)), [2, 4, 6]);
/// ```
pub async fn all<'f, F>(futures: impl IntoIterator<Item = F>) -> Vec<F::Output>
where
    F: Future + Send + 'f,
    F::Output: Send + Unpin,
{
    let mut slots: Vec<Slot<'f, F::Output>> = futures
        .into_iter()
        .map(|future| Slot::Running(Box::pin(future)))
        .collect();
    std::future::poll_fn(|context| {
        let mut is_done = true;
        for slot in &mut slots {
            if let Slot::Running(future) = slot {
                match future.as_mut().poll(context) {
                    Poll::Ready(value) => *slot = Slot::Done(Some(value)),
                    Poll::Pending => is_done = false,
                }
            }
        }
        if is_done {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    })
    .await;
    let values = slots.into_iter().filter_map(|slot| match slot {
        Slot::Done(value) => value,
        Slot::Running(_) => None,
    });
    values.collect()
}
