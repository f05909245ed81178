//! The negative half of a flag: what the server lacks is refused with that flag, and nothing is changed.

use backend_core::error::{Error, ErrorKind};
use backend_core::flag::Flag;

use super::Context;
use crate::case::Outcome;
use crate::failure::{Failure, describe, expect_eq};

impl Context {
    /// Demands that `attempt` fails with `NotSupported` and `flag`, that it was the backend which refused and not its server, and that
    /// schema and rows are as they were before.
    ///
    /// No statement may be carried out for what is refused then; beginning and ending a transaction is none. One may be handed to the
    /// vendor's session and refused there, where the statement itself is what cannot be had: a parameter of some type, a result that
    /// waits. That the server has not seen it is shown by the error, which tells no code of the server's.
    ///
    /// # Errors
    /// A failure where `attempt` succeeds, fails otherwise, or changes something.
    pub async fn refused<T>(
        &mut self,
        flag: Flag,
        attempt: impl AsyncFnOnce(&mut Self) -> Result<T, Error>,
    ) -> Outcome {
        let before = self.contents().await?;
        self.watch.record();
        let attempted = attempt(self).await;
        let sent = self.watch.recorded();
        let error = match attempted {
            Err(error) if names(&error, flag) => error,
            Err(error) => {
                let found = describe(&error);
                return Err(Failure::new(format!(
                    "the flag {flag} is off, but what needs it is not refused with the flag; found {found}"
                )));
            }
            Ok(_) => {
                return Err(Failure::new(format!(
                    "the flag {flag} is off, but what needs it succeeded: turn the flag on, or refuse"
                )));
            }
        };
        if let Some(code) = &error.detail().code {
            return Err(Failure::new(format!(
                "the flag {flag} is off, but only the server refused what needs it, with the code {code}: refuse before anything is sent"
            )));
        }
        if let Some(done) = sent.iter().find(|sent| sent.is_done()) {
            let done = &done.text;
            return Err(Failure::new(format!(
                "the flag {flag} is off, and what needs it was refused only after a statement for it was carried out: {done}"
            )));
        }
        let after = self.contents().await?;
        expect_eq("a refusal changes no schema", after.0, before.0)?;
        expect_eq("a refusal changes no row", after.1, before.1)?;
        self.refused.push(flag);
        Ok(())
    }

    /// Notes that the case has shown otherwise than by a refusal that the flag is off: what the flag says does not happen.
    pub fn absent(&mut self, flag: Flag) {
        self.refused.push(flag);
    }
}

/// Whether the error is the refusal of that flag, or of one without which it makes no sense.
fn names(error: &Error, flag: Flag) -> bool {
    match error.kind() {
        ErrorKind::NotSupported(Some(named)) => named == flag || requires(flag, named),
        _ => false,
    }
}

/// Whether a flag makes no sense without another, at any remove.
fn requires(flag: Flag, other: Flag) -> bool {
    let needed = flag.info().requires;
    needed
        .iter()
        .any(|flag| *flag == other || requires(*flag, other))
}
