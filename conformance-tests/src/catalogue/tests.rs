//! The catalogue is whole: every case is registered once, documented, and where its id says.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::catalogue;
use crate::case::CaseDef;

/// The sources under `src/cases`, with their paths.
fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn case_sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cases"),
        &mut found,
    );
    found.sort();
    found
}

#[test]
fn ids_are_unique_and_made_of_words() {
    let mut ids = BTreeSet::new();
    for case in catalogue() {
        assert!(ids.insert(case.id), "{} stands twice", case.id);
        let words: Vec<_> = case.id.split('.').collect();
        assert!(
            words.len() >= 3,
            "{}: write part.subject.what_holds",
            case.id
        );
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let good = |word: &&str| !word.is_empty() && word.chars().all(plain);
        assert!(words.iter().all(good), "{}", case.id);
    }
}

#[test]
fn cases_of_a_part_stand_together_and_in_its_folder() {
    let mut parts: Vec<_> = catalogue().iter().map(CaseDef::part).collect();
    parts.dedup();
    let distinct: BTreeSet<_> = parts.iter().collect();
    assert_eq!(
        parts.len(),
        distinct.len(),
        "a part is scattered: {parts:?}"
    );
    for (path, text) in case_sources() {
        let below = path.to_string_lossy().replace('\\', "/");
        let below = below.rsplit_once("src/cases/").unwrap().1.to_owned();
        let part = below.split(['/', '.']).next().unwrap();
        for case in catalogue()
            .iter()
            .filter(|case| text.contains(&format!("\"{}\"", case.id)))
        {
            assert_eq!(case.part(), part, "{} stands in {below}", case.id);
        }
    }
}

#[test]
fn every_case_says_in_a_sentence_what_holds() {
    for case in catalogue() {
        assert!(
            case.doc.ends_with('.') && case.doc.len() > 20,
            "{}: {}",
            case.id,
            case.doc
        );
        assert!(
            case.doc.chars().next().unwrap().is_uppercase(),
            "{}: {}",
            case.id,
            case.doc
        );
        assert!(!case.since.is_empty(), "{}", case.id);
        assert!(
            case.refuses
                .is_none_or(|flag| !case.requires.contains(&flag)),
            "{}",
            case.id
        );
    }
}

#[test]
fn every_case_function_is_registered() {
    let registered: BTreeSet<_> = catalogue().iter().map(|case| case.function).collect();
    let mut count = 0;
    for (path, text) in case_sources() {
        for line in text.lines() {
            let Some(rest) = line.strip_prefix("async fn ") else {
                continue;
            };
            let Some((name, signature)) = rest.split_once('(') else {
                continue;
            };
            if signature == "context: &mut Context) -> Outcome {" {
                count += 1;
                assert!(
                    registered.contains(name),
                    "{}: {name} is no case",
                    path.display()
                );
            }
        }
    }
    let written = catalogue().iter().filter(|case| !case.generated).count();
    assert_eq!(count, written, "cases and functions of cases");
}

/// The rows of a document's tables.
fn rows_of(document: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let text = fs::read_to_string(folder.join(document)).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| "));
    rows.filter(|line| !line.ends_with("| cases |"))
        .map(str::to_owned)
        .collect()
}

/// Every id of the documents is one, or the beginning of some; no row goes without.
#[test]
fn the_documents_of_behaviours_and_themes_name_cases_that_are_there() {
    let cases = catalogue();
    for (document, at_least) in [("behaviours.md", 60), ("themes.md", 50)] {
        let rows = rows_of(document);
        assert!(rows.len() >= at_least, "{document}: {} rows", rows.len());
        for row in rows {
            let named = row.trim_end_matches('|').rsplit('|').next().unwrap();
            let ids: Vec<_> = named.split('`').skip(1).step_by(2).collect();
            assert!(!ids.is_empty(), "{document}: no case is named: {row}");
            for id in ids.into_iter().filter(|id| id.contains('.')) {
                let is_there = match id.strip_suffix('*') {
                    Some(beginning) => cases.iter().any(|case| case.id.starts_with(beginning)),
                    None => cases.iter().any(|case| case.id == id),
                };
                assert!(is_there, "{document}: {id} is no case: {row}");
            }
        }
    }
}

/// Every part of the catalogue is a theme that somebody can find.
#[test]
fn the_document_of_themes_knows_every_part() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs");
    let text = fs::read_to_string(folder.join("themes.md")).unwrap();
    for part in catalogue()
        .iter()
        .map(CaseDef::part)
        .collect::<BTreeSet<_>>()
    {
        let named = text.contains(&format!("`{part}."));
        assert!(named || part == "settings", "no theme names {part}");
    }
}
