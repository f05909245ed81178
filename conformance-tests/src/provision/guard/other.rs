//! [`Guard`] where there is no shell: a child that is killed when it is dropped. What a killed process leaves, the next run
//! removes.

use std::fs::OpenOptions;
use std::io::{self, ErrorKind};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::{Guarded, LOG};

/// A guarded command, or a guarded folder or container.
#[derive(Debug)]
pub(crate) struct Guard {
    child: Option<Child>,
}

impl Guard {
    /// Nothing: the folder's owner removes it, or the next run.
    pub(crate) fn of_folder(_folder: &Path) -> io::Result<Self> {
        Ok(Self { child: None })
    }

    /// Nothing: the container's owner removes it, or the next run.
    #[cfg(feature = "containers")]
    pub(in crate::provision) fn of_container(_folder: &Path) -> io::Result<Self> {
        Ok(Self { child: None })
    }

    /// Starts a command.
    pub(in crate::provision) fn start(guarded: &Guarded<'_>) -> io::Result<Self> {
        let log = OpenOptions::new()
            .create(true)
            .append(true)
            .open(guarded.folder.join(LOG))?;
        let child = Command::new(&guarded.program)
            .args(&guarded.arguments)
            .envs(guarded.environment.iter().copied())
            .current_dir(guarded.folder)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        Ok(Self { child: Some(child) })
    }

    /// How the command ended, where it has.
    pub(in crate::provision) fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        match &mut self.child {
            Some(child) => child.try_wait(),
            None => Ok(None),
        }
    }

    /// Waits until the command has ended by itself.
    pub(in crate::provision) fn wait(&mut self, limit: Duration) -> io::Result<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.ended()? {
                return Ok(status);
            }
            if Instant::now() > deadline {
                return Err(ErrorKind::TimedOut.into());
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Stops the command and waits until it has ended.
    pub(in crate::provision) fn stop(&mut self) -> io::Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Kills the command without a word, as a crash would; the folder stays.
    pub(in crate::provision) fn kill(&mut self, _folder: &Path) -> io::Result<()> {
        self.stop()
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        // Nothing is left to be done about it.
        let _ = self.stop();
    }
}

/// A killed process's command cannot be told from others here.
pub(super) fn end_of_command(_folder: &Path) {}
