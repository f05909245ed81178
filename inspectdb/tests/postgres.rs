//! PostgreSQL: golden cases, the hardest catalog, rows in generated models, messages. Without a server each test says why it was
//! not run; where `CONFORMANCE_EXPECT` names the vendor it fails.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking, its helpers too"
)]

#[path = "support/server.rs"]
mod databases;
#[path = "../../backend-postgres/tests/server/mod.rs"]
mod server;
mod support;
#[allow(
    dead_code,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    reason = "a generated module, and only some fields are looked at"
)]
mod generated_types {
    include!("golden/types/postgres/expected.backend.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    reason = "a generated module, and only some fields are looked at"
)]
mod generated_types_of_chrono {
    include!("golden/types/postgres/expected.chrono.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    reason = "a generated module, and only some fields are looked at"
)]
mod generated_types_of_time {
    include!("golden/types/postgres/expected.time.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    reason = "a generated module, and only some fields are looked at"
)]
mod generated_types_of_jiff {
    include!("golden/types/postgres/expected.jiff.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    reason = "a generated module, and only some fields are looked at"
)]
mod generated_schemas_of_three {
    include!("golden/schemas/postgres/expected.backend.rs");
}
#[allow(
    dead_code,
    unreachable_pub,
    clippy::doc_markdown,
    clippy::enum_variant_names,
    reason = "a generated module, and only some fields are looked at"
)]
mod generated_names_of_all_sorts {
    include!("golden/names/postgres/expected.backend.rs");
}

use std::fs;
use std::path::Path;

use backend_core::row::FromRow;
use backend_core::sql::Statement;
use backend_core::value::Interval;
use databases::{ServerDatabase, block_on, say_not_run, server as running, url_of, version};
use support::{Database, Run, command, compile, crossing, golden, inspectdb, schema};

#[test]
fn shop() {
    let options = "--case keep --singular --no-comments --no-relations --derive Eq,Hash --views no";
    check("shop", &[("plain", options)]);
}

#[test]
fn names() {
    check(
        "names",
        &[("backend", "--types backend"), ("keep", "--case keep")],
    );
}

#[test]
fn relations() {
    let options = "--include employee* --include thing --exclude *_car";
    check("relations", &[("part", options)]);
}

#[test]
fn types() {
    let variants = [
        ("backend", "--types backend"),
        (
            "chrono",
            "--types backend,chrono,uuid,rust_decimal,serde_json",
        ),
        ("time", "--types backend,time,bigdecimal"),
        ("jiff", "--types backend,jiff"),
    ];
    check("types", &variants);
}

#[test]
fn views() {
    // Before 16 the server writes the tables' names into queries of one table.
    match running().map(|server| version(server.url())) {
        Some(16..) => check("views", &[]),
        Some(older) => say_not_run(&format!("version {older} spells views otherwise")),
        None => {}
    }
}

#[test]
fn schemas() {
    let variants = [
        ("backend", "--types backend"),
        ("one", "--schema audit"),
        ("part", "--exclude public.* --exclude time.*"),
    ];
    check("schemas", &variants);
}

#[test]
fn native() {
    check("native", &[("partitions", "--partitions --include sale*")]);
}

fn check(case: &str, variants: &[(&str, &str)]) {
    let sql = golden::schema_of(case, "postgres");
    if let Some(database) = ServerDatabase::new(&sql) {
        golden::check(case, "postgres", &database.url, variants);
    }
}

/// That a database made of a database's SQL gives the same JSON, but for objects that were said not to be whole.
fn made_again(database: &ServerDatabase) {
    let sql = inspectdb(["--format", "sql", &database.url]);
    assert_eq!(sql.code, 0, "{sql:?}");
    let again = ServerDatabase::new(&sql.stdout).unwrap();
    let lost = crossing::warnings(&sql.stderr);
    let objects = |url: &str| {
        let json = inspectdb(["-q", "--format", "json", url]).stdout;
        let mut document: serde_json::Value = serde_json::from_str(&json).unwrap();
        let tables = document["schema"]["tables"].as_array_mut().unwrap();
        tables.retain(|table| {
            let name = table["name"]["name"].as_str().unwrap();
            !lost
                .iter()
                .any(|loss| loss.starts_with(&format!("{name}: ")))
        });
        document["schema"].clone()
    };
    assert_eq!(
        objects(&database.url),
        objects(&again.url),
        "made of:\n{}",
        sql.stdout
    );
}

#[test]
fn every_golden_schema_is_the_same_once_it_is_made_again() {
    for case in [
        "names",
        "native",
        "relations",
        "schemas",
        "shop",
        "types",
        "views",
    ] {
        let Some(database) = ServerDatabase::new(&golden::schema_of(case, "postgres")) else {
            return;
        };
        made_again(&database);
    }
}

#[test]
fn the_hardest_catalog_is_the_same_once_it_is_made_again_but_for_what_is_said() {
    let Some(database) = hardest() else { return };
    made_again(&database);
    let run = inspectdb(["--format", "sql", &database.url]);
    let lost = crossing::warnings(&run.stderr);
    assert!(lost.len() <= 8, "{lost:#?}");
}

/// That a database of the one vendor, made of what the other's holds, holds it too but for what is said to be lost.
#[test]
fn what_crosses_over_is_equal_but_for_what_is_said_to_be_lost() {
    let Some(server) = running() else { return };
    let major = version(server.url());
    let hard = include_str!("../../backend-sqlite/tests/introspection/hard.sql").to_owned();
    let schemas = ["names", "relations", "shop", "types", "views"];
    let schemas = schemas.map(|case| golden::schema_of(case, "sqlite"));
    for schema in schemas.into_iter().chain([hard]) {
        let file = Database::new(&schema);
        let to = format!("postgres:{major}");
        let sql = inspectdb(["--format", "sql", "--for", &to, file.name()]);
        assert_eq!(sql.code, 0, "{sql:?}");
        let made = ServerDatabase::new(&sql.stdout).unwrap();
        let json = |url: &str| inspectdb(["-q", "--format", "json", url]).stdout;
        let lost = crossing::warnings(&sql.stderr);
        crossing::assert_equal_but_for(&lost, &json(file.name()), &json(&made.url));
        assert_eq!(
            inspectdb([
                "--strict",
                "-q",
                "--format",
                "sql",
                "--for",
                &to,
                file.name()
            ])
            .code,
            i32::from(!lost.is_empty())
        );
    }
    let schemas = [
        "names",
        "native",
        "relations",
        "schemas",
        "shop",
        "types",
        "views",
    ];
    let databases = schemas.map(|case| ServerDatabase::new(&golden::schema_of(case, "postgres")));
    for database in databases.into_iter().flatten().chain(hardest()) {
        let sql = inspectdb(["--format", "sql", "--for", "sqlite:3.40", &database.url]);
        assert_eq!(sql.code, 0, "{sql:?}");
        let made = Database::new(&sql.stdout);
        let json = |url: &str| inspectdb(["-q", "--format", "json", url]).stdout;
        let lost = crossing::warnings(&sql.stderr);
        crossing::assert_equal_but_for(&lost, &json(&database.url), &json(made.name()));
    }
}

/// The hardest catalog, as far as the server has it.
fn hardest() -> Option<ServerDatabase> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = manifest.join("../backend-postgres/tests/introspection");
    let version = version(running()?.url());
    let mut sql = String::new();
    for (since, file) in [
        (0, "hard.sql"),
        (15, "hard_since_15.sql"),
        (18, "hard_since_18.sql"),
    ] {
        if version >= since {
            sql += &fs::read_to_string(folder.join(file)).unwrap();
        }
    }
    ServerDatabase::new(&sql)
}

#[test]
fn models_of_the_hardest_catalog_compile_and_what_they_cannot_say_is_a_warning() {
    let Some(database) = hardest() else { return };
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("lib.rs");
    let output = ["--output", source.to_str().unwrap()];
    for option in ["--partitions", "--singular"] {
        let run = inspectdb([database.url.as_str(), option, output[0], output[1]]);
        assert_eq!(run.code, 0, "{run:?}");
        for warning in [
            "booking: its column `room`",
            "unfilled: it was never filled",
        ] {
            assert!(run.stderr.contains(warning), "{warning}: {}", run.stderr);
        }
        compile(&source, folder.path());
    }
}

#[test]
fn the_hardest_catalog_is_as_described_and_holds_partitions() {
    let Some(database) = hardest() else { return };
    let run = inspectdb([database.url.as_str(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    schema::check(&document);
    let tables = document["schema"]["tables"].as_array().unwrap();
    assert!(tables.iter().any(|table| !table["partition_of"].is_null()));
}

const ROW: &str = "
    INSERT INTO kind (flag, plain, exact, varying, day, moment, stamp, instant, identifier, document, moods, good, emails, place, address)
    VALUES (TRUE, 21, '12.50', 'Hello', '2024-02-29', '12:30:00', '2024-02-29 12:30:00', '2024-02-29 12:30:00+02:00',
        '67e55044-10b1-426f-9247-bb680e5fe0c8', '{\"a\": 1}', '{sad,NULL,very happy}', 'ok', '{a@b}', '(1,2,x)', '10.0.0.1')
";

/// The rows of a table, read into the generated struct.
async fn rows<T: FromRow>(url: &str, table: &str) -> Vec<T> {
    let settings = backend_postgres::BACKEND.settings(url).unwrap();
    let mut connection = backend_postgres::BACKEND.connect(&settings).await.unwrap();
    let statement = Statement::new(format!("SELECT * FROM {table}"));
    let rows = connection.fetch_as(&statement).await.unwrap();
    connection.close().await.unwrap();
    rows
}

#[test]
fn rows_are_read_into_generated_models() {
    use generated_types::{Kind, Mood};

    let sql = format!("{};{ROW};", golden::schema_of("types", "postgres"));
    let Some(database) = ServerDatabase::new(&sql) else {
        return;
    };
    let url = &database.url;
    let row: Kind = block_on(rows(url, "kind")).pop().unwrap();
    assert_eq!((row.id, row.counted, row.ticket), (10, 1, 100));
    assert_eq!(row.double_number, Some(f64::INFINITY));
    assert_eq!(
        row.moods,
        Some(vec![Some(Mood::Sad), None, Some(Mood::VeryHappy)])
    );
    assert_eq!((row.mood, row.good), (Mood::Ok, Some(Mood::Ok)));
    assert_eq!(row.email, "nobody@example.org");
    assert_eq!(row.emails, Some(vec![Some("a@b".to_owned())]));
    assert_eq!(row.numbers, Some(vec![Some(1), Some(2)]));
    assert_eq!(row.place.as_deref(), Some("(1,2,x)"));
    assert_eq!(row.address.as_deref(), Some("10.0.0.1"));
    let lasting: Option<Interval> = row.lasting;
    assert_eq!(lasting.unwrap().to_string(), "P1M2DT3H");
    assert_eq!(row.kept, "Hello!");

    let row: generated_types_of_chrono::Kind = block_on(rows(url, "kind")).pop().unwrap();
    assert_eq!(row.exact, rust_decimal::Decimal::new(1250, 2));
    assert_eq!(row.day, chrono::NaiveDate::from_ymd_opt(2024, 2, 29));
    let row: generated_types_of_time::Kind = block_on(rows(url, "kind")).pop().unwrap();
    assert_eq!(row.moment.unwrap().hour(), 12);
    let row: generated_types_of_jiff::Kind = block_on(rows(url, "kind")).pop().unwrap();
    assert_eq!(row.stamp.to_string(), "2024-02-29T12:30:00");
}

#[test]
fn an_enumeration_is_written_too() {
    use generated_types::Mood;

    let sql = golden::schema_of("types", "postgres");
    let Some(database) = ServerDatabase::new(&sql) else {
        return;
    };
    let inserted: Vec<(Mood, Option<Vec<Mood>>)> = block_on(async {
        let backend = &backend_postgres::BACKEND;
        let settings = backend.settings(&database.url)?;
        let mut connection = backend.connect(&settings).await?;
        let insert = Statement::new("INSERT INTO kind (mood, moods, varying) VALUES ($1, $2, 'x')");
        let moods = vec![Mood::VeryHappy, Mood::Ok];
        connection
            .execute(&insert.bind(Mood::Sad).bind(moods))
            .await?;
        let select = Statement::new("SELECT mood, moods FROM kind");
        let rows = connection.fetch_as(&select).await?;
        connection.close().await.map(|()| rows)
    })
    .unwrap();
    assert_eq!(
        inserted,
        [(Mood::Sad, Some(vec![Mood::VeryHappy, Mood::Ok]))]
    );
}

#[test]
fn models_of_several_schemas_know_each_other() {
    use generated_schemas_of_three::model::Model as _;
    use generated_schemas_of_three::{Item, audit, only_types, time_};

    assert_eq!((Item::SCHEMA, Item::TABLE), (None, "item"));
    assert_eq!(audit::Item::SCHEMA, Some("audit"));
    assert_eq!(time_::Date::SCHEMA, Some("time"));
    assert_eq!(only_types::Colour::Green.label(), "green");
    let targets = Item::RELATIONS.iter().map(|it| it.target_schema);
    assert!(targets.flatten().any(|schema| schema == "audit"));
    let moods = generated_names_of_all_sorts::MyMood::ALL;
    assert_eq!(moods.len(), 11);
}

/// That the run failed with this code, one line, without the password, and nothing on the standard output.
#[track_caller]
fn assert_refused(run: &Run, code: i32, part: &str) {
    assert_eq!(run.code, code, "{run:?}");
    assert_eq!(run.stdout, "");
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    assert!(run.stderr.contains(part), "{}", run.stderr);
    assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
}

#[test]
fn who_cannot_be_reached_is_said_without_the_password() {
    let urls = [
        "postgres://ann:hunter2@nohost.invalid/db",
        "postgres://ann:hunter2@127.0.0.1:1/db",
        "postgres://ann@127.0.0.1:1/db?password=hunter2",
    ];
    for url in urls {
        let host = if url.contains("nohost") {
            "nohost.invalid"
        } else {
            "127.0.0.1:1"
        };
        assert_refused(&inspectdb([url]), 4, host);
    }
    let output = command()
        .env("DATABASE_URL", urls[1])
        .env("PGPASSWORD", "hunter2")
        .arg("-v")
        .output()
        .unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(4), "{stderr}");
    assert!(!stderr.contains("hunter2"), "{stderr}");
}

#[test]
fn no_such_database_user_or_schema_is_said_in_a_line() {
    let Some(server) = running() else { return };
    let url = url_of(server.url(), "no_such_database");
    assert_refused(&inspectdb([url]), 4, "`no_such_database`");
    let database = ServerDatabase::new("CREATE TABLE artist (id INTEGER)").unwrap();
    let run = inspectdb([database.url.as_str(), "--schema", "public,nowhere"]);
    assert_refused(&run, 8, "--schema \"nowhere\"");
    let run = inspectdb([database.url.as_str(), "artists"]);
    assert_refused(&run, 8, "did you mean \"artist\"?");
}

#[test]
fn details_tell_the_server_and_the_times() {
    let Some(database) = ServerDatabase::new("CREATE TABLE artist (id INTEGER)") else {
        return;
    };
    let run = inspectdb(["-v", database.url.as_str()]);
    assert_eq!(run.code, 0, "{run:?}");
    let first = run.stderr.lines().next().unwrap();
    assert!(
        first.starts_with("PostgreSQL ") && first.contains(" (postgres), connected in "),
        "{first}"
    );
    assert!(
        run.stderr
            .contains("1 table, 0 views, 0 foreign keys, 0 warnings, ")
    );
}

#[test]
fn a_library_may_be_called_within_a_runtime() {
    let Some(database) = ServerDatabase::new("CREATE TABLE artist (id INTEGER)") else {
        return;
    };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let exit = block_on(async {
        inspectdb::run(
            &inspectdb::registry().unwrap(),
            ["inspectdb", database.url.as_str()].map(Into::into),
            &mut stdout,
            &mut stderr,
        )
    });
    assert_eq!(exit, inspectdb::Exit::Success);
    assert!(
        String::from_utf8(stdout)
            .unwrap()
            .contains("pub struct Artist {")
    );
}

#[test]
fn the_servers_shell_opens_the_session_that_the_url_means() {
    let Some(database) = ServerDatabase::new("CREATE TABLE artist (id INTEGER)") else {
        return;
    };
    let separator = if database.url.contains('?') { '&' } else { '?' };
    let url = format!(
        "{}{separator}statement_timeout=4s&search_path=pg_catalog&application_name=a%20b",
        database.url
    );
    let show = "SELECT current_database() ~ '^inspectdb', current_setting('statement_timeout'), \
                current_setting('search_path'), current_setting('application_name')";
    let mut shell = command();
    if let Some(folder) = std::env::var_os("POSTGRES_BIN") {
        let known = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder.into()).chain(std::env::split_paths(&known));
        shell.env("PATH", std::env::join_paths(folders).unwrap());
    }
    let output = shell
        .args(["shell", &url, "--", "--no-psqlrc", "-Atc", show])
        .output()
        .unwrap();
    let (stdout, stderr) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    if output.status.code() == Some(9) {
        assert!(stderr.contains("is not installed"), "{stderr}");
        say_not_run(&stderr);
        return;
    }
    assert_eq!(stdout.trim(), "t|4s|pg_catalog|a b", "{stderr}");
}

#[test]
fn the_script_of_a_difference_makes_of_the_one_what_the_other_is() {
    let before = "
        CREATE TABLE artist (id integer PRIMARY KEY, name varchar(20), age integer);
        CREATE TABLE album (id integer, artist_id integer REFERENCES artist (id));
        CREATE VIEW old AS SELECT name FROM artist";
    let after = "
        CREATE TABLE musician (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'x', born date);
        COMMENT ON COLUMN musician.born IS 'the day';
        CREATE TABLE album (id integer, artist_id bigint REFERENCES musician (id), CHECK (id > 0));
        CREATE INDEX album_artist ON album (artist_id)";
    let databases = (ServerDatabase::new(before), ServerDatabase::new(after));
    let (Some(before), Some(after)) = databases else {
        return;
    };
    let diff = |options: &[&str]| {
        let arguments = ["diff"].into_iter().chain(options.iter().copied());
        inspectdb(arguments.chain([before.url.as_str(), after.url.as_str()]))
    };
    let renames = [
        "--rename",
        "artist=musician",
        "--rename",
        "artist.artist_pkey=musician_pkey",
    ];
    let run = diff(&renames);
    assert_eq!(run.code, 3, "{run:?}");
    for line in [
        "  rename table artist to musician\n",
        "  alter column musician.name: type character varying(20) to text, not null, default none to 'x'\n",
        "! drop column musician.age\n",
        "  drop view old\n",
    ] {
        assert!(run.stdout.contains(line), "{line} in\n{}", run.stdout);
    }
    let plan = diff(&[&renames[..], &["--format", "plan"]].concat());
    assert!(
        plan.stdout
            .contains("lock ACCESS EXCLUSIVE: everybody waits"),
        "{}",
        plan.stdout
    );
    let script = diff(&[&renames[..], &["--format", "sql"]].concat());
    block_on(databases::run(&before.url, &script.stdout)).unwrap();
    let run = diff(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
}
