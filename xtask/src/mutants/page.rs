//! What is kept of a run: a page for people.

use std::collections::BTreeMap;

use super::Fate;
use super::read::Mutant;

/// The whole page.
pub(super) fn page(fates: &[(&Mutant, Fate)]) -> String {
    let killed = fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::Killed(..)));
    let by_tests = fates
        .iter()
        .filter(|(_, fate)| matches!(fate, Fate::KilledByTest(_)));
    let mut text = format!(
        "# Mutants\n\n\
         Mistakes that somebody could make in the SQLite vendor, made one after the other in a copy of the tree: a limit one too high, a\n\
         clause that is left out, an error of another kind. The suite has to notice each. `cargo xtask mutants` makes this page; the list is\n\
         `xtask/mutants/sqlite.txt`, where each mistake stands with the cases that are run.\n\n\
         **Noticed: {} of {}.** Where the suite cannot see a mistake, the reason stands there; {} of these are noticed by the vendor's own\n\
         tests, which the same command runs.\n",
        killed.count(),
        fates.len(),
        by_tests.count()
    );
    let mut files: BTreeMap<&str, Vec<&(&Mutant, Fate)>> = BTreeMap::new();
    for one in fates {
        files.entry(&one.0.file).or_default().push(one);
    }
    text.push_str("\n| where | what is wrong | noticed by | and others |\n|---|---|---|---|\n");
    for (file, fates) in files {
        for (mutant, fate) in fates {
            let noticed = match fate {
                Fate::Killed(case, others) => format!("`{case}` | {others}"),
                Fate::KilledByTest(test) => format!("no case: {}; `{test}` | ", mutant.apart),
                Fate::Survived if mutant.apart.is_empty() => "**nobody** | ".to_owned(),
                Fate::Survived => format!("nobody: {} | ", mutant.apart),
                Fate::DoesNotCompile => "the compiler: it is no mutant | ".to_owned(),
            };
            text.push_str(&format!("| `{file}` | {} | {noticed} |\n", mutant.name));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Fate, Mutant, page};

    #[test]
    fn the_page_counts_and_names_what_nobody_noticed() {
        let mutant = |name: &str| Mutant {
            name: name.to_owned(),
            file: "a/b.rs".to_owned(),
            ..Mutant::default()
        };
        let (one, other) = (mutant("one too many"), mutant("a clause left out"));
        let text = page(&[
            (&one, Fate::Killed("a.b.c".to_owned(), 4)),
            (&other, Fate::Survived),
        ]);
        assert!(text.contains("**Noticed: 1 of 2.**"), "{text}");
        assert!(
            text.contains("| `a/b.rs` | one too many | `a.b.c` | 4 |"),
            "{text}"
        );
        assert!(
            text.contains("| a clause left out | **nobody** |"),
            "{text}"
        );
    }
}
