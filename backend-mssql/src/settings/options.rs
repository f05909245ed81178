//! The options of SQL Server's URLs, as a table.

use backend_core::settings::{OptionInfo, OptionKind};

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

/// The options, with what each does.
pub(crate) const OPTIONS: &[OptionInfo] = &[
    // Where the server is, and who asks.
    option(
        "instance",
        OptionKind::Text,
        "The named instance of the host; where the URL has no port, SQL Server Browser is asked for it.",
    ),
    option(
        "failover_partner",
        OptionKind::Text,
        "Another server to try where no host of the URL will do: `host`, `host,port` or `host\\instance`.",
    ),
    option(
        "database",
        OptionKind::Text,
        "The database, where the path is empty. Unset is the login's own.",
    ),
    option(
        "user",
        OptionKind::Text,
        "The login, where the URL has none before the host.",
    ),
    option(
        "password",
        OptionKind::Secret,
        "The password, where the URL has none before the host.",
    ),
    option(
        "authentication",
        OptionKind::Choice(&["password", "token", "windows", "integrated"]),
        "How the login is proved: by its password; by a token of Microsoft Entra ID, given as access_token or in place of the \
         password (token); by a Windows account `DOMAIN\\user` and its password (windows); as whoever runs the program \
         (integrated). The last two work on Windows. Unset is token where there is an access_token, integrated where there is \
         neither user nor password, otherwise password.",
    ),
    option(
        "access_token",
        OptionKind::Secret,
        "A token of Microsoft Entra ID for `https://database.windows.net/`. One that is renewed comes from a source of \
         credentials, with authentication=token.",
    ),
    // TLS.
    with_default(
        option(
            "encrypt",
            OptionKind::Choice(&[
                "strict",
                "mandatory",
                "optional",
                "disable",
                "true",
                "false",
                "yes",
                "no",
            ]),
            "Whether the session is encrypted: from the first byte on, which servers from 2022 can (strict, TDS 8.0); all of it \
             (mandatory, true, yes); the login alone, unless the server asks for more, with a certificate that is checked only \
             where another option of TLS says how (optional, false, no); nothing, so that the password can be read on the way \
             (disable).",
        ),
        "mandatory",
    ),
    with_default(
        option(
            "trust_server_certificate",
            OptionKind::Boolean,
            "Whether any certificate is taken, whoever shows it: for servers of this machine and of tests.",
        ),
        "false",
    ),
    option(
        "ca_file",
        OptionKind::Path,
        "The file of authorities' certificates (PEM) that are trusted beside those that this machine trusts.",
    ),
    option(
        "host_name_in_certificate",
        OptionKind::Text,
        "The name that the server's certificate must be for; unset is the host's.",
    ),
    // Reaching the server.
    with_default(
        option(
            "connect_timeout",
            OptionKind::Duration,
            "How long one server may take until the session is open; 0 is no limit.",
        ),
        "30s",
    ),
    with_default(
        option(
            "multi_subnet_failover",
            OptionKind::Boolean,
            "Whether all addresses of a host are tried at once, as a listener of an availability group wants it.",
        ),
        "false",
    ),
    with_default(
        option(
            "application_intent",
            OptionKind::Choice(&["readwrite", "readonly"]),
            "What the session is for: a listener of an availability group sends one that only reads to a secondary.",
        ),
        "readwrite",
    ),
    option(
        "packet_size",
        OptionKind::Integer {
            min: 512,
            max: 32_767,
        },
        "The size of a packet in bytes that is asked for; unset is 4096.",
    ),
    // What the session is set to.
    option(
        "application_name",
        OptionKind::Text,
        "The program's name in the server's lists.",
    ),
    option(
        "workstation_id",
        OptionKind::Text,
        "This machine's name in the server's lists; unset is its host name.",
    ),
    option(
        "statement_timeout",
        OptionKind::Duration,
        "How long a statement may run before it is stopped from here; unset or 0 is no limit.",
    ),
    option(
        "lock_timeout",
        OptionKind::Duration,
        "How long a statement waits for a lock; unset is no limit, 0 does not wait.",
    ),
    option(
        "default_transaction_isolation",
        OptionKind::Choice(&[
            "read uncommitted",
            "read committed",
            "repeatable read",
            "snapshot",
            "serializable",
        ]),
        "What a transaction, and a statement outside one, sees of others unless it says so itself; unset is read committed.",
    ),
];
