//! [`Account`]: whom a server runs as where the tests run as root, which servers refuse.

use std::path::{Path, PathBuf};

/// An account by its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Account {
    #[cfg(unix)]
    pub(super) user: u32,
    #[cfg(unix)]
    pub(super) group: u32,
}

/// Whom to run a server as: nobody else, where the tests do not run as root.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "as on Unix")]
pub(super) fn choose(_names: &[&str]) -> Result<Option<Account>, String> {
    Ok(None)
}

/// Whom to run a server as: nobody else, where the tests do not run as root.
#[cfg(unix)]
pub(super) fn choose(names: &[&str]) -> Result<Option<Account>, String> {
    if number("-u", None) != Some(0) {
        return Ok(None);
    }
    let account = |name: &&str| {
        let (user, group) = (number("-u", Some(name))?, number("-g", Some(name))?);
        (user != 0).then_some(Account { user, group })
    };
    match names.iter().find_map(account) {
        Some(account) => Ok(Some(account)),
        None if names.is_empty() => Ok(None),
        None => Err(format!(
            "the tests run as root, and of the accounts {} none is there",
            names.join(", ")
        )),
    }
}

/// What `id` says: of this process, or of an account.
#[cfg(unix)]
fn number(option: &str, name: Option<&str>) -> Option<u32> {
    let output = std::process::Command::new("id")
        .arg(option)
        .args(name)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.trim().parse().ok().filter(|_| output.status.success())
}

/// Makes a folder and its contents the account's.
#[cfg(unix)]
pub(super) fn give(path: &Path, account: Account) -> std::io::Result<()> {
    std::os::unix::fs::chown(path, Some(account.user), Some(account.group))
}

/// Makes a folder and its contents the account's.
#[cfg(not(unix))]
pub(super) fn give(_path: &Path, _account: Account) -> std::io::Result<()> {
    Ok(())
}

/// A folder in memory, where the system has one. A server makes and removes hundreds of files for each database, which takes
/// memory a sixth of a disk's time.
#[cfg(unix)]
const IN_MEMORY: &str = "/dev/shm";

/// The room that a folder in memory must have: containers often have one of 64 MB.
#[cfg(unix)]
const ROOM_KIB: u64 = 2 * 1024 * 1024;

/// Where a server's folder belongs: where `TMPDIR` says, else in memory, else where temporary files do. The usual folder may
/// be closed to others than root.
#[cfg(unix)]
pub(super) fn temporary_folder(account: Option<Account>) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;

    let usual = std::env::temp_dir();
    let chosen = std::env::var_os("TMPDIR").is_some_and(|folder| !folder.is_empty());
    let memory = Path::new(IN_MEMORY);
    if !chosen && memory.is_dir() && free_kib(memory).is_some_and(|free| free >= ROOM_KIB) {
        return memory.to_owned();
    }
    let open = |folder: &Path| {
        std::fs::metadata(folder).is_ok_and(|data| data.permissions().mode() & 0o001 != 0)
    };
    if account.is_none() || usual.ancestors().all(open) {
        usual
    } else {
        PathBuf::from("/tmp")
    }
}

/// What `df` says is free in the file system of a folder.
#[cfg(unix)]
fn free_kib(folder: &Path) -> Option<u64> {
    let output = std::process::Command::new("df")
        .arg("-Pk")
        .arg(folder)
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

/// Where temporary files belong.
#[cfg(not(unix))]
pub(super) fn temporary_folder(_account: Option<Account>) -> PathBuf {
    std::env::temp_dir()
}
