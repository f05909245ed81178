//! A schema that holds all that PostgreSQL's catalog can, made again from what was read of it, is the same to `pg_dump`.
//!
//! The two dumps are compared as they are, but for the lines that [`LEFT_OUT`] lists with their reasons.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test fails by panicking, its helpers too, and says what it had no program for"
)]

#[path = "../server/mod.rs"]
mod server;

use std::path::PathBuf;
use std::process::Command;

use backend_core::connection::Connection;
use backend_core::introspection::Scope;
use backend_core::model::Schema;
use backend_core::schema_editor::{NoProgress, creation, destruction, plan, run};
use backend_core::sql::Statement;
use backend_postgres::BACKEND;
use conformance_tests::provision::Running;

/// What the original is made of, with the version of the server from which on.
const ORIGINAL: [(u32, &str); 5] = [
    (12, include_str!("../introspection/hard.sql")),
    (12, include_str!("more.sql")),
    (15, include_str!("../introspection/hard_since_15.sql")),
    (15, include_str!("more_since_15.sql")),
    (18, include_str!("../introspection/hard_since_18.sql")),
];

/// What is not compared, by how a line or an entry begins, with the reason.
const LEFT_OUT: &[(&str, &str)] = &[
    ("\\restrict ", "a word that each dump draws anew"),
    ("\\unrestrict ", "a word that each dump draws anew"),
    (
        "WITH (fillfactor=",
        "parameters of storage are kept by name, not in the order in which they were given",
    ),
    (
        "WITH (autovacuum_enabled=",
        "the other order of the same parameters",
    ),
    (
        "    bits bit varying(5) DEFAULT ",
        "a default that is a text keeps no type: a bit string's is the column's, not that of the constant",
    ),
    (
        "attached_value_idx; ",
        "an index that an index which cannot be used has in one partition and not in all is not in the model",
    ),
    (
        "measured_invalid; Type: INDEX;",
        "it stands elsewhere among the indexes, as no partition's hangs on it; that it is there, the model says",
    ),
];

/// Where programs of PostgreSQL are, beside `PATH` and what `POSTGRES_BIN` names.
const FOLDERS: &str = "/usr/lib/postgresql";

/// Whether the program has to be there: where PostgreSQL is expected, and its server is that of this machine's packages, which have
/// the program too. Servers elsewhere and in containers, and those that one's own folder holds, need not.
fn must_have_program() -> bool {
    let set = |name| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let expected = std::env::var("CONFORMANCE_EXPECT");
    expected.is_ok_and(|vendors| vendors.split(',').any(|vendor| vendor.trim() == "postgres"))
        && !["POSTGRES_URL", "POSTGRES_IMAGE", "POSTGRES_BIN"]
            .into_iter()
            .any(set)
}

/// A server, a session with each of two databases, and the program.
struct Databases {
    _running: Running,
    keeper: Connection,
    names: [String; 2],
    sessions: Vec<Connection>,
    urls: [String; 2],
    program: PathBuf,
}

impl Databases {
    async fn new() -> Option<Self> {
        let running = match server::provision().start(&BACKEND) {
            Ok(running) => running,
            Err(missing) => {
                assert!(!missing.is_failure("postgres"), "no server: {missing}");
                eprintln!("no server: {missing}");
                return None;
            }
        };
        let settings = BACKEND.settings(running.url()).unwrap();
        let mut keeper = BACKEND.connect(&settings).await.unwrap();
        let version = keeper.server().version.major;
        let Some(program) = program(version) else {
            assert!(!must_have_program(), "no pg_dump for PostgreSQL {version}");
            eprintln!("no pg_dump for PostgreSQL {version}");
            return None;
        };
        let names = ["original", "copy"].map(|it| format!("dump_{it}_{}", std::process::id()));
        let mut sessions = Vec::new();
        for name in &names {
            let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
            keeper.execute(&Statement::new(create)).await.unwrap();
            let settings = settings.clone().with_database(name.as_str()).unwrap();
            sessions.push(BACKEND.connect(&settings).await.unwrap());
        }
        let at = |name: &String| {
            let (before, _) = running.url().rsplit_once('/').unwrap();
            format!("{before}/{name}")
        };
        let urls = [at(&names[0]), at(&names[1])];
        Some(Self {
            _running: running,
            keeper,
            names,
            sessions,
            urls,
            program,
        })
    }

    fn version(&self) -> u32 {
        self.keeper.server().version.major
    }

    /// The lines of a dump, but those that are left out.
    fn dump(&self, which: usize) -> Vec<String> {
        let output = Command::new(&self.program)
            .args(["--schema-only", "--dbname", &self.urls[which]])
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let text = String::from_utf8(output.stdout).unwrap();
        let is_compared = |text: &&str| {
            !LEFT_OUT
                .iter()
                .any(|(beginning, _)| text.starts_with(beginning))
        };
        let entries = text.split("\n--\n-- Name: ").filter(is_compared);
        entries
            .flat_map(str::lines)
            .filter(is_compared)
            .map(str::to_owned)
            .collect()
    }

    async fn read(&mut self, which: usize) -> Schema {
        let session = &mut self.sessions[which];
        let snapshot = BACKEND.introspect(session, &Scope::all()).await.unwrap();
        assert_eq!(snapshot.warnings, []);
        snapshot.schema
    }

    async fn remove(mut self) {
        for session in self.sessions {
            session.close().await.unwrap();
        }
        for name in self.names {
            let drop = Statement::new(format!("DROP DATABASE {name}"));
            self.keeper.execute(&drop).await.unwrap();
        }
    }
}

/// The program of that version or a later one: dumps of servers that are newer are refused.
fn program(version: u32) -> Option<PathBuf> {
    let named = std::env::var_os("POSTGRES_BIN").map(PathBuf::from);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed = std::fs::read_dir(FOLDERS).into_iter().flatten().flatten();
    named
        .into_iter()
        .chain(std::env::split_paths(&path))
        .chain(installed.map(|entry| entry.path().join("bin")))
        .map(|folder| folder.join(format!("pg_dump{}", std::env::consts::EXE_SUFFIX)))
        .find(|program| {
            let output = Command::new(program).arg("--version").output();
            let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
            let said = said.unwrap_or_default();
            let number = said
                .split(|c: char| !c.is_ascii_digit())
                .find(|it| !it.is_empty());
            number
                .and_then(|it| it.parse().ok())
                .is_some_and(|found: u32| found >= version)
        })
}

/// What differs, with the lines around it.
fn first_difference(one: &[String], other: &[String]) -> Option<String> {
    let at = one.iter().zip(other).position(|(one, other)| one != other);
    let at = at.or_else(|| (one.len() != other.len()).then(|| one.len().min(other.len())))?;
    let around = |lines: &[String]| {
        let shown = lines.iter().skip(at.saturating_sub(8)).take(24);
        shown.cloned().collect::<Vec<_>>().join("\n")
    };
    Some(format!(
        "line {at}:\n{}\n-----\n{}",
        around(one),
        around(other)
    ))
}

#[tokio::test]
async fn a_schema_made_again_is_the_same_to_pg_dump() {
    let Some(mut databases) = Databases::new().await else {
        return;
    };
    let version = databases.version();
    for (since, script) in ORIGINAL {
        if version >= since
            && let Err(error) = databases.sessions[0].batch(script).await
        {
            panic!("{error} ({:?})", error.detail());
        }
    }
    let schema = databases.read(0).await;
    assert!(schema.tables.len() >= 60, "{} tables", schema.tables.len());
    let empty = databases.read(1).await;
    let dialect = databases.sessions[1].dialect().clone();
    let mut before = empty.clone();
    for change in creation(&schema, &dialect.features) {
        let steps = plan(BACKEND.schema_editor, &dialect, &before, &change);
        let steps = steps.unwrap_or_else(|error| panic!("{error}: {change:#?}"));
        if let Err(stopped) = run(&mut databases.sessions[1], &steps, &mut NoProgress).await {
            panic!("{stopped}: {}\n{steps}", stopped.error);
        }
        before.apply(&change).unwrap();
    }
    let (original, copy) = (databases.dump(0), databases.dump(1));
    if let Some(difference) = first_difference(&original, &copy) {
        for (n, lines) in [original, copy].iter().enumerate() {
            let folder = std::env::temp_dir();
            let _ = std::fs::write(
                folder.join(format!("dump_{version}_{n}.sql")),
                lines.join("\n"),
            );
        }
        panic!("{difference}");
    }
    // As texts: a default that is NaN equals nothing.
    let lines = |schema: &Schema| {
        let text = format!("{schema:#?}");
        text.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let again = databases.read(1).await;
    if let Some(difference) = first_difference(&lines(&schema), &lines(&again)) {
        panic!("{difference}");
    }
    for change in destruction(&schema, &dialect.features) {
        let steps = plan(BACKEND.schema_editor, &dialect, &before, &change);
        let steps = steps.unwrap_or_else(|error| panic!("{error}: {change:#?}"));
        if let Err(stopped) = run(&mut databases.sessions[1], &steps, &mut NoProgress).await {
            panic!("{stopped}: {}\n{steps}", stopped.error);
        }
        before.apply(&change).unwrap();
    }
    assert_eq!(databases.read(1).await, empty);
    databases.remove().await;
}
