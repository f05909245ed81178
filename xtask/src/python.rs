//! What `cargo xtask parse` needs before it can make an environment for its parser: Python, with the modules that make one.

use std::process::{Command, Stdio};

use crate::servers::Machine;
use crate::steps::Step;

/// What to do where nothing can be installed.
const ADVICE: &str = "install Python 3.11 or newer with its module venv (Debian, Ubuntu: apt-get install python3-venv)";

/// Fails where Python is too old or cannot make an environment.
const QUESTION: &str = "import sys, ensurepip, tomllib, venv; sys.exit(sys.version_info < (3, 11))";

/// Whether the Python of this machine can make an environment.
#[must_use]
pub fn is_there() -> bool {
    let mut command = Command::new("python3");
    command.args(["-c", QUESTION]).stdin(Stdio::null());
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// The steps that install it.
///
/// # Errors
/// What a person must do where that is not possible.
pub fn missing(is_there: bool, machine: &Machine) -> Result<Vec<Step>, &'static str> {
    if is_there {
        return Ok(Vec::new());
    }
    let prefix = machine.privilege.as_ref().ok_or(ADVICE)?;
    let step = |name: &'static str, command: &[&'static str]| Step {
        name,
        command: [prefix, command].concat(),
        environment: Vec::new(),
        required: true,
    };
    Ok(vec![
        step("list of packages", &["apt-get", "update", "-q"]),
        step(
            "Python",
            &[
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-q",
                "-y",
                "--no-install-recommends",
                "python3",
                "python3-venv",
            ],
        ),
    ])
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::missing;
    use crate::servers::Machine;

    #[test]
    fn what_is_missing_is_installed_or_a_person_is_told() {
        let mut machine = Machine {
            variables: Vec::new(),
            path: Vec::new(),
            root: PathBuf::new(),
            privilege: Some(vec!["sudo", "-n"]),
        };
        assert_eq!(missing(true, &machine), Ok(Vec::new()));
        let steps = missing(false, &machine).unwrap();
        let sudo = |command: &[&str]| command.starts_with(&["sudo", "-n"]);
        assert!(
            steps
                .iter()
                .all(|step| step.required && sudo(&step.command))
        );
        machine.privilege = None;
        let advice = missing(false, &machine).unwrap_err();
        assert!(advice.contains("apt-get install python3-venv"));
        assert_eq!(missing(true, &machine), Ok(Vec::new()));
    }
}
