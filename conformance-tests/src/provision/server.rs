//! [`LocalServer`]: how a server is started from programs on this machine, as data.
//!
//! Finding the programs is `programs.rs`, running them is `cluster.rs`.

use std::time::Duration;

/// A throw-away server of programs on this machine: a folder, a port and processes of its own, all gone afterwards.
///
/// In commands and in the URL, `{data}` stands for the data folder (it is not there before the set-up), `{port}` for a free TCP
/// port of this machine, and `{socket}` for a folder for sockets.
///
/// Its folder is in memory where the system has one with room, and below `TMPDIR` where that is set.
///
/// Where the tests run as root, the server does not: it is started as the first of [`accounts`](Self::accounts) that is there.
///
/// # Example
/// ```
/// use conformance_tests::provision::LocalServer;
///
/// const SERVER: LocalServer = LocalServer::new(
///     &["mined", "--data", "{data}", "--port", "{port}"],
///     "mine://127.0.0.1:{port}/",
/// )
/// .folders("MINE_BIN", &["/usr/lib/mine/*/bin"])
/// .set_up(&["mine-init", "{data}"])
/// .accounts(&["mine", "nobody"]);
/// # let _ = SERVER;
/// ```
#[derive(Debug, Clone, Copy)]
pub struct LocalServer {
    pub(super) command: &'static [&'static str],
    pub(super) url: &'static str,
    pub(super) variable: Option<&'static str>,
    pub(super) folders: &'static [&'static str],
    pub(super) set_up: Option<&'static [&'static str]>,
    pub(super) accounts: &'static [&'static str],
    pub(super) environment: &'static [(&'static str, &'static str)],
    pub(super) stop: StopSignal,
    pub(super) patience: Duration,
}

/// What asks a server to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum StopSignal {
    /// `SIGTERM`.
    Terminate,
    /// `SIGINT`.
    Interrupt,
    /// `SIGQUIT`.
    Quit,
}

impl StopSignal {
    /// Its name for the shell's `kill -s`.
    #[cfg_attr(not(unix), allow(dead_code, reason = "only Unix has signals to send"))]
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Terminate => "TERM",
            Self::Interrupt => "INT",
            Self::Quit => "QUIT",
        }
    }
}

impl LocalServer {
    /// A server that `command` runs in the foreground until it is asked to end, and that `url` reaches. The first word of a
    /// command is the name of a program.
    #[must_use]
    pub const fn new(command: &'static [&'static str], url: &'static str) -> Self {
        Self {
            command,
            url,
            variable: None,
            folders: &[],
            set_up: None,
            accounts: &[],
            environment: &[],
            stop: StopSignal::Terminate,
            patience: Duration::from_secs(60),
        }
    }

    /// Where the programs are looked for: in the folder that the environment variable `variable` names, and in no other where it
    /// is set; else in those of `PATH`; else in these, where `*` stands for any part of a name and the highest version wins.
    #[must_use]
    pub const fn folders(
        mut self,
        variable: &'static str,
        folders: &'static [&'static str],
    ) -> Self {
        self.variable = Some(variable);
        self.folders = folders;
        self
    }

    /// The command that makes the data folder, before the first start.
    #[must_use]
    pub const fn set_up(mut self, command: &'static [&'static str]) -> Self {
        self.set_up = Some(command);
        self
    }

    /// Accounts to run as where the tests run as root, the best first.
    #[must_use]
    pub const fn accounts(mut self, names: &'static [&'static str]) -> Self {
        self.accounts = names;
        self
    }

    /// Variables for the programs, beside those of the tests.
    #[must_use]
    pub const fn environment(mut self, variables: &'static [(&'static str, &'static str)]) -> Self {
        self.environment = variables;
        self
    }

    /// What asks the server to end, where it is not [`StopSignal::Terminate`]. One that does not listen is killed.
    #[must_use]
    pub const fn stopped_by(mut self, signal: StopSignal) -> Self {
        self.stop = signal;
        self
    }

    /// How long the server may take until it answers, where it is not a minute.
    #[must_use]
    pub const fn patience(mut self, time: Duration) -> Self {
        self.patience = time;
        self
    }

    /// The programs that must be there, all in one folder.
    pub(super) fn programs(&self) -> Vec<&'static str> {
        let commands = [self.set_up.unwrap_or_default(), self.command];
        commands
            .into_iter()
            .filter_map(|command| command.first().copied())
            .collect()
    }
}
