//! The schema made again of its model: the same texts as `.schema` prints, token by token, and the same answers of every pragma
//! that tells of a schema. What differs is in `recreated.txt`, below its reason; what is there and does not differ fails too.

use std::collections::BTreeSet;

use backend_core::connection::Connection;
use backend_core::introspection::Scope;
use backend_core::model::Schema;
use backend_core::schema_editor::{creation, plan};
use backend_core::sql::Statement;
use backend_core::sql::tokenizer::{Token, TokenKind, Tokenizer};
use backend_core::value::{Value, ValueRef};
use backend_sqlite::BACKEND;
use futures_executor::block_on;

use crate::{HARD, session};

/// What differs, each line below a line `# reason`.
const DIFFERENCES: &str = include_str!("recreated.txt");

/// The words that are written in upper case to be compared: those of the statements here, and no name.
const KEYWORDS: &str = "ALWAYS AND AS ASC AUTOINCREMENT BEFORE AFTER BEGIN BINARY CASCADE CASE CHECK COLLATE CONFLICT CONSTRAINT \
    CREATE DEFAULT DEFERRABLE DEFERRED DELETE DESC EACH ELSE END FAIL FOR FOREIGN FROM GENERATED IGNORE IN INDEX INITIALLY INSERT \
    INSTEAD IS KEY LIKE NOT NULL OF ON PRIMARY REFERENCES REPLACE RESTRICT ROLLBACK ROW ROWID SELECT SET STORED STRICT TABLE THEN \
    TRIGGER UNIQUE UPDATE USING VIEW VIRTUAL WHEN WHERE WITHOUT";

/// The pragmas that tell of a schema, and of what each has an answer.
const PRAGMAS: [(&str, &str); 6] = [
    ("table_info", "table"),
    ("table_xinfo", "table"),
    ("foreign_key_list", "table"),
    ("index_list", "table"),
    ("index_info", "index"),
    ("index_xinfo", "index"),
];

/// Those that are about something else: the file, the session, rows, the library.
const OTHER_PRAGMAS: &str = "analysis_limit application_id auto_vacuum automatic_index busy_timeout cache_size cache_spill \
    case_sensitive_like cell_size_check checkpoint_fullfsync collation_list compile_options count_changes data_store_directory \
    data_version database_list default_cache_size defer_foreign_keys empty_result_callbacks encoding foreign_key_check \
    foreign_keys freelist_count full_column_names fullfsync function_list hard_heap_limit ignore_check_constraints \
    incremental_vacuum integrity_check journal_mode journal_size_limit legacy_alter_table locking_mode max_page_count mmap_size \
    module_list optimize page_count page_size pragma_list query_only quick_check read_uncommitted recursive_triggers \
    reverse_unordered_selects schema_version secure_delete short_column_names shrink_memory soft_heap_limit synchronous \
    table_list temp_store temp_store_directory threads trusted_schema user_version wal_autocheckpoint wal_checkpoint \
    writable_schema";

fn schema_of(connection: &mut Connection) -> Schema {
    let snapshot = block_on(BACKEND.introspect(connection, &Scope::all()));
    snapshot.unwrap().schema
}

/// An empty database in which a schema is made.
fn made(schema: &Schema) -> Connection {
    let mut connection = session();
    let dialect = connection.dialect().clone();
    let mut before = Schema::new();
    for change in creation(schema, &dialect.features) {
        let plan = plan(BACKEND.schema_editor, &dialect, &before, &change).unwrap();
        for statement in plan.statements() {
            block_on(connection.execute(statement)).unwrap();
        }
        before.apply(&change).unwrap();
    }
    connection
}

/// The database of the hard schema, and one that is made of its model.
fn both() -> (Connection, Connection) {
    let mut original = session();
    block_on(original.batch(HARD)).unwrap();
    let recreated = made(&schema_of(&mut original));
    (original, recreated)
}

/// The cells of a row.
type Row = Vec<Value>;

fn rows(connection: &mut Connection, sql: &str) -> Vec<Row> {
    let row = |cells: &[ValueRef<'_>]| Ok(cells.iter().map(|cell| cell.to_value()).collect());
    block_on(connection.fetch(&Statement::new(sql), row)).unwrap()
}

fn texts(row: &Row) -> Vec<String> {
    let shown = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::I64(number) => number.to_string(),
        other => format!("{other:?}"),
    };
    row.iter().map(shown).collect()
}

/// The texts of the catalog, a line for each definition between a statement's parentheses.
fn schema_lines(connection: &mut Connection) -> BTreeSet<String> {
    let sql = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL";
    let mut lines = BTreeSet::new();
    for row in rows(connection, sql) {
        let [Value::Text(object), Value::Text(sql)] = row.as_slice() else {
            panic!("{row:?}")
        };
        let object = on_one_line(object);
        // Their order is told by the pragmas.
        for definition in definitions(sql) {
            lines.insert(format!("{object}: {definition}"));
        }
    }
    lines
}

/// The statement in pieces, split at the parentheses around its definitions and at the commas between them.
fn definitions(sql: &str) -> Vec<String> {
    let lexicon = BACKEND.operations.syntax().lexicon;
    let mut pieces = vec![Vec::new()];
    let mut depth = 0_u32;
    for token in Tokenizer::new(sql, lexicon) {
        if token.kind == TokenKind::Whitespace {
            continue;
        }
        if token.is_symbol(")") {
            depth -= 1;
        }
        let splits = (token.is_symbol("(") || token.is_symbol(")")) && depth == 0
            || token.is_symbol(",") && depth == 1;
        if token.is_symbol("(") {
            depth += 1;
        }
        if splits {
            pieces.push(Vec::new());
        } else {
            pieces.last_mut().unwrap().push(normal(&token));
        }
    }
    let joined = pieces.into_iter().map(|piece| piece.join(" "));
    joined.filter(|piece| !piece.is_empty()).collect()
}

/// The token without its quotes, where it is a name, and in upper case, where it is a keyword.
fn normal(token: &Token<'_>) -> String {
    match token.kind {
        TokenKind::QuotedIdentifier => {
            let name = token.identifier().unwrap();
            on_one_line(&name)
        }
        TokenKind::Word => {
            let upper = token.text.to_ascii_uppercase();
            let is_keyword = KEYWORDS.split_whitespace().any(|word| word == upper);
            if is_keyword {
                upper
            } else {
                token.text.to_owned()
            }
        }
        _ => on_one_line(token.text),
    }
}

fn on_one_line(text: &str) -> String {
    text.replace('\n', "\\n")
}

/// The answers of the pragmas, a line for each row.
fn pragma_lines(connection: &mut Connection) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for (pragma, kind) in PRAGMAS {
        let objects = match kind {
            "index" => "SELECT name FROM sqlite_schema WHERE type = 'index'",
            _ => {
                "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'broken%'"
            }
        };
        let sql = format!(
            "SELECT objects.name, answer.* FROM ({objects}) AS objects, pragma_{pragma}(objects.name) AS answer"
        );
        for row in rows(connection, &sql) {
            lines.insert(format!("{pragma}: {}", texts(&row).join(" ")));
        }
    }
    // Last: how many columns a view has is known once it was asked for them.
    let list = "SELECT * FROM pragma_table_list WHERE schema = 'main'";
    for row in rows(connection, list) {
        lines.insert(format!("table_list: {}", texts(&row).join(" ")));
    }
    lines
}

/// What the one has and the other has not, as lines of `recreated.txt`.
fn differences(original: &BTreeSet<String>, recreated: &BTreeSet<String>) -> Vec<String> {
    let gone = original
        .difference(recreated)
        .map(|line| format!("- {line}"));
    let come = recreated
        .difference(original)
        .map(|line| format!("+ {line}"));
    gone.chain(come).collect()
}

/// The lines of `recreated.txt` that are about pragmas, or those that are not; each has a reason.
fn explained(about_pragmas: bool) -> Vec<String> {
    let mut reason = None;
    let mut lines = Vec::new();
    for line in DIFFERENCES.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("# ") {
            Some(text) => reason = Some(text),
            None => {
                assert!(reason.is_some(), "without a reason: {line}");
                let is_of_schema = ["table ", "index ", "view ", "trigger "]
                    .iter()
                    .any(|kind| line.get(2..).is_some_and(|line| line.starts_with(kind)));
                if is_of_schema != about_pragmas {
                    lines.push(line.to_owned());
                }
            }
        }
    }
    lines
}

fn assert_explained(mut found: Vec<String>, about_pragmas: bool) {
    let mut explained = explained(about_pragmas);
    found.sort();
    explained.sort();
    let unexplained: Vec<_> = found
        .iter()
        .filter(|line| !explained.contains(line))
        .collect();
    let over: Vec<_> = explained
        .iter()
        .filter(|line| !found.contains(line))
        .collect();
    assert!(
        unexplained.is_empty() && over.is_empty(),
        "without a reason in recreated.txt: {unexplained:#?}\nin recreated.txt and no difference: {over:#?}"
    );
}

#[test]
fn the_texts_of_the_catalog_are_the_same() {
    let (mut original, mut recreated) = both();
    let found = differences(&schema_lines(&mut original), &schema_lines(&mut recreated));
    assert_explained(found, false);
}

#[test]
fn every_pragma_that_tells_of_a_schema_has_the_same_answer() {
    let (mut original, mut recreated) = both();
    let found = differences(&pragma_lines(&mut original), &pragma_lines(&mut recreated));
    assert_explained(found, true);
}

/// A new version of the library may bring another pragma.
#[test]
fn no_pragma_is_forgotten() {
    let known: BTreeSet<&str> = PRAGMAS
        .iter()
        .map(|(name, _)| *name)
        .chain(OTHER_PRAGMAS.split_whitespace())
        .collect();
    let there = rows(&mut session(), "SELECT name FROM pragma_pragma_list");
    let forgotten: Vec<_> = there
        .iter()
        .flatten()
        .filter(|name| !matches!(name, Value::Text(name) if known.contains(name.as_str())))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

/// What is made of what was made is the same to the letter.
#[test]
fn made_once_more_it_is_the_same_to_the_letter() {
    let (_, mut recreated) = both();
    let mut again = made(&schema_of(&mut recreated));
    let sql = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name";
    let texts_of = |connection: &mut Connection| -> Vec<_> {
        rows(connection, sql).iter().map(texts).collect()
    };
    assert_eq!(texts_of(&mut recreated), texts_of(&mut again));
}
