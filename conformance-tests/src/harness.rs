//! [`Harness`]: what a vendor hands in.

use backend_core::backend::Backend;

use crate::provision::Provision;

/// A vendor under test: its name, its backend, and where a database of it is found.
pub trait Harness: Sync {
    /// The vendor's name: for people, reports and `CONFORMANCE_EXPECT`.
    fn vendor(&self) -> &str;

    /// The backend.
    fn backend(&self) -> &'static Backend;

    /// Where a database is found.
    fn provision(&self) -> Provision;

    /// Texts in the vendor's language for objects that no neutral statement can make.
    fn samples(&self) -> Samples {
        Samples::default()
    }
}

/// Texts in the vendor's language, which cases need of a vendor that has such objects. Where something is
/// made, `{name}` stands for its name, in quotes where the vendor has them.
#[derive(Debug, Clone, Copy, Default)]
#[allow(clippy::exhaustive_structs, reason = "a vendor hands in what it has")]
pub struct Samples {
    /// A trigger that runs after each row which comes into the table `{table}`, and puts the row's `id` into the table `{log}`.
    pub trigger: Option<TriggerSample>,
    /// A trigger that does so after each row which goes.
    pub delete_trigger: Option<TriggerSample>,
    /// A function.
    pub function: Option<FunctionSample>,
    /// The name of an extension that can be installed wherever the vendor's tests run.
    pub extension: Option<&'static str>,
    /// How one session ends another: a server that is reached over a network can.
    pub ending: Option<EndingSample>,
}

/// How the server is told, in one session, to end another.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "a vendor hands in all of it")]
pub struct EndingSample {
    /// The query by which a session asks for its own number: one row of one integer.
    pub number: &'static str,
    /// The statement that ends the session with the number `{number}`.
    pub statement: &'static str,
    /// The query by which a session asks for the numbers of all other sessions with its database: one integer a row. By it a case
    /// is seen to leave none, and one that does not end in time is ended.
    pub others: Option<&'static str>,
}

/// A trigger of the table `{table}` that puts an `id` into the table `{log}`.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "a vendor hands in all of it")]
pub struct TriggerSample {
    /// The statement that makes the function which it calls, where it calls one.
    pub function: Option<&'static str>,
    /// The statement that makes it.
    pub definition: &'static str,
}

/// A function that takes one integer and gives back a larger one.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::exhaustive_structs, reason = "a vendor hands in all of it")]
pub struct FunctionSample {
    /// Its arguments, as introspection gives them.
    pub arguments: &'static str,
    /// What it gives back, as introspection says it.
    pub returns: &'static str,
    /// The statement that makes it; it gives back `{more}` more.
    pub definition: &'static str,
}

/// The crate whose test this is: [`main!`](crate::main) fills it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Origin {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// Its folder, below which `tests/conformance.toml` may stand.
    pub folder: &'static str,
    /// Cargo's folder for files of tests, where the last report is kept.
    pub temporary: Option<&'static str>,
}

impl Origin {
    /// A crate of that name and version in that folder.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, folder: &'static str) -> Self {
        Self {
            name,
            version,
            folder,
            temporary: None,
        }
    }

    /// Sets where the last report is kept: what `CARGO_TARGET_TMPDIR` said to the compiler.
    #[must_use]
    pub const fn temporary(mut self, folder: Option<&'static str>) -> Self {
        self.temporary = folder;
        self
    }
}
