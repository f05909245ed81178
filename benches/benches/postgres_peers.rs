//! Reading a catalog of PostgreSQL by programs: the wall time of a whole run, and the queries that it sends.
//!
//! `POSTGRES_URL` names the server; databases of tables are made beside the one in it, and removed. Programs are looked for on
//! the `PATH`, and who is not there is passed over: `inspectdb` (ours), `kysely-codegen`, `diesel`, `sea-orm-cli`, and a
//! `python3` that has Django, SQLAlchemy and psycopg. Queries are counted where the server has loaded `pg_stat_statements`.
//! Numbers as arguments are the numbers of tables: 10, 100 and 1,000 if there are none.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use backend_benches::measure::shown;
use backend_benches::postgres::{Catalog, raw, runtime, with_server};
use tokio::runtime::Runtime;
use tokio_postgres::Client;

/// A program that reads a catalog: its arguments, in which `{url}` stands for the database's URL and `{folder}` for a folder
/// to write into.
struct Peer {
    name: &'static str,
    program: &'static str,
    arguments: &'static [&'static str],
}

const PEERS: &[Peer] = &[
    Peer {
        name: "ours, `inspectdb`",
        program: "inspectdb",
        arguments: &["{url}"],
    },
    Peer {
        name: "kysely-codegen",
        program: "kysely-codegen",
        arguments: &[
            "--dialect",
            "postgres",
            "--url",
            "{url}",
            "--out-file",
            "{folder}/out.ts",
        ],
    },
    Peer {
        name: "SQLAlchemy, `MetaData.reflect`",
        program: "python3",
        arguments: &["-c", SQLALCHEMY, "{url}"],
    },
    Peer {
        name: "`django inspectdb`",
        program: "python3",
        arguments: &["-c", DJANGO, "{url}"],
    },
    Peer {
        name: "`diesel print-schema`",
        program: "diesel",
        arguments: &["print-schema", "--database-url", "{url}"],
    },
    Peer {
        name: "`sea-orm-cli generate entity`",
        program: "sea-orm-cli",
        arguments: &[
            "generate",
            "entity",
            "--database-url",
            "{url}",
            "--output-dir",
            "{folder}",
        ],
    },
];

const SQLALCHEMY: &str = "
import sys
from sqlalchemy import MetaData, create_engine
address = sys.argv[1].split('://', 1)[1]
MetaData().reflect(create_engine('postgresql+psycopg://' + address))
";

const DJANGO: &str = "
import sys
from urllib.parse import unquote, urlsplit
import django
from django.conf import settings
from django.core.management import call_command
url = urlsplit(sys.argv[1])
settings.configure(DATABASES={'default': {
    'ENGINE': 'django.db.backends.postgresql', 'NAME': unquote(url.path[1:]), 'USER': unquote(url.username or ''),
    'PASSWORD': unquote(url.password or ''), 'HOST': url.hostname or '', 'PORT': url.port or '',
}})
django.setup()
call_command('inspectdb')
";

/// After a run of this length there is no other.
const LONG: Duration = Duration::from_secs(10);

const RUNS: usize = 5;

fn main() {
    with_server(measure_all);
}

fn measure_all(url: &str) {
    let mut sizes: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if sizes.is_empty() {
        sizes = vec![10, 100, 1_000];
    }
    let counter = Counter::make(url);
    println!("| tables | by | wall, median | queries |\n|---|---|---|---|");
    for tables in sizes {
        let catalog = Catalog::make(url, tables);
        for peer in PEERS {
            let measured = measure(peer, &catalog, counter.as_ref());
            println!("| {tables} | {} | {measured} |", peer.name);
        }
    }
}

/// The median of several runs, and the queries of the last.
fn measure(peer: &Peer, catalog: &Catalog, counter: Option<&Counter>) -> String {
    let mut walls = Vec::new();
    let mut queries = None;
    // The first run warms up.
    for n in 0..=RUNS {
        let folder = tempfile::tempdir().expect("a folder");
        if let Some(counter) = counter {
            counter.reset(catalog);
        }
        let start = Instant::now();
        match run(peer, &catalog.url, folder.path()) {
            Ok(()) => {}
            Err(reason) => return format!("{reason} | "),
        }
        let wall = start.elapsed();
        queries = counter.map(|it| it.queries(catalog));
        if n > 0 || wall > LONG {
            walls.push(wall);
        }
        if wall > LONG {
            break;
        }
    }
    walls.sort();
    let queries = queries.map_or_else(|| "not counted".to_owned(), |it| it.to_string());
    format!("{} | {queries}", shown(walls[walls.len() / 2]))
}

fn run(peer: &Peer, url: &str, folder: &Path) -> Result<(), String> {
    let place = folder.to_str().expect("the path is text");
    let arguments = peer
        .arguments
        .iter()
        .map(|it| it.replace("{url}", url).replace("{folder}", place));
    let output = Command::new(peer.program)
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .output()
        .map_err(|_| "not installed".to_owned())?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    if text.contains("ModuleNotFoundError") {
        return Err("not installed".to_owned());
    }
    let last = text.lines().rfind(|line| !line.trim().is_empty());
    Err(format!("failed: {}", last.unwrap_or_default()))
}

/// Counts the queries that databases are sent, from a database of its own.
struct Counter {
    runtime: Runtime,
    client: Client,
    _home: Catalog,
}

/// Forgets what a database was sent so far.
const RESET: &str =
    "SELECT pg_stat_statements_reset(0, oid, 0) FROM pg_database WHERE datname = $1";

/// Without what controls sessions and transactions.
const COUNT: &str = "SELECT coalesce(sum(calls), 0)::bigint FROM pg_stat_statements \
    WHERE dbid = (SELECT oid FROM pg_database WHERE datname = $1) \
    AND query !~* '^\\s*(begin|start|commit|rollback|set|discard|deallocate|show)\\M'";

impl Counter {
    /// `None` where the server does not count.
    fn make(server: &str) -> Option<Self> {
        let home = Catalog::make(server, 0);
        let runtime = runtime();
        let client = raw(&runtime, &home.url);
        let extension =
            "CREATE EXTENSION pg_stat_statements; SELECT count(*) FROM pg_stat_statements";
        runtime.block_on(client.batch_execute(extension)).ok()?;
        Some(Self {
            runtime,
            client,
            _home: home,
        })
    }

    fn reset(&self, catalog: &Catalog) {
        self.runtime
            .block_on(self.client.execute(RESET, &[&catalog.name]))
            .expect("the server forgets");
    }

    fn queries(&self, catalog: &Catalog) -> i64 {
        self.runtime
            .block_on(self.client.query_one(COUNT, &[&catalog.name]))
            .expect("a number")
            .get(0)
    }
}
