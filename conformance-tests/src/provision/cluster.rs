//! [`Cluster`]: a [`LocalServer`] that runs.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use backend_core::backend::Backend;

use super::account::{self, Account};
use super::folder::RunFolder;
use super::guard::{Guard, Guarded, LOG, log_tail};
use super::server::LocalServer;
use super::{programs, ready};

/// How long the set-up may take.
const SET_UP: Duration = Duration::from_secs(120);

/// How many ports are tried: another process may take a free one before the server does.
const PORTS: usize = 3;

/// A server of programs on this machine, with its folder.
#[derive(Debug)]
pub(super) struct Cluster {
    server: LocalServer,
    backend: &'static Backend,
    programs: PathBuf,
    account: Option<Account>,
    port: u16,
    // The process goes before the folder does.
    guard: Option<Guard>,
    folder: RunFolder,
}

impl Cluster {
    /// Finds the programs, makes the data folder and starts the server; says why where that fails.
    pub(super) fn start(
        server: &LocalServer,
        backend: &'static Backend,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        let programs = programs::find(server, variable)?;
        let at = |why: String| format!("the server in {}: {why}", programs.display());
        let account = account::choose(server.accounts).map_err(at)?;
        let folder = RunFolder::below(&account::temporary_folder(account), "server")
            .map_err(|error| at(format!("no folder for it: {error}")))?;
        if let Some(account) = account {
            account::give(folder.path(), account)
                .map_err(|error| at(format!("no folder for its account: {error}")))?;
        }
        let mut cluster = Self {
            server: *server,
            backend,
            programs: programs.clone(),
            account,
            port: 0,
            guard: None,
            folder,
        };
        cluster.set_up().map_err(at)?;
        cluster.run(PORTS).map_err(at)?;
        Ok(cluster)
    }

    /// Where its programs are.
    pub(super) fn programs(&self) -> &Path {
        &self.programs
    }

    /// The folder for its sockets.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn url(&self) -> String {
        self.filled(self.server.url)
    }

    fn set_up(&self) -> Result<(), String> {
        let Some(command) = self.server.set_up else {
            return Ok(());
        };
        let mut guard = self.guard(command)?;
        let ended = guard.wait(SET_UP);
        match ended {
            Ok(status) if status.success() => {
                // What went well is no part of the server's last words. Where it stays, it is one all the same.
                let _ = std::fs::remove_file(self.folder().join(LOG));
                Ok(())
            }
            Ok(status) => Err(format!(
                "its set-up failed with {status}{}",
                log_tail(self.folder())
            )),
            Err(error) => Err(format!(
                "its set-up does not end: {error}{}",
                log_tail(self.folder())
            )),
        }
    }

    /// Starts the server on a free port, and on another one where it ends before it answers.
    fn run(&mut self, ports: usize) -> Result<(), String> {
        let mut result = Ok(());
        for _ in 0..ports {
            self.port = free_port().map_err(|error| format!("no free port: {error}"))?;
            match self.launch() {
                Err(Launch::Ended(why)) => result = Err(why),
                Err(Launch::Silent(why)) => return Err(why),
                Ok(()) => return Ok(()),
            }
        }
        result
    }

    /// Starts the server on its port and waits until it answers.
    fn launch(&mut self) -> Result<(), Launch> {
        let mut guard = self.guard(self.server.command).map_err(Launch::Silent)?;
        let url = self.url();
        let mut ended = None;
        let waited = ready::wait(self.backend, &url, self.server.patience, || {
            match guard.ended() {
                Ok(None) => Ok(()),
                Ok(Some(status)) => {
                    ended = Some(status);
                    Err(format!("it ended with {status}"))
                }
                Err(error) => Err(error.to_string()),
            }
        });
        match waited {
            Ok(()) => {
                self.guard = Some(guard);
                Ok(())
            }
            Err(why) => {
                let why = format!("{why}{}", log_tail(self.folder()));
                // The folder must outlive it: another attempt needs the data.
                Err(match ended {
                    Some(_) => Launch::Ended(why),
                    None => Launch::Silent(why),
                })
            }
        }
    }

    fn guard(&self, command: &[&str]) -> Result<Guard, String> {
        let (program, arguments) = command.split_first().ok_or("it has no command")?;
        let guarded = Guarded {
            folder: self.folder(),
            program: self.programs.join(program),
            arguments: arguments.iter().map(|word| self.filled(word)).collect(),
            environment: self.server.environment,
            stop: self.server.stop,
            account: self.account,
        };
        Guard::start(&guarded).map_err(|error| format!("{program} cannot be started: {error}"))
    }

    fn filled(&self, text: &str) -> String {
        let folder = self.folder();
        text.replace("{data}", &folder.join("data").to_string_lossy())
            .replace("{socket}", &folder.to_string_lossy())
            .replace("{port}", &self.port.to_string())
    }

    /// Kills the server without a word.
    pub(super) fn kill(&mut self) -> Result<(), String> {
        let Some(mut guard) = self.guard.take() else {
            return Ok(());
        };
        guard
            .kill(self.folder.path())
            .map_err(|error| format!("the server cannot be killed: {error}"))
    }

    /// Starts the server again, with the same data and the same port.
    pub(super) fn start_again(&mut self) -> Result<(), String> {
        // What a killed server leaves may hinder the next one for a moment.
        let mut result = Ok(());
        for _ in 0..20 {
            match self.launch() {
                Ok(()) => return Ok(()),
                Err(Launch::Silent(why)) => return Err(why),
                Err(Launch::Ended(why)) => result = Err(why),
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        result
    }

    /// Stops the server and removes its folder; says what is left.
    pub(super) fn stop(&mut self) -> Vec<String> {
        let mut left = Vec::new();
        if let Some(mut guard) = self.guard.take()
            && let Err(error) = guard.stop()
        {
            left.push(format!("the server does not end: {error}"));
        }
        left.extend(self.folder.remove().err());
        left
    }
}

/// Why a server does not answer.
enum Launch {
    /// It ended; on another port it may not.
    Ended(String),
    /// It could not be started, or runs and does not answer.
    Silent(String),
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
