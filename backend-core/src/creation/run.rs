//! [`TestRun`]: whose test databases are, so that names never meet and what a run left behind is known for it.

use std::any::Any;
use std::fmt;
use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::str::FromStr;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Identifier, marked};
use crate::wrapper::Wrapper;

/// The number of a run of tests, in 16 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(u64);

impl RunId {
    /// A number that no other run has: of chance, this process and this moment.
    #[must_use]
    pub fn random() -> Self {
        let mut hasher = RandomState::new().build_hasher();
        hasher.write_u32(std::process::id());
        let moment = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        hasher.write_u128(moment.unwrap_or_default().as_nanos());
        Self(hasher.finish())
    }

    /// The run of that number.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for RunId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let is_one = text.len() == 16
            && text
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        let number = u64::from_str_radix(text, 16).ok().filter(|_| is_one);
        number.map(Self).ok_or_else(|| {
            let message = "the number of a run is 16 hexadecimal digits";
            Error::new(ErrorKind::Data, message)
        })
    }
}

/// How the test databases of a project are called: `base_run_worker`.
///
/// # Shape
/// The base, cut where the vendor's names are shorter and then marked by a hash of the whole, so that two bases never become
/// one; 16 hexadecimal digits of the run; 10 digits of the worker. Characters that are not letters, digits or underscores of
/// ASCII become underscores, and letters become small: such a name is a name to every vendor, and a file name too.
///
/// # Example
/// ```
/// use backend_core::creation::{RunId, TestNames};
///
/// let names = TestNames::new("shop", 63)?;
/// let run = RunId::from_number(0x5ea1);
/// assert_eq!(names.name(run, 3)?, "shop_0000000000005ea1_0000000003");
/// assert_eq!(names.run_of("shop_0000000000005ea1_0000000003"), Some(run));
/// assert_eq!(names.run_of("shop_of_somebody"), None);
/// # Ok::<(), backend_core::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestNames {
    base: String,
}

impl TestNames {
    /// What follows the base: two underscores, a run and a worker.
    const REST_BYTES: usize = 1 + 16 + 1 + 10;
    /// An underscore and the digits of a hash.
    const HASH_BYTES: usize = 1 + 16;

    /// Names of at most so many bytes.
    ///
    /// # Errors
    /// [`Data`](ErrorKind::Data) where so few bytes hold no such name, or the base is empty.
    pub fn new(base: &str, most_bytes: u32) -> Result<Self> {
        let room = usize::try_from(most_bytes).unwrap_or(usize::MAX);
        let Some(room) = room
            .checked_sub(Self::REST_BYTES)
            .filter(|room| *room > Self::HASH_BYTES)
        else {
            let message = format!("names of {most_bytes} bytes are too short for test databases");
            return Err(Error::new(ErrorKind::Data, message));
        };
        if base.is_empty() {
            let message = "the names of test databases need a beginning";
            return Err(Error::new(ErrorKind::Data, message));
        }
        let plain: String = base
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_lowercase()
                } else {
                    '_'
                }
            })
            .collect();
        if plain == base && plain.len() <= room {
            return Ok(Self { base: plain });
        }
        let base = marked(&plain, base, room).unwrap_or(plain);
        Ok(Self { base })
    }

    /// The name of a worker's database in a run.
    ///
    /// # Errors
    /// None that a caller can cause.
    pub fn name(&self, run: RunId, worker: u32) -> Result<Identifier> {
        Identifier::new(format!("{}_{run}_{worker:010}", self.base))
    }

    /// The run whose database has that name; `None` where it is none of these names.
    #[must_use]
    pub fn run_of(&self, name: &str) -> Option<RunId> {
        let rest = name.strip_prefix(self.base.as_str())?.strip_prefix('_')?;
        let (run, worker) = rest.split_once('_')?;
        let is_worker = worker.len() == 10 && worker.bytes().all(|b| b.is_ascii_digit());
        run.parse().ok().filter(|_| is_worker)
    }
}

/// What says that a run is alive, and no longer does when this is dropped or the process ends, however it ends.
#[derive(Default)]
#[non_exhaustive]
pub struct RunMark {
    /// A session that holds a lock of the server.
    pub session: Option<Box<dyn Wrapper>>,
    /// A lock of the operating system.
    pub lock: Option<Box<dyn Any + Send + Sync>>,
}

impl RunMark {
    /// No mark: for databases that go with the process.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            session: None,
            lock: None,
        }
    }

    /// A session that holds a lock of the server.
    #[must_use]
    pub fn of_session(session: Box<dyn Wrapper>) -> Self {
        Self {
            session: Some(session),
            lock: None,
        }
    }

    /// A lock of the operating system.
    #[must_use]
    pub fn of_lock(lock: Box<dyn Any + Send + Sync>) -> Self {
        Self {
            session: None,
            lock: Some(lock),
        }
    }
}

impl fmt::Debug for RunMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunMark")
            .field("session", &self.session.is_some())
            .field("lock", &self.lock.is_some())
            .finish()
    }
}

/// A run of tests: while it is held, nobody takes its databases for left behind.
#[derive(Debug)]
#[non_exhaustive]
pub struct TestRun {
    /// Its number.
    pub id: RunId,
    mark: RunMark,
}

impl TestRun {
    pub(crate) const fn new(id: RunId, mark: RunMark) -> Self {
        Self { id, mark }
    }

    /// Ends the run. Databases that it left are anybody's to clear from now on.
    ///
    /// # Errors
    /// Where the session that marked it cannot be closed properly; the run is over all the same.
    pub async fn end(self) -> Result<()> {
        match self.mark.session {
            Some(session) => session.close().await,
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RunId, TestNames};

    #[test]
    fn runs_differ_and_are_read_back() {
        let (one, other) = (RunId::random(), RunId::random());
        assert_ne!(one, other);
        assert_eq!(one.to_string().parse::<RunId>().unwrap(), one);
        for text in [
            "",
            "5ea1",
            "000000000000 5ea1",
            "000000000000+ea1",
            "00000000000000FF",
        ] {
            assert!(text.parse::<RunId>().is_err(), "{text}");
        }
    }

    #[test]
    fn long_and_strange_bases_are_cut_and_never_meet() {
        let run = RunId::from_number(u64::MAX);
        let long = "a_long_name_of_a_project_that_goes_on";
        let bases = [
            "shop",
            "Shop",
            "shop!",
            "shop?",
            "shöp",
            "../shop",
            long,
            &format!("{long}_and_on"),
            &format!("{long}_and_off"),
        ];
        let mut seen = std::collections::BTreeSet::new();
        for base in bases {
            let names = TestNames::new(base, 63).unwrap();
            let name = names.name(run, u32::MAX).unwrap();
            assert!(name.as_str().len() <= 63, "{name}");
            assert!(
                name.as_str()
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b == b'_')
            );
            assert_eq!(names.run_of(name.as_str()), Some(run));
            assert!(seen.insert(name), "{base}");
        }
        assert!(TestNames::new("shop", 45).is_err());
        assert!(TestNames::new("", 63).is_err());
    }

    #[test]
    fn names_of_others_are_of_no_run() {
        let names = TestNames::new("shop", 63).unwrap();
        for name in [
            "shop",
            "shop_",
            "shop_0000000000005ea1",
            "shop_0000000000005ea1_3",
            "shop_0000000000005ea1_00000000x3",
            "shop_two_0000000000005ea1_0000000003",
            "shops_0000000000005ea1_0000000003",
            "shop_0000000000005EA1_0000000003",
        ] {
            assert_eq!(names.run_of(name), None, "{name}");
        }
    }
}
