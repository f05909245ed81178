//! [`Scores`]: what the suite would notice, as the runs that measure it say.

use serde::{Deserialize, Serialize};

/// What turning each flag of a vendor around came to: a `flip.json`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Flip {
    /// The vendor.
    pub vendor: String,
    /// The lane; empty where there is one only.
    pub lane: String,
    /// The product and its version.
    pub server: String,
    /// Of flags that are on.
    pub withdrawn: FlipDirection,
    /// Of flags that are off.
    pub claimed: FlipDirection,
    /// Flags that cannot be tested.
    pub untestable: Vec<String>,
}

/// What turning flags around in one direction came to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct FlipDirection {
    /// How many were turned around.
    pub of: usize,
    /// How many of them were noticed.
    pub noticed: usize,
}

impl Flip {
    /// Reads one of a run, or those that are kept.
    ///
    /// # Errors
    /// Why the text is neither.
    pub fn read(text: &str) -> Result<Vec<Self>, String> {
        let wrong = |error: serde_json::Error| format!("no scores of flips: {error}");
        let value: serde_json::Value = serde_json::from_str(text).map_err(wrong)?;
        if value.is_array() {
            serde_json::from_value(value).map_err(wrong)
        } else {
            serde_json::from_value(value)
                .map(|one| vec![one])
                .map_err(wrong)
        }
    }

    /// The scores that are kept, with these in the place of older ones of the same vendors.
    #[must_use]
    pub fn join(mut kept: Vec<Self>, new: Vec<Self>) -> Vec<Self> {
        kept.retain(|old| new.iter().all(|one| one.vendor != old.vendor));
        kept.extend(new);
        kept.sort_by(|one, other| one.vendor.cmp(&other.vendor));
        kept
    }

    /// The text in which scores are kept.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn to_text(scores: &[Self]) -> Result<String, String> {
        serde_json::to_string_pretty(scores)
            .map(|text| text + "\n")
            .map_err(|error| error.to_string())
    }
}

/// How many mistakes that were made in a vendor cases noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mutants {
    /// The page that says it.
    pub page: String,
    /// The command that makes the page.
    pub made_by: String,
    /// How many were made.
    pub of: usize,
    /// How many of them were noticed.
    pub noticed: usize,
}

impl Mutants {
    /// Reads the page of that path.
    ///
    /// # Errors
    /// What it does not say.
    pub fn read(page: &str, text: &str) -> Result<Self, String> {
        let numbers = between(text, "**Noticed: ", ".**");
        let (noticed, of) = numbers
            .and_then(|numbers| numbers.split_once(" of "))
            .ok_or("it does not say how many were noticed: **Noticed: 1 of 2.**")?;
        let number = |word: &str| {
            let wrong = |_| format!("`{word}` is no number");
            word.parse::<usize>().map_err(wrong)
        };
        let made_by = text
            .split_once("` makes this page")
            .and_then(|(before, _)| before.rsplit_once('`'))
            .map(|(_, command)| command.to_owned())
            .ok_or("it does not say which command makes it")?;
        Ok(Self {
            page: page.to_owned(),
            made_by,
            of: number(of)?,
            noticed: number(noticed)?,
        })
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(text, _)| text)
}

/// What the suite would notice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Scores {
    /// Flags that are turned around.
    pub flips: Vec<Flip>,
    /// Mistakes that are made.
    pub mutants: Option<Mutants>,
}

impl Scores {
    /// Of these flips and mistakes.
    #[must_use]
    pub const fn new(flips: Vec<Flip>, mutants: Option<Mutants>) -> Self {
        Self { flips, mutants }
    }

    /// Whether there are none.
    pub(super) const fn is_empty(&self) -> bool {
        self.flips.is_empty() && self.mutants.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::{Flip, Mutants};

    const FLIP: &str = r#"{ "vendor": "mine", "lane": "", "server": "Mine 8.0.0", "untestable": ["a"], "failing": [],
        "withdrawn": { "of": 3, "noticed": 2, "by": {}, "unnoticed": { "b": "all pass" } },
        "claimed": { "of": 1, "noticed": 1, "by": {}, "unnoticed": {} } }"#;

    #[test]
    fn a_newer_score_takes_the_place_of_its_vendors_older_one() {
        let old = Flip::read(FLIP).unwrap();
        let other = Flip::read(&FLIP.replace("mine", "another")).unwrap();
        let new = Flip::read(&FLIP.replace("\"noticed\": 2", "\"noticed\": 3")).unwrap();
        let kept = Flip::join([old, other].concat(), new);
        let found = kept
            .iter()
            .map(|it| (it.vendor.as_str(), it.withdrawn.noticed));
        assert_eq!(found.collect::<Vec<_>>(), [("another", 2), ("mine", 3)]);
        let text = Flip::to_text(&kept).unwrap();
        assert_eq!(Flip::read(&text), Ok(kept));
        assert!(Flip::read("{}").is_err());
    }

    #[test]
    fn the_page_of_mutants_says_its_count_and_its_command() {
        let text = "# Mutants\n\nNotice each. `do it` makes this page; more.\n\n**Noticed: 3 of 4.** The rest.\n";
        let mutants = Mutants::read("a.md", text).unwrap();
        assert_eq!((mutants.noticed, mutants.of), (3, 4));
        assert_eq!(mutants.made_by, "do it");
        assert!(Mutants::read("a.md", "**Noticed: all.**").is_err());
        assert!(Mutants::read("a.md", "**Noticed: 3 of 4.**").is_err());
    }
}
