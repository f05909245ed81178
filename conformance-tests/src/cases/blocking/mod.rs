//! The blocking face: the same answers as from the asynchronous one, on a thread without a runtime.

mod blocks;
mod sessions;

use backend_core::blocking::Connection;

use crate::case::CaseDef;
use crate::context::Context;
use crate::failure::Failure;

/// The part's tables.
pub(super) const TABLES: &[&[CaseDef]] = &[sessions::CASES, blocks::CASES];

/// Does `work` with a blocking session with the case's database, on a thread of its own, and closes the session.
fn without_runtime<T: Send + 'static>(
    context: &Context,
    work: impl FnOnce(&mut Connection) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    context.note("-- a blocking session");
    let (backend, settings) = (context.backend(), context.settings().clone());
    let thread = std::thread::spawn(move || {
        let mut session = Connection::open(backend, &settings)?;
        let value = work(&mut session)?;
        session.close()?;
        Ok(value)
    });
    let ended = thread.join();
    ended.unwrap_or_else(|_| Err(Failure::new("a blocking call panics")))
}
