//! What sessions ask of their own accord, whatever their user does: when they are opened, of the catalog, and around test databases and
//! their copies, as it is stored in `sent/`; `BLESS=1` writes what is asked now. Another parser reads the files (`cargo xtask parse`).

use std::collections::HashSet;
use std::fmt::Write as _;
use std::fs;

use backend_core::creation::{Existing, Position, RunId, TestNames};
use backend_core::introspection::Scope;
use backend_core::model::{Identifier, QualifiedName, Schema};
use backend_core::settings::Settings;
use backend_mssql::BACKEND;

use crate::call::parameters;
use crate::count::count;
use crate::fake::{Answer, Cell, Fake, Greeting, Kind, Message, SQL_2022, Tokens, Type};

/// The servers that are asked, the newest first: what one is asked stands in a file unless a newer one is asked the same.
const VERSIONS: [(&str, &str); 5] = [
    ("2025", "17.0.1000.7"),
    ("2022", SQL_2022),
    ("2019", "15.0.4430.1"),
    ("2017", "14.0.3485.1"),
    ("2016", "13.0.6300.2"),
];

/// A server of a version.
async fn server(
    version: &'static str,
    answer: impl Fn(&str) -> Tokens + Send + Sync + 'static,
) -> Fake {
    let greeting = Greeting {
        version,
        ..Greeting::default()
    };
    Fake::greeting(greeting, move |message| {
        Answer::Whole(answer(&text(message).unwrap_or_default()))
    })
    .await
}

/// The text of a request.
fn text(message: &Message) -> Option<String> {
    match message.kind {
        Kind::Call => Some(parameters(message).first()?.text()),
        _ => message.batch(),
    }
}

/// What was asked of a server.
fn asked(server: &Fake) -> Vec<String> {
    server.messages().iter().filter_map(text).collect()
}

fn settings(server: &Fake) -> Settings {
    BACKEND.settings(&server.url("encrypt=disable")).unwrap()
}

fn id(name: &str) -> Identifier {
    Identifier::new(name).unwrap()
}

/// The requests of each version as a file has them.
#[derive(Default)]
struct File {
    text: String,
    seen: HashSet<String>,
}

impl File {
    fn add(&mut self, title: &str, requests: Vec<String>) {
        let lexicon = BACKEND.operations.syntax().lexicon;
        let mut is_titled = false;
        for request in requests {
            if !self.seen.insert(request.clone()) {
                continue;
            }
            if !is_titled {
                writeln!(self.text, "-- {title}").unwrap();
                is_titled = true;
            }
            match count(&request, lexicon) {
                1 => {}
                statements => writeln!(self.text, "-- {statements} statements").unwrap(),
            }
            // A query of the catalog ends as its file does.
            writeln!(self.text, "{}\nGO", request.trim_end()).unwrap();
        }
    }

    /// Demands that the file of that name is this one.
    fn check(&self, name: &str) {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/wire/sent");
        let path = format!("{folder}/{name}.sql");
        if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
            fs::create_dir_all(folder).unwrap();
            fs::write(&path, &self.text).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        let diff = similar::TextDiff::from_lines(stored.as_str(), self.text.as_str());
        let diff = diff.unified_diff().context_radius(1).to_string();
        assert!(
            stored == self.text,
            "{name}.sql is another now (cargo xtask bless accepts it):\n{diff}"
        );
    }
}

#[tokio::test]
async fn what_a_session_begins_with_is_what_is_stored() {
    let mut file = File::default();
    for (year, version) in VERSIONS {
        let server = server(version, |_| Tokens::new().done(None)).await;
        let options = "encrypt=disable&lock_timeout=2s&default_transaction_isolation=snapshot";
        for options in ["encrypt=disable", options] {
            crate::connect_with(&server, options).await.unwrap();
        }
        file.add(
            &format!("a session with SQL Server {year}"),
            server.batches(),
        );
    }
    file.check("session");
}

/// What the catalog holds: two schemas and a collection of schemas of XML.
fn catalog(sql: &str) -> Tokens {
    let names: [(&str, i32, &str); 3] = [
        ("session", 1, "dbo"),
        ("schema", 1, "dbo"),
        ("schema", 5, "it's"),
    ];
    if sql.contains("'session' AS kind") {
        let columns = [
            ("kind", Type::Text),
            ("number", Type::Int),
            ("other", Type::Int),
            ("name", Type::Text),
            ("description", Type::Text),
        ];
        let mut tokens = Tokens::new().columns(&columns);
        for (kind, number, name) in names {
            tokens = tokens.row(&[
                Cell::Text(kind),
                Cell::Int(number),
                Cell::Int(0),
                Cell::Text(name),
                Cell::Null(Type::Text),
            ]);
        }
        return tokens.done(None);
    }
    if sql.contains("'synonym' AS kind") {
        let (text, number) = (Cell::Null(Type::Text), Cell::Null(Type::Int));
        return Tokens::new().one_row(&[
            Cell::Text("collection"),
            Cell::Int(65_536),
            Cell::Int(5),
            Cell::Text("letters"),
            Cell::Int(0),
            text,
            text,
            text,
            number,
            number,
            number,
            number,
            text,
        ]);
    }
    Tokens::new().columns(&[("nothing", Type::Int)]).done(None)
}

#[tokio::test]
async fn what_the_catalog_is_asked_is_what_is_stored() {
    let mut file = File::default();
    // The schemas make the same difference whatever the version.
    let some = Some(vec![id("dbo"), id("it's")]);
    let all = VERSIONS.iter().map(|version| (version, None));
    for ((year, version), schemas) in all.chain([(&VERSIONS[0], some)]) {
        let server = server(version, catalog).await;
        let mut connection = BACKEND.connect(&settings(&server)).await.unwrap();
        let what = if schemas.is_none() {
            "all"
        } else {
            "some schemas"
        };
        let mut scope = Scope::all();
        scope.schemas = schemas;
        BACKEND.introspect(&mut connection, &scope).await.unwrap();
        BACKEND
            .introspection
            .relation_names(&mut connection, &scope)
            .await
            .unwrap();
        let title = format!("{what} of a database of SQL Server {year}");
        file.add(&title, asked(&server));
    }
    file.check("catalog");
}

/// The names of test databases.
fn names() -> TestNames {
    TestNames::new("shop", BACKEND.creation.max_name_bytes()).unwrap()
}

/// What a server says of its databases: each is there, nobody uses it or holds a lock, and each is of two files.
fn databases(sql: &str) -> Tokens {
    let tokens = Tokens::new();
    if sql.contains("InstanceDefaultDataPath") {
        tokens.one_row(&[Cell::Text(r"C:\data\")])
    } else if sql.contains("sys.master_files") {
        tokens
            .columns(&[("name", Type::Text), ("file_id", Type::Int)])
            .row(&[Cell::Text("shop"), Cell::Int(1)])
            .row(&[Cell::Text("it's log"), Cell::Int(2)])
            .done(None)
    } else if sql.contains("dm_exec_sessions") {
        let idle = names().name(RunId::from_number(1), 1).unwrap();
        tokens.one_row(&[Cell::Text(idle.as_str())])
    } else if sql.contains("sys.sequences WHERE") && sql.contains("[numbers]")
        || sql.contains("sys.identity_columns WHERE") && sql.contains("[rows]")
    {
        tokens.one_row(&[Cell::BigInt(5), Cell::Bit(false)])
    } else if sql.starts_with("SELECT COUNT(*)") || sql.contains("APPLOCK_TEST") {
        tokens.one_row(&[Cell::Int(1)])
    } else if sql.contains("sp_getapplock") {
        tokens.one_row(&[Cell::Int(0)])
    } else {
        tokens.done(None)
    }
}

#[tokio::test]
async fn what_is_asked_around_test_databases_is_what_is_stored() {
    let mut file = File::default();
    let creation = BACKEND.creation;
    let connector = BACKEND.connector;
    for (year, version) in VERSIONS {
        let server = server(version, databases).await;
        let settings = settings(&server);
        let mut add = |what: &str, requests: &mut usize| {
            let all = asked(&server);
            file.add(
                &format!("{what}, SQL Server {year}"),
                all[*requests..].to_vec(),
            );
            *requests = all.len();
        };
        let mut requests = 0;
        let made = creation
            .create(connector, &settings, &id("it's [new]"), Existing::Replace)
            .await
            .unwrap();
        add(
            "a database that is made in the place of another",
            &mut requests,
        );
        creation.destroy(connector, made).await.unwrap();
        add("it goes", &mut requests);
        creation
            .clone_database(connector, &settings, &id("copy"))
            .await
            .unwrap();
        add("a copy", &mut requests);
        let run = RunId::from_number(2);
        drop(creation.mark_run(connector, &settings, run).await.unwrap());
        add("the mark of a run", &mut requests);
        let stale = creation
            .stale(connector, &settings, &names())
            .await
            .unwrap();
        assert_eq!(stale.len(), 1);
        add("what is left of other runs", &mut requests);
        let mut connection = BACKEND.connect(&settings).await.unwrap();
        creation
            .positions(&mut connection, &Schema::new())
            .await
            .unwrap();
        add("where numbers are", &mut requests);
        let position = |name| Position::new(QualifiedName::new(name).unwrap(), 7, true);
        creation
            .set_positions(&mut connection, &[position("numbers"), position("rows")])
            .await
            .unwrap();
        add("where they are set", &mut requests);
    }
    file.check("databases");
}
