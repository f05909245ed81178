//! The files: statements in the order of the cases, each form where it is met first.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use backend_mssql::BACKEND;

use crate::count::count;
use crate::requests::Theme;
use crate::shape::{shape, shortened};

/// How much of the difference is shown.
const SHOWN: usize = 4_000;

/// The texts of files by their names.
pub(crate) type Files = BTreeMap<String, String>;

/// A file for each theme, with the forms of statements that stand in no file yet, then one for each older version with those that no
/// newer one is sent.
pub(crate) fn of(made: &[(&str, Vec<Theme>)]) -> Files {
    let mut files = Files::new();
    let mut seen = Seen::default();
    for (n, (version, themes)) in made.iter().enumerate() {
        for theme in themes {
            let file = if n == 0 { &theme.name } else { *version };
            let text = files.entry(format!("{file}.sql")).or_default();
            write_forms(theme, &mut seen, text);
        }
    }
    files.retain(|_, text| !text.is_empty());
    files
}

/// What stands in a file already.
#[derive(Default)]
struct Seen<'t> {
    /// Most requests are made again for each version, and their text is known before their form is.
    texts: HashSet<&'t str>,
    shapes: HashSet<String>,
}

fn write_forms<'t>(theme: &'t Theme, seen: &mut Seen<'t>, out: &mut String) {
    for case in &theme.cases {
        let mut is_named = false;
        for sql in &case.requests {
            if !seen.texts.insert(sql) || !seen.shapes.insert(shape(sql)) {
                continue;
            }
            if !is_named {
                writeln!(out, "-- {}", case.id).unwrap();
                is_named = true;
            }
            match count(sql, BACKEND.operations.syntax().lexicon) {
                1 => {}
                statements => writeln!(out, "-- {statements} statements").unwrap(),
            }
            // A line of a file would end there, and some programs would change it.
            let text = shortened(sql).replace('\r', "␍");
            writeln!(out, "{text}\nGO").unwrap();
        }
    }
}

fn folder() -> PathBuf {
    PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/golden/statements"
    ))
}

/// Demands that these are the files; `BLESS=1` makes them so.
pub(crate) fn check(files: &Files) {
    let folder = folder();
    let mut stored = Files::new();
    for entry in fs::read_dir(&folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        stored.insert(name, fs::read_to_string(&path).unwrap());
    }
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        bless(files, &stored);
        return;
    }
    let names: BTreeSet<_> = files.keys().chain(stored.keys()).collect();
    let mut difference = String::new();
    for name in names {
        let text = |files: &Files| files.get(name).cloned().unwrap_or_default();
        let (old, new) = (text(&stored), text(files));
        if old != new {
            let diff = similar::TextDiff::from_lines(&old, &new);
            let diff = diff.unified_diff().context_radius(1).to_string();
            writeln!(difference, "{name}\n{diff}").unwrap();
        }
    }
    let shown: String = difference.chars().take(SHOWN).collect();
    assert!(
        difference.is_empty(),
        "statements are others now (cargo xtask bless accepts it); of {} bytes of difference:\n{shown}",
        difference.len(),
    );
}

fn bless(files: &Files, stored: &Files) {
    let folder = folder();
    fs::create_dir_all(&folder).unwrap();
    for name in stored.keys().filter(|name| !files.contains_key(*name)) {
        fs::remove_file(folder.join(name)).unwrap();
    }
    for (name, text) in files {
        if stored.get(name) != Some(text) {
            fs::write(folder.join(name), text).unwrap();
        }
    }
}
