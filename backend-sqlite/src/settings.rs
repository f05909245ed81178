//! The options of SQLite's URLs, and what the settings of one connection come to.

use std::time::Duration;

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::settings::{OptionInfo, OptionKind, Settings};

/// The options, with what each does.
pub(crate) const OPTIONS: &[OptionInfo] = &[
    OptionInfo {
        name: "mode",
        kind: OptionKind::Choice(&["rw", "rwc", "ro", "memory"]),
        default: Some("rw"),
        doc: "What may be done: read and write a file that exists (rw), the same and make it where it is missing (rwc), \
              only read (ro), or work in memory, where the path is a name and not a file (memory).",
    },
    OptionInfo {
        name: "cache",
        kind: OptionKind::Choice(&["private", "shared"]),
        default: Some("private"),
        doc: "Whether connections of this process to the same database share one cache; connections share a database in \
              memory by its name only where it is shared.",
    },
    OptionInfo {
        name: "execution",
        kind: OptionKind::Choice(&["thread", "inline"]),
        default: Some("thread"),
        doc: "Where statements run: on a thread of the session, which keeps the program's tasks running (thread), or at once \
              on the caller's, which is faster for short statements and cannot pause a result (inline).",
    },
    OptionInfo {
        name: "busy_timeout",
        kind: OptionKind::Duration,
        default: Some("5s"),
        doc: "How long to wait for a lock that another connection holds.",
    },
    OptionInfo {
        name: "statement_timeout",
        kind: OptionKind::Duration,
        default: None,
        doc: "How long a statement may run; unset or 0 is no limit. Waiting for a lock is `busy_timeout`'s affair.",
    },
    OptionInfo {
        name: "foreign_keys",
        kind: OptionKind::Boolean,
        default: Some("true"),
        doc: "Whether foreign keys are enforced.",
    },
    OptionInfo {
        name: "double_quoted_strings",
        kind: OptionKind::Boolean,
        default: Some("false"),
        doc: "Whether a name in double quotes that is no column is taken for a text, as SQLite does by itself; otherwise it \
              is an error. For old databases whose views and triggers are written so.",
    },
    OptionInfo {
        name: "journal_mode",
        kind: OptionKind::Choice(&["delete", "truncate", "persist", "memory", "wal", "off"]),
        default: None,
        doc: "How changes are kept until they are committed; unset leaves it as the file has it. `wal` stays with the file.",
    },
    OptionInfo {
        name: "synchronous",
        kind: OptionKind::Choice(&["off", "normal", "full", "extra"]),
        default: None,
        doc: "How often to wait for the disk; unset leaves it to the library.",
    },
    OptionInfo {
        name: "immutable",
        kind: OptionKind::Boolean,
        default: Some("false"),
        doc: "Whether nobody changes the file while it is open, as on a read-only medium: it is read without locks. Reads only.",
    },
];

/// Where a database is and what may be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// In memory, for this connection alone.
    Memory,
    /// In memory, for all connections of this process that give that name.
    SharedMemory(String),
    /// In a file.
    File {
        path: String,
        access: Access,
        shares_cache: bool,
        is_immutable: bool,
    },
}

/// What may be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    Write,
    Create,
}

/// What is set on a connection once it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pragmas {
    pub(crate) busy_timeout: Duration,
    pub(crate) statement_timeout: Option<Duration>,
    pub(crate) foreign_keys: bool,
    pub(crate) double_quoted_strings: bool,
    pub(crate) journal_mode: Option<&'static str>,
    pub(crate) synchronous: Option<&'static str>,
}

/// SQLite counts milliseconds in 32 bits: 24 days.
pub(crate) const LONGEST_TIMEOUT: Duration = Duration::from_millis(i32::MAX as u64);

/// The path that SQLite takes for a database in memory.
const IN_MEMORY: &str = ":memory:";

impl Place {
    /// Whether sessions of this process with the same place share one cache.
    pub(crate) const fn shares_cache(&self) -> bool {
        match self {
            Self::Memory => false,
            Self::SharedMemory(_) => true,
            Self::File { shares_cache, .. } => *shares_cache,
        }
    }

    /// The place that the settings mean.
    ///
    /// # Errors
    /// [`Configuration`](ErrorKind::Configuration) where the options contradict each other or the path is missing.
    pub(crate) fn of(settings: &Settings) -> Result<Self> {
        let mode = settings.choice("mode").unwrap_or_default();
        let shares_cache = settings.choice("cache") == Some("shared");
        let is_immutable = settings.boolean("immutable");
        let path = settings.path();
        if mode == "memory" || path == Some(IN_MEMORY) {
            if mode == "ro" || is_immutable {
                return Err(configuration(
                    "a database in memory cannot be opened for reading only",
                ));
            }
            return Ok(match path {
                _ if !shares_cache => Self::Memory,
                Some(name) => Self::SharedMemory(name.to_owned()),
                None => {
                    return Err(configuration(
                        "a shared database in memory needs a name: `sqlite:name`",
                    ));
                }
            });
        }
        let Some(path) = path else {
            return Err(configuration(
                "the URL has no path; write `sqlite:music.db` for a file or `sqlite::memory:` for a database in memory",
            ));
        };
        if is_immutable && settings.is_set("mode") && mode != "ro" {
            return Err(configuration(
                "immutable=true reads only, and goes with mode=ro",
            ));
        }
        let access = match mode {
            "ro" => Access::Read,
            _ if is_immutable => Access::Read,
            "rwc" => Access::Create,
            _ => Access::Write,
        };
        Ok(Self::File {
            path: path.to_owned(),
            access,
            shares_cache,
            is_immutable,
        })
    }
}

impl Pragmas {
    /// What the settings ask for.
    pub(crate) fn of(settings: &Settings) -> Self {
        Self {
            busy_timeout: settings
                .duration("busy_timeout")
                .unwrap_or_default()
                .min(LONGEST_TIMEOUT),
            statement_timeout: settings
                .duration("statement_timeout")
                .filter(|limit| !limit.is_zero()),
            foreign_keys: settings.boolean("foreign_keys"),
            double_quoted_strings: settings.boolean("double_quoted_strings"),
            journal_mode: settings.choice("journal_mode"),
            synchronous: settings.choice("synchronous"),
        }
    }
}

fn configuration(message: &str) -> Error {
    Error::new(ErrorKind::Configuration, message)
}
