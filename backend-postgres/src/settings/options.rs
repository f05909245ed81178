//! The options of PostgreSQL's URLs, as a table.

use backend_core::settings::{OptionInfo, OptionKind};

/// A number that counts something, up to what the protocol and the operating system take.
const COUNT: OptionKind = OptionKind::Integer {
    min: 0,
    max: i32::MAX as i64,
};

const fn option(name: &'static str, kind: OptionKind, doc: &'static str) -> OptionInfo {
    OptionInfo {
        name,
        kind,
        default: None,
        doc,
    }
}

const fn with_default(mut info: OptionInfo, default: &'static str) -> OptionInfo {
    info.default = Some(default);
    info
}

/// The options, with what each does. Those with a name of libpq's mean what they mean there, unless the text says otherwise.
pub(crate) const OPTIONS: &[OptionInfo] = &[
    // Where the server is, and who asks: the words of connection strings, for what the URL has no better place.
    option(
        "host",
        OptionKind::Text,
        "The servers' names, or the folders of their sockets, with `,` between; tried in that order. For what the URL leaves \
         out before its path.",
    ),
    option(
        "hostaddr",
        OptionKind::Text,
        "The servers' addresses, with `,` between, one for each host: saves looking the names up. Certificates are checked \
         against the hosts' names.",
    ),
    option(
        "port",
        OptionKind::Text,
        "The port of every host, or as many ports as there are hosts, with `,` between.",
    ),
    option(
        "dbname",
        OptionKind::Text,
        "The database, where the path is empty.",
    ),
    option(
        "user",
        OptionKind::Text,
        "The user, where the URL has none before the host.",
    ),
    option(
        "password",
        OptionKind::Secret,
        "The password, where the URL has none before the host.",
    ),
    option(
        "passfile",
        OptionKind::Path,
        "The file of passwords; unset is `~/.pgpass`. One that others may read is an error.",
    ),
    // TLS.
    option(
        "sslmode",
        OptionKind::Choice(&["disable", "prefer", "require", "verify-ca", "verify-full"]),
        "Whether the session is encrypted and the server's certificate is checked: not at all (disable); encrypted where the \
         server can, and not checked (prefer); encrypted and not checked, or as verify-ca where there is a sslrootcert \
         (require); the certificate must be of a known authority (verify-ca), and for that host as well (verify-full). Unset \
         is verify-full where any other option of TLS is set, otherwise prefer. A socket of this machine is never encrypted.",
    ),
    option(
        "sslrootcert",
        OptionKind::Path,
        "The file of the authorities' certificates (PEM), or `system` for those that this machine trusts. Unset is \
         `~/.postgresql/root.crt` where it is there, otherwise `system`.",
    ),
    option(
        "sslcert",
        OptionKind::Path,
        "The file of the client's certificate (PEM), with those that lead to its authority. Unset is \
         `~/.postgresql/postgresql.crt` where it is there.",
    ),
    option(
        "sslkey",
        OptionKind::Path,
        "The file of the client's key (PEM, not encrypted). Unset is `~/.postgresql/postgresql.key` where it is there. One \
         that others may read is an error.",
    ),
    with_default(
        option(
            "sslnegotiation",
            OptionKind::Choice(&["postgres", "direct"]),
            "Whether to ask the server for TLS first (postgres), or to begin with it at once, which saves a round trip and \
             works with servers from 17 (direct).",
        ),
        "postgres",
    ),
    with_default(
        option(
            "channel_binding",
            OptionKind::Choice(&["disable", "prefer", "require"]),
            "Whether the password's proof is tied to the encrypted session, so that nobody between can use it: never, where \
             the server can, or always.",
        ),
        "prefer",
    ),
    // Reaching the server.
    with_default(
        option(
            "connect_timeout",
            OptionKind::Duration,
            "How long one server may take until the session is open; 0 is no limit. libpq has none unless it is set.",
        ),
        "30s",
    ),
    option(
        "tcp_user_timeout",
        COUNT,
        "After how many milliseconds, as in libpq, without an answer to what was sent the session is given up (on Linux); \
         unset or 0 leaves it to the operating system.",
    ),
    with_default(
        option(
            "keepalives",
            OptionKind::Boolean,
            "Whether the operating system asks after an idle server whether it is still there.",
        ),
        "true",
    ),
    option(
        "keepalives_idle",
        OptionKind::Duration,
        "After how long an idle server is asked; unset is 2h.",
    ),
    option(
        "keepalives_interval",
        OptionKind::Duration,
        "How long to wait before it is asked again; unset leaves it to the operating system.",
    ),
    option(
        "keepalives_count",
        COUNT,
        "How often it is asked in vain before the session is given up; unset leaves it to the operating system.",
    ),
    with_default(
        option(
            "target_session_attrs",
            OptionKind::Choice(&[
                "any",
                "read-write",
                "read-only",
                "primary",
                "standby",
                "prefer-standby",
            ]),
            "Which of several servers will do: any; one whose sessions may write or may only read; the primary or a standby; \
             a standby if one can be reached.",
        ),
        "any",
    ),
    with_default(
        option(
            "load_balance_hosts",
            OptionKind::Choice(&["disable", "random"]),
            "Whether several servers, and several addresses of one, are tried in the order given or in a random one.",
        ),
        "disable",
    ),
    // What the session is set to.
    option(
        "application_name",
        OptionKind::Text,
        "The program's name in the server's logs and lists.",
    ),
    with_default(
        option(
            "client_encoding",
            OptionKind::Choice(&["UTF8"]),
            "The encoding of texts, which is always UTF-8.",
        ),
        "UTF8",
    ),
    option(
        "options",
        OptionKind::Text,
        "Settings of the session as the server's command line has them, such as `-c work_mem=64MB`. The options below come \
         after it.",
    ),
    option(
        "statement_timeout",
        OptionKind::Duration,
        "How long a statement may run; unset leaves it to the server, 0 is no limit.",
    ),
    option(
        "lock_timeout",
        OptionKind::Duration,
        "How long a statement waits for a lock; unset leaves it to the server, 0 is no limit.",
    ),
    option(
        "idle_in_transaction_session_timeout",
        OptionKind::Duration,
        "After how long the server ends a session that is idle in a transaction; unset leaves it to the server, 0 is never.",
    ),
    option(
        "search_path",
        OptionKind::Text,
        "The schemas in which names without one are looked up, with `,` between, as `SET search_path` has them.",
    ),
    option(
        "time_zone",
        OptionKind::Text,
        "The time zone of the session, such as `UTC` or `Europe/Vienna`.",
    ),
    option(
        "default_transaction_isolation",
        OptionKind::Choice(&[
            "read uncommitted",
            "read committed",
            "repeatable read",
            "serializable",
        ]),
        "What a transaction sees of others unless it says so itself; unset leaves it to the server.",
    ),
    option(
        "default_transaction_read_only",
        OptionKind::Boolean,
        "Whether a transaction may only read unless it says otherwise itself; unset leaves it to the server.",
    ),
    option(
        "default_transaction_deferrable",
        OptionKind::Boolean,
        "Whether a serializable transaction that only reads waits until it cannot conflict; unset leaves it to the server.",
    ),
    // How statements are sent.
    with_default(
        option(
            "statements",
            OptionKind::Choice(&["named", "unnamed"]),
            "Whether statements are prepared once a session and kept by the server (named), or sent whole each time, for a \
             pooler that hands each transaction to another session (unnamed). Such a pooler must know every option that the \
             session is set to, as those are sent when it is opened and never afterwards.",
        ),
        "named",
    ),
    with_default(
        option(
            "statement_cache",
            COUNT,
            "How many prepared statements a session keeps; 0 keeps none.",
        ),
        "256",
    ),
];
