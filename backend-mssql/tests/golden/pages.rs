//! Each word of T-SQL and each function has a page of the documentation, in `pages.toml`; a name that somebody chose has none.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use backend_core::sql::tokenizer::{Token, TokenKind};

use crate::shape::tokens;

/// Where the pages are.
const PAGES: &str = "https://learn.microsoft.com/sql/";

/// What is documented, and where.
struct Pages {
    /// The page of a form: words with a blank between them, `WORD()` for a function, `sys.name` for what a schema of the server's has.
    pages: BTreeMap<String, String>,
    /// Names without brackets, in the suite's own texts.
    names: BTreeSet<String>,
    /// The most words of a form.
    longest: usize,
}

impl Pages {
    fn read() -> Self {
        let text = include_str!("pages.toml");
        let table: toml::Table = text.parse().unwrap();
        let mut pages = BTreeMap::new();
        for (page, forms) in table["pages"].as_table().unwrap() {
            assert!(
                !page.starts_with(PAGES) && !page.ends_with('/'),
                "{page}: write it without {PAGES}"
            );
            for form in strings(forms) {
                let double = pages.insert(form.clone(), page.clone());
                assert!(double.is_none(), "{form} has two pages");
            }
        }
        let longest = pages.keys().map(|form| form.split(' ').count()).max();
        Self {
            names: strings(&table["names"]).into_iter().collect(),
            longest: longest.unwrap(),
            pages,
        }
    }

    /// The form that begins with this word, the longest of several, and of how many words it is.
    fn form(&self, tokens: &[Token<'_>], at: usize) -> Option<(String, usize)> {
        let words: Vec<_> = tokens[at..]
            .iter()
            .take(self.longest)
            .take_while(|token| is_word(token))
            .map(|token| token.text.to_uppercase())
            .collect();
        let mut forms = (2..=words.len()).rev().map(|n| (words[..n].join(" "), n));
        if let Some(found) = forms.find(|(form, _)| self.pages.contains_key(form)) {
            return Some(found);
        }
        let word = tokens[at].text;
        let of_server = at >= 2
            && tokens[at - 1].is_symbol(".")
            && (tokens[at - 2].is_keyword("sys")
                || tokens[at - 2].is_keyword("INFORMATION_SCHEMA"));
        let is_call = tokens.get(at + 1).is_some_and(|next| next.is_symbol("("));
        let candidates = if of_server {
            vec![format!("sys.{}", word.to_lowercase())]
        } else if is_call {
            vec![format!("{}()", word.to_uppercase()), word.to_uppercase()]
        } else {
            vec![word.to_uppercase()]
        };
        let found = candidates
            .into_iter()
            .find(|form| self.pages.contains_key(form));
        found.map(|form| (form, 1))
    }
}

fn strings(value: &toml::Value) -> Vec<String> {
    let items = value.as_array().unwrap().iter();
    items
        .map(|item| item.as_str().unwrap().to_owned())
        .collect()
}

fn is_word(token: &Token<'_>) -> bool {
    token.kind == TokenKind::Word || token.text.starts_with("@@")
}

/// Demands that each word of these requests has a page or is a name, and that each page and name is of use.
pub(crate) fn check<'r>(requests: impl Iterator<Item = (&'static str, &'r str)>) {
    let pages = Pages::read();
    let mut used = BTreeSet::new();
    let mut unknown: BTreeMap<String, String> = BTreeMap::new();
    let mut seen = HashSet::new();
    for (case, sql) in requests {
        if !seen.insert(sql) {
            continue;
        }
        let tokens = tokens(sql);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let mut step = 1;
            if is_word(token) {
                if let Some((form, words)) = pages.form(&tokens, at) {
                    used.insert(form);
                    step = words;
                } else if token.text.starts_with("backend_") {
                    // The vendor's own.
                } else if pages.names.contains(token.text) {
                    used.insert(token.text.to_owned());
                } else {
                    let near = tokens.iter().take(at + 4).skip(at.saturating_sub(8));
                    let near: Vec<_> = near.map(|token| token.text).collect();
                    let place = format!("{case}: {}", near.join(" "));
                    unknown.entry(token.text.to_owned()).or_insert(place);
                }
            }
            at += step;
        }
    }
    let forms = pages.pages.keys().chain(&pages.names);
    let unused: Vec<_> = forms.filter(|form| !used.contains(*form)).collect();
    assert!(
        unknown.is_empty() && unused.is_empty(),
        "pages.toml: no page for {unknown:#?}\nnothing has {unused:#?}"
    );
}
