//! `inspectdb diff`: what differs, in every form, and that the script makes of the one what the other is.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

mod support;

use std::fs;

use backend_core::sql::Statement;
use support::{Database, inspectdb, open};

const BEFORE: &str = "
    CREATE TABLE artist (id INTEGER PRIMARY KEY, name TEXT, age INT);
    CREATE TABLE album (id INTEGER PRIMARY KEY, artist_id INTEGER REFERENCES artist (id));
    CREATE INDEX album_artist ON album (artist_id);
    CREATE TABLE scratch (note TEXT);
";
const AFTER: &str = "
    CREATE TABLE artist (id INTEGER PRIMARY KEY, full_name TEXT, born DATE DEFAULT '1970-01-01');
    CREATE TABLE album (id INTEGER PRIMARY KEY, artist_id INTEGER REFERENCES artist (id));
    CREATE UNIQUE INDEX album_of_artist ON album (artist_id DESC) WHERE artist_id > 0;
    CREATE TABLE award (name VARCHAR(20) NOT NULL, artist INT REFERENCES artist (id));
    CREATE VIEW winner AS SELECT artist FROM award;
";

fn both() -> (Database, Database) {
    (Database::new(BEFORE), Database::new(AFTER))
}

#[test]
fn changes_are_a_line_each_and_those_that_lose_data_are_marked() {
    let (before, after) = both();
    let run = inspectdb([
        "diff",
        "--rename",
        "artist.name=full_name",
        before.name(),
        after.name(),
    ]);
    assert_eq!(run.code, 3, "{run:?}");
    let mut lines: Vec<_> = run.stdout.lines().collect();
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "  add column artist.born DATE default '1970-01-01'",
            "  create table award (2 columns, 1 foreign key)",
            "  create unique index album_of_artist of album (artist_id) where artist_id > 0",
            "  create view winner",
            "  drop index album_artist of album",
            "  rename column artist.name to full_name",
            "! drop column artist.age",
            "! drop table scratch",
        ]
    );
    assert_eq!(run.stderr, "8 changes, 2 of which lose data (!)\n");
    assert_eq!(before.files(), ["test.sqlite3"]);
}

#[test]
fn the_script_makes_of_the_one_what_the_other_is() {
    let (before, after) = both();
    let rename = ["--rename", "artist.name=full_name"];
    let sides = [before.name(), after.name()];
    let arguments = ["diff", "-q", "--format", "sql"].into_iter();
    let run = inspectdb(arguments.chain(rename).chain(sides));
    assert_eq!((run.code, run.stderr.as_str()), (3, ""), "{run:?}");
    assert!(
        run.stdout.starts_with("BEGIN;\n") && run.stdout.ends_with("COMMIT;\n"),
        "{}",
        run.stdout
    );
    futures_executor::block_on(async {
        let mut connection = open(&before.path).await?;
        connection.batch(&run.stdout).await?;
        connection.close().await
    })
    .unwrap();
    let run = inspectdb(["diff", before.name(), after.name()]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
    assert_eq!(run.stderr, "no difference\n");
}

#[test]
fn a_script_that_makes_a_table_anew_keeps_its_rows() {
    let before = Database::new(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n TEXT); INSERT INTO a VALUES (7, '5'), (9, '6');",
    );
    let after = Database::new("CREATE TABLE a (id INTEGER PRIMARY KEY, n INT NOT NULL);");
    let sides = [before.name(), after.name()];
    let plan = inspectdb(["diff", "--format", "plan"].into_iter().chain(sides));
    assert!(
        plan.stdout.contains("stop where a value of the column `n`"),
        "{}",
        plan.stdout
    );
    let script = inspectdb(["diff", "--format", "sql"].into_iter().chain(sides)).stdout;
    assert!(
        script.contains("-- Stop here where a value of the column `n`"),
        "{script}"
    );
    let rows: Vec<(i64, i64)> = futures_executor::block_on(async {
        let mut connection = open(&before.path).await?;
        connection.batch(&script).await?;
        connection
            .fetch_as(&Statement::new("SELECT id, n FROM a ORDER BY id"))
            .await
    })
    .unwrap();
    assert_eq!(rows, [(7, 5), (9, 6)]);
    let run = inspectdb(["diff"].into_iter().chain(sides));
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
}

#[test]
fn what_was_printed_as_json_stands_for_its_database() {
    let (before, after) = both();
    let folder = before.folder.path();
    let json = |database: &Database, name: &str| {
        let path = folder.join(name).to_str().unwrap().to_owned();
        let run = inspectdb(["--format", "json", "-o", &path, database.name()]);
        assert_eq!(run.code, 0, "{run:?}");
        path
    };
    let (a, b) = (json(&before, "a.json"), json(&after, "b.json"));
    for (from, to, code) in [
        (a.as_str(), before.name(), 0),
        (after.name(), b.as_str(), 0),
        (a.as_str(), b.as_str(), 3),
    ] {
        let run = inspectdb(["diff", from, to]);
        assert_eq!(run.code, code, "{run:?}");
    }
    let plan = |from: &str, to: &str| inspectdb(["diff", "--format", "plan", from, to]).stdout;
    assert_eq!(plan(&a, &b), plan(before.name(), after.name()));
    fs::write(&b, "{").unwrap();
    let run = inspectdb(["diff", &a, &b]);
    assert_eq!((run.code, run.stderr.lines().count()), (5, 1), "{run:?}");
}

#[test]
fn programs_are_told_changes_and_steps() {
    let (before, after) = both();
    let path = before.folder.path().join("out");
    let name = path.to_str().unwrap();
    let run = inspectdb([
        "diff",
        "--format",
        "json",
        "-o",
        name,
        before.name(),
        after.name(),
    ]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:?}");
    let text = fs::read_to_string(path).unwrap();
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["format"], "inspectdb-diff");
    let changes = document["changes"].as_array().unwrap();
    let lost = changes.iter().filter(|change| change["loses_data"] == true);
    let lost: Vec<_> = lost
        .map(|change| change["change"].as_str().unwrap())
        .collect();
    assert!(
        lost.contains(&"drop table scratch") && lost.contains(&"drop column artist.name"),
        "{lost:?}"
    );
    let steps = document["steps"].as_array().unwrap();
    assert!(steps.iter().all(|step| step["statement"].is_string()));
}

#[test]
fn what_cannot_be_compared_is_said_in_a_line() {
    let (before, after) = both();
    let json = r#"{"format": "inspectdb", "version": 1, "vendor": "postgres",
        "server": {"product": "PostgreSQL", "version": "15.0"}, "schema": {}}"#;
    let other = before.folder.path().join("other.json");
    fs::write(&other, json).unwrap();
    let other = other.to_str().unwrap();
    for (arguments, code, part) in [
        (
            vec![before.name(), other],
            2,
            "one is of sqlite and the other of postgres",
        ),
        (vec!["missing.sqlite3", after.name()], 4, "A: "),
        (vec![before.name(), "missing.json"], 4, "B: "),
        (
            vec!["--rename", "nobody=x", before.name(), after.name()],
            8,
            "\"nobody\"",
        ),
        (vec![before.name()], 2, "<B>"),
    ] {
        let run = inspectdb(["diff"].into_iter().chain(arguments));
        assert_eq!(run.code, code, "{run:?}");
        assert_eq!((run.stdout.as_str(), run.stderr.lines().count()), ("", 1));
        assert!(run.stderr.contains(part), "{}", run.stderr);
    }
}
