//! What `cargo xtask test` installs so that the vendors it expects have a server: programs only, which the suite starts and
//! stops itself. Debian's package of PostgreSQL would make and start a cluster of its own; it is told not to.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::steps::Step;

/// A server that the tests of a vendor need.
struct Server {
    vendor: &'static str,
    /// Any of these says where a server is: then there is nothing to install.
    variables: &'static [&'static str],
    program: &'static str,
    /// A folder with a folder for each version, each of which has the programs in its `bin`.
    versions: &'static str,
    /// What to do on Debian and Ubuntu.
    debian: fn(&[&'static str]) -> Vec<Step>,
    /// What to do elsewhere.
    advice: &'static str,
}

const SERVERS: [Server; 2] = [
    POSTGRES,
    // The example of a child: its parent's server, with a URL of its own.
    Server {
        vendor: "pooled",
        variables: &["POOLED_URL", "POSTGRES_BIN"],
        ..POSTGRES
    },
];

const POSTGRES: Server = Server {
    vendor: "postgres",
    variables: &["POSTGRES_URL", "POSTGRES_BIN"],
    program: "initdb",
    versions: "/usr/lib/postgresql",
    debian: postgres_on_debian,
    advice: "install the programs of the PostgreSQL server (Debian, Ubuntu: apt-get install postgresql; macOS: brew install \
             postgresql@18), or set POSTGRES_BIN, or POSTGRES_URL and POOLED_URL",
};

/// What this machine is like, as far as servers are concerned.
#[derive(Debug, Clone)]
pub struct Machine {
    /// Whether a variable is set.
    pub variables: Vec<String>,
    /// Folders in which programs are looked for.
    pub path: Vec<PathBuf>,
    /// Below which folder the absolute paths of servers are.
    pub root: PathBuf,
    /// What comes before a command that changes the system; `None` where that is not possible.
    pub privilege: Option<Vec<&'static str>>,
}

impl Machine {
    /// This one.
    #[must_use]
    pub fn this() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let set = env::vars_os().filter(|(_, value)| !value.is_empty());
        Self {
            variables: set
                .filter_map(|(name, _)| name.into_string().ok())
                .collect(),
            path: env::split_paths(&path).collect(),
            root: PathBuf::from("/"),
            privilege: privilege(),
        }
    }

    fn has(&self, server: &Server) -> bool {
        let set = |name: &&str| self.variables.iter().any(|variable| variable == name);
        let versions = self.root.join(server.versions.trim_start_matches('/'));
        let installed = fs::read_dir(versions).into_iter().flatten().flatten();
        let mut folders = self
            .path
            .iter()
            .cloned()
            .chain(installed.map(|entry| entry.path().join("bin")));
        server.variables.iter().any(set)
            || folders.any(|folder: PathBuf| folder.join(server.program).is_file())
    }
}

/// How this process may change the system: as root, or by `sudo` where that asks nothing. Only where there is `apt-get`.
fn privilege() -> Option<Vec<&'static str>> {
    let works = |program: &str, arguments: &[&str]| {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !Path::new("/usr/bin/apt-get").exists() {
        return None;
    }
    let root = Command::new("id").arg("-u").output();
    if root.is_ok_and(|output| output.stdout.trim_ascii() == b"0") {
        return Some(Vec::new());
    }
    works("sudo", &["-n", "true"]).then(|| vec!["sudo", "-n"])
}

/// The steps that install what the expected vendors lack on this machine, and what a person must do where that is not possible.
#[must_use]
pub fn missing(expected: &str, machine: &Machine) -> (Vec<Step>, Vec<&'static str>) {
    let (mut steps, mut advice): (Vec<Step>, Vec<_>) = (Vec::new(), Vec::new());
    let expected: Vec<_> = expected.split(',').map(str::trim).collect();
    let lacking = SERVERS
        .iter()
        .filter(|server| expected.contains(&server.vendor) && !machine.has(server));
    for server in lacking {
        match &machine.privilege {
            Some(prefix) => steps.extend((server.debian)(prefix)),
            None => advice.push(server.advice),
        }
    }
    // Two vendors may lack the same programs.
    let mut seen = Vec::new();
    steps.retain(|step| {
        let is_new = !seen.contains(step);
        seen.push(step.clone());
        is_new
    });
    advice.dedup();
    (steps, advice)
}

/// The file that keeps the package from making a cluster of its own, for as long as the installation takes.
const NO_CLUSTER: &str = "/etc/postgresql-common/createcluster.d/no-main-cluster.conf";

fn postgres_on_debian(prefix: &[&'static str]) -> Vec<Step> {
    let step = |name: &'static str, command: &[&'static str]| Step {
        name,
        command: [prefix, command].concat(),
        environment: Vec::new(),
        required: false,
    };
    vec![
        step("list of packages", &["apt-get", "update", "-q"]),
        step(
            "no cluster and no service of the package's own",
            &[
                "sh",
                "-c",
                "mkdir -p \"$(dirname \"$0\")\" && echo create_main_cluster = false >\"$0\"",
                NO_CLUSTER,
            ],
        ),
        step(
            "programs of the PostgreSQL server",
            &[
                "env",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "install",
                "-q",
                "-y",
                "--no-install-recommends",
                "postgresql",
            ],
        ),
        step(
            "later packages make clusters again",
            &["rm", "-f", NO_CLUSTER],
        ),
    ]
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Machine, missing};

    /// A machine without servers, on which everything may be installed.
    fn bare(root: PathBuf) -> Machine {
        Machine {
            variables: Vec::new(),
            path: Vec::new(),
            root,
            privilege: Some(vec!["sudo", "-n"]),
        }
    }

    #[test]
    fn what_is_expected_and_missing_is_installed_with_the_privilege_there_is() {
        let folder = tempfile::tempdir().unwrap();
        let machine = bare(folder.path().to_owned());
        let (steps, advice) = missing("sqlite, postgres", &machine);
        assert!(advice.is_empty());
        assert!(
            steps
                .iter()
                .all(|step| step.command.starts_with(&["sudo", "-n"]))
        );
        assert!(
            steps
                .iter()
                .any(|step| step.command.ends_with(&["postgresql"]))
        );
        assert_eq!(missing("sqlite", &machine), (Vec::new(), Vec::new()));
        assert_eq!(missing("postgres,pooled", &machine).0, steps, "once");
    }

    #[test]
    fn without_the_privilege_a_person_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let machine = Machine {
            privilege: None,
            ..bare(folder.path().to_owned())
        };
        let (steps, advice) = missing("postgres", &machine);
        assert!(steps.is_empty());
        assert!(advice.concat().contains("apt-get install postgresql"));
    }

    #[test]
    fn a_server_that_is_there_or_named_is_enough() {
        let folder = tempfile::tempdir().unwrap();
        let nothing = (Vec::new(), Vec::new());
        let named = Machine {
            variables: vec!["POSTGRES_URL".to_owned()],
            ..bare(folder.path().to_owned())
        };
        assert_eq!(missing("postgres", &named), nothing);
        assert_ne!(
            missing("pooled", &named),
            nothing,
            "it has a URL of its own"
        );
        let bin = folder.path().join("usr/lib/postgresql/15/bin");
        std::fs::create_dir_all(&bin).unwrap();
        let machine = bare(folder.path().to_owned());
        assert_ne!(missing("postgres", &machine), nothing);
        std::fs::write(bin.join("initdb"), "").unwrap();
        assert_eq!(missing("postgres", &machine), nothing);
        let on_path = Machine {
            path: vec![bin],
            ..bare(folder.path().join("empty"))
        };
        assert_eq!(missing("postgres", &on_path), nothing);
    }
}
