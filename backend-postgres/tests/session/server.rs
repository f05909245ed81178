//! Servers for these tests: one that all share, with users, rules of access and TLS; others for whoever spoils them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::sql::Statement;
use backend_postgres::BACKEND;
use conformance_tests::provision::Running;
use tempfile::TempDir;

use crate::authority::{Authority, Signed, Validity};
use crate::provided;

/// The host for which the server's certificate is.
pub(crate) const HOST: &str = "db.example";

/// What the tests' passwords have in common, so that one that is shown is found.
pub(crate) const SECRET: &str = "correct-horse";

/// Users, each with a rule of access.
const USERS: &str = "
    SET password_encryption = 'scram-sha-256';
    CREATE ROLE scram LOGIN PASSWORD 'correct-horse-scram';
    CREATE ROLE clear LOGIN PASSWORD 'correct-horse-clear';
    SET password_encryption = 'md5';
    CREATE ROLE hashed LOGIN PASSWORD 'correct-horse-hashed';
    CREATE ROLE certified LOGIN;
    CREATE ROLE encrypted LOGIN;
    CREATE ROLE rejected LOGIN;
    CREATE ROLE group_only NOLOGIN;
    CREATE ROLE crowded LOGIN CONNECTION LIMIT 0;
    CREATE ROLE stranger LOGIN;
    CREATE DATABASE private;
    CREATE DATABASE shut ALLOW_CONNECTIONS false;
    CREATE DATABASE reads_only;
    ALTER DATABASE reads_only SET default_transaction_read_only = on;
    REVOKE CONNECT ON DATABASE private FROM PUBLIC;
";

const RULES: &str = "local all all trust
hostssl all certified all cert
hostssl all encrypted all trust
host all encrypted all reject
host all rejected all reject
host all scram all scram-sha-256
host all clear all password
host all hashed all md5
host all all all trust
";

/// A server that runs, and what its clients need to know.
pub(crate) struct Server {
    pub(crate) running: Running,
    pub(crate) port: u16,
    /// The folder of its socket.
    pub(crate) socket: PathBuf,
    pub(crate) authority: Authority,
    /// Files for clients.
    files: TempDir,
}

impl Server {
    /// Starts one, or says why there is none.
    pub(crate) async fn start() -> Option<Self> {
        let running = match provided::local().start(&BACKEND) {
            Ok(running) => running,
            Err(missing) if missing.is_failure("postgres") => panic!("{missing}"),
            Err(missing) => {
                eprintln!("not run, for there is no server: {missing}");
                return None;
            }
        };
        let mut connection = connect(running.url()).await.unwrap();
        let port = setting(&mut connection, "port").await.parse().unwrap();
        let socket = setting(&mut connection, "unix_socket_directories").await;
        Some(Self {
            running,
            port,
            socket: PathBuf::from(socket),
            authority: Authority::new("The Tests' Authority"),
            files: tempfile::tempdir().unwrap(),
        })
    }

    /// The one that all tests share, which they leave as it is.
    pub(crate) fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Server>> = OnceLock::new();
        let started = SHARED.get_or_init(|| {
            // The caller's runtime ends with its test.
            let start = || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap();
                runtime.block_on(async {
                    let server = Self::start().await?;
                    server.encrypt(HOST, Validity::Now).await;
                    server.admit_users().await;
                    Some(server)
                })
            };
            std::thread::spawn(start).join().unwrap()
        });
        started.as_ref()
    }

    /// A URL of this server, with what stands before the host and behind it.
    pub(crate) fn url(&self, user: &str, rest: &str) -> String {
        format!("postgres://{user}@127.0.0.1:{}/{rest}", self.port)
    }

    /// Opens a session as the server's owner.
    pub(crate) async fn owner(&self) -> Connection {
        connect(self.running.url()).await.unwrap()
    }

    /// Gives the server a certificate, and waits until it uses it.
    pub(crate) async fn encrypt(&self, host: &str, validity: Validity) {
        let signed = self.authority.server(host, validity);
        let mut owner = self.owner().await;
        let data = setting(&mut owner, "data_directory").await;
        write(
            &mut owner,
            &format!("{data}/tests.crt"),
            &signed.certificate,
        )
        .await;
        write(&mut owner, &format!("{data}/tests.key"), &signed.key).await;
        write(
            &mut owner,
            &format!("{data}/tests.ca"),
            &self.authority.certificate(),
        )
        .await;
        for (name, value) in [
            ("ssl_cert_file", "tests.crt"),
            ("ssl_key_file", "tests.key"),
            ("ssl_ca_file", "tests.ca"),
            ("ssl", "on"),
        ] {
            let sql = format!("ALTER SYSTEM SET {name} = '{value}'");
            owner.execute(&Statement::new(sql)).await.unwrap();
        }
        self.reload(&mut owner).await;
    }

    /// Makes the users, and the rules of their access.
    async fn admit_users(&self) {
        let mut owner = self.owner().await;
        for sql in USERS
            .split(';')
            .map(str::trim)
            .filter(|sql| !sql.is_empty())
        {
            owner.execute(&Statement::new(sql)).await.unwrap();
        }
        let data = setting(&mut owner, "data_directory").await;
        write(&mut owner, &format!("{data}/pg_hba.conf"), RULES).await;
        self.reload(&mut owner).await;
    }

    /// Sessions that are opened afterwards see the new settings.
    async fn reload(&self, owner: &mut Connection) {
        let loaded = async |connection: &mut Connection| {
            let sql = Statement::new("SELECT pg_conf_load_time()::text");
            connection.fetch_one::<(String,)>(&sql).await.unwrap().0
        };
        let before = loaded(owner).await;
        let reload = Statement::new("SELECT pg_reload_conf()");
        owner.execute(&reload).await.unwrap();
        // The server's first process takes the signal when it comes to it; only it opens sessions.
        loop {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            if loaded(&mut self.owner().await).await != before {
                return;
            }
        }
    }

    /// Writes a file for clients, which only its owner can read.
    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.files.path().join(name);
        fs::write(&path, text).unwrap();
        protect(&path);
        path
    }

    /// The file of the authority's certificate.
    pub(crate) fn root(&self) -> String {
        let path = self.file("root.pem", &self.authority.certificate());
        path.display().to_string()
    }

    /// The options of a client's certificate.
    pub(crate) fn client_options(&self, name: &str, signed: &Signed) -> String {
        let certificate = self.file(&format!("{name}.crt"), &signed.certificate);
        let key = self.file(&format!("{name}.key"), &signed.key);
        format!("sslcert={}&sslkey={}", certificate.display(), key.display())
    }
}

#[cfg(unix)]
fn protect(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn protect(_path: &Path) {}

pub(crate) async fn connect(url: &str) -> Result<Connection> {
    BACKEND.connect(&BACKEND.settings(url)?).await
}

/// Opens a session that must not open, and returns its sentence; nothing of the error shows a secret.
pub(crate) async fn refusal(url: &str, kind: ErrorKind) -> String {
    let error = connect(url).await.unwrap_err();
    sentence(&error, kind)
}

/// The sentence of an error, which is of that kind and shows no secret in any form, its sources' included.
pub(crate) fn sentence(error: &Error, kind: ErrorKind) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        shown.push_str(&format!("{source} {source:?}"));
        cause = source.source();
    }
    assert!(!shown.contains(SECRET), "{shown}");
    assert_eq!(error.kind(), kind, "{error:?}");
    eprintln!("{kind:?}: {error}");
    error.to_string()
}

/// A setting of the session.
pub(crate) async fn setting(connection: &mut Connection, name: &str) -> String {
    let sql = Statement::new("SELECT current_setting($1)").bind(name);
    connection.fetch_one::<(String,)>(&sql).await.unwrap().0
}

/// Writes a file as the server, which is whom it has to belong to.
async fn write(owner: &mut Connection, path: &str, text: &str) {
    let sql = format!(
        "COPY (SELECT unnest(string_to_array('{}', E'\\n'))) TO PROGRAM 'umask 077; cat > {path}'",
        text.trim_end()
    );
    owner.execute(&Statement::new(sql)).await.unwrap();
}
