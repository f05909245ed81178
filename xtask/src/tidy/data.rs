//! What the rules allow, with the reason of each exception. Change a rule's data here, its meaning in its own file.

/// The crate that holds the contract.
pub(super) const CORE: &str = "backend-core";

/// The folders whose every word must be true of every vendor.
pub(super) const NEUTRAL_FOLDERS: [&str; 2] = ["backend-core/src/", "conformance-tests/src/"];

/// Words that name a vendor or a driver, in lower case. They are found inside longer words too.
pub(super) const VENDOR_WORDS: [&str; 14] = [
    "cockroach",
    "duckdb",
    "libpq",
    "mariadb",
    "mssql",
    "mysql",
    "postgres",
    "psql",
    "psycopg",
    "rusqlite",
    "sql server",
    "sqlcmd",
    "sqlite",
    "tiberius",
];

/// Files at the top of a vendor's `src` that have no counterpart in the core: vendor (`*` for each), stem and reason.
pub(super) const VENDOR_STEMS: &[(&str, &str, &str)] = &[
    (
        "*",
        "docs",
        "versions, limits and oddities, included in the crate's documentation",
    ),
    (
        "backend-mssql",
        "driver",
        "the driver behind an interface of the vendor's own, so that another one can take its place",
    ),
    (
        "examples/toy-backend",
        "engine",
        "the database itself, which other vendors find behind a driver",
    ),
];

/// The crates by whose types a vendor's driver is recognised: vendor crate and driver crates.
pub(super) const DRIVERS: &[(&str, &[&str])] = &[
    ("backend-mssql", &["tiberius", "tokio_util"]),
    (
        "backend-postgres",
        &["rustls", "tokio_postgres", "tokio_postgres_rustls"],
    ),
    ("backend-sqlite", &["libsqlite3_sys", "rusqlite"]),
    // The parent's parts are all that it drives.
    ("examples/derived-backend", &[]),
    ("examples/toy-backend", &[]),
];

/// The only files of a vendor that may name its driver's types: stem and reason.
pub(super) const DRIVER_STEMS: &[(&str, &str)] = &[
    ("connector", "opens the driver's connection"),
    ("cursor", "runs the driver's statements"),
    ("error", "classifies the driver's errors"),
    ("settings", "translates our settings into the driver's"),
    ("value", "translates our values into the driver's"),
    ("wrapper", "holds the driver's connection"),
];

/// The only folders of a vendor's `src` beside those whose files may do so too: path and reason.
pub(super) const DRIVER_FOLDERS: &[(&str, &str)] = &[
    (
        "driver/",
        "the driver behind an interface of the vendor's own",
    ),
    (
        "operations/function/registered/",
        "functions that run inside the driver's connection",
    ),
];

/// The only files of a vendor that may ask which version a server has: stem and reason.
pub(super) const VERSION_STEMS: &[(&str, &str)] = &[
    ("connector", "finds out what server it is"),
    (
        "features",
        "says what a server can do, and what else came with a version",
    ),
];

/// First folders of absolute paths that are true on one machine only.
pub(super) const MACHINE_FOLDERS: [&str; 6] =
    ["Users", "builds", "home", "root", "work", "workspace"];
