//! Functions that look for one text in another, and regular expressions.
//!
//! A regular expression takes time in proportion to the text, whatever it says: there are no references back and no looks around.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use regex::{Regex, RegexBuilder};
use rusqlite::{Connection, Result};

use super::argument::text;
use super::pattern;
use super::text::{argument, upper};
use super::{refused, strict};

pub(super) fn register(connection: &Connection) -> Result<()> {
    lookup(connection, "backend_contains", |text, part| {
        text.contains(part)
    })?;
    lookup(connection, "backend_starts_with", |text, part| {
        text.starts_with(part)
    })?;
    lookup(connection, "backend_ends_with", |text, part| {
        text.ends_with(part)
    })?;
    lookup(connection, "backend_contains_any_case", |text, part| {
        folded(text).contains(&folded(part))
    })?;
    lookup(connection, "backend_starts_with_any_case", |text, part| {
        let mut characters = text.chars().map(upper);
        part.chars()
            .map(upper)
            .all(|next| characters.next() == Some(next))
    })?;
    lookup(connection, "backend_ends_with_any_case", |text, part| {
        let mut characters = text.chars().rev().map(upper);
        part.chars()
            .rev()
            .map(upper)
            .all(|next| characters.next() == Some(next))
    })?;
    lookup(connection, "backend_equals_any_case", |text, other| {
        text.chars().map(upper).eq(other.chars().map(upper))
    })?;
    like(connection, "backend_like", |character| character)?;
    like(connection, "backend_like_any_case", upper)?;
    expressions(connection, "backend_matches", Case::Same)?;
    expressions(connection, "backend_matches_any_case", Case::Any)
}

fn folded(text: &str) -> String {
    text.chars().map(upper).collect()
}

fn lookup(connection: &Connection, name: &str, function: fn(&str, &str) -> bool) -> Result<()> {
    strict(connection, name, 2, move |values| {
        let (text, part) = (text(argument(values, 0))?, text(argument(values, 1))?);
        Ok(function(&text, &part))
    })
}

fn like(connection: &Connection, name: &str, fold: fn(char) -> char) -> Result<()> {
    strict(connection, name, 3, move |values| {
        let (text, like) = (text(argument(values, 0))?, text(argument(values, 1))?);
        let escape = self::text(argument(values, 2))?;
        let Some(escape) = escape.chars().next() else {
            return Err(refused("an escape is one character"));
        };
        pattern::matches(&text, &like, escape, fold)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Same,
    Any,
}

/// How many expressions a session keeps compiled.
const CAPACITY: usize = 64;

fn expressions(connection: &Connection, name: &str, case: Case) -> Result<()> {
    let compiled: Mutex<HashMap<String, Regex>> = Mutex::default();
    strict(connection, name, 2, move |values| {
        let (text, expression) = (text(argument(values, 0))?, text(argument(values, 1))?);
        // A poisoned map is whole: nothing that was put in halfway stays.
        let mut compiled = compiled.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(regex) = compiled.get(&*expression) {
            return Ok(regex.is_match(&text));
        }
        let regex = compile(&expression, case)?;
        let found = regex.is_match(&text);
        if compiled.len() >= CAPACITY {
            compiled.clear();
        }
        compiled.insert(expression.into_owned(), regex);
        Ok(found)
    })
}

fn compile(expression: &str, case: Case) -> Result<Regex> {
    RegexBuilder::new(expression)
        .case_insensitive(case == Case::Any)
        // As on other servers: the line feed is a character like any other.
        .dot_matches_new_line(true)
        .build()
        .map_err(|_| refused("a regular expression cannot be read, or is too large"))
}
