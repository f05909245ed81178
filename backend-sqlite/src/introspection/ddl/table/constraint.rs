//! Table constraints, and the clauses that they share with column constraints.

use backend_core::model::{Deferrability, ReferentialAction};

use crate::introspection::ddl::index::{IndexedTerm, terms, terms_within};
use crate::introspection::ddl::reader::{Read, Reader};

/// A constraint of a column or table, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Constraint<Rule> {
    /// The name after `CONSTRAINT`.
    pub(crate) name: Option<String>,
    pub(crate) rule: Rule,
}

/// What a constraint of a table demands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TableRule {
    PrimaryKey {
        terms: Vec<IndexedTerm>,
        autoincrement: bool,
        on_conflict: Option<OnConflict>,
    },
    Unique {
        terms: Vec<IndexedTerm>,
        on_conflict: Option<OnConflict>,
    },
    /// The condition. `ON CONFLICT` may follow it, but SQLite does not heed it.
    Check(String),
    ForeignKey {
        columns: Vec<String>,
        references: References,
    },
}

/// What breaking a constraint does to the statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OnConflict {
    Rollback,
    Abort,
    Fail,
    Ignore,
    Replace,
}

/// What a foreign key refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct References {
    pub(crate) table: String,
    /// Empty for the primary key of the table.
    pub(crate) columns: Vec<String>,
    pub(crate) on_delete: ReferentialAction,
    pub(crate) on_update: ReferentialAction,
    /// The name after `MATCH`. SQLite takes any and heeds none.
    pub(crate) match_name: Option<String>,
    /// What the constraint amounts to: `NOT DEFERRABLE INITIALLY DEFERRED` is not deferrable.
    pub(crate) deferrability: Deferrability,
}

/// Whether a table constraint comes next. None of these words can be an unquoted name.
pub(super) fn begins(reader: &Reader<'_>) -> bool {
    let words = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    words.iter().any(|word| reader.at_keyword(word))
}

/// Reads one table constraint. A name that nothing follows names nothing.
pub(super) fn read(
    reader: &mut Reader<'_>,
    constraints: &mut Vec<Constraint<TableRule>>,
) -> Read<()> {
    let mut name = None;
    while reader.take_keyword("CONSTRAINT") {
        name = Some(reader.name("the name of a constraint")?);
    }
    if name.is_some() && (reader.at_symbol(",") || reader.at_symbol(")")) {
        return Ok(());
    }
    let rule = rule(reader)?;
    constraints.push(Constraint { name, rule });
    Ok(())
}

fn rule(reader: &mut Reader<'_>) -> Read<TableRule> {
    if reader.take_keywords(&["PRIMARY", "KEY"]) {
        let (terms, autoincrement) = primary_key_terms(reader)?;
        let on_conflict = on_conflict(reader)?;
        Ok(TableRule::PrimaryKey {
            terms,
            autoincrement,
            on_conflict,
        })
    } else if reader.take_keyword("UNIQUE") {
        Ok(TableRule::Unique {
            terms: terms(reader)?,
            on_conflict: on_conflict(reader)?,
        })
    } else if reader.take_keyword("CHECK") {
        let expression = reader.group_text()?;
        on_conflict(reader)?;
        Ok(TableRule::Check(expression))
    } else if reader.take_keywords(&["FOREIGN", "KEY"]) {
        let columns = reader.group_names("the names of columns")?;
        reader.expect_keyword("REFERENCES")?;
        let mut references = references(reader)?;
        if let Some(written) = deferrability(reader)? {
            references.deferrability = written;
        }
        Ok(TableRule::ForeignKey {
            columns,
            references,
        })
    } else {
        Err(reader.unexpected("PRIMARY KEY, UNIQUE, CHECK or FOREIGN KEY"))
    }
}

/// Takes `( term, … [AUTOINCREMENT] )`.
fn primary_key_terms(reader: &mut Reader<'_>) -> Read<(Vec<IndexedTerm>, bool)> {
    let mut inside = reader.group()?;
    let last = inside
        .clone()
        .zip(reader.tokens().get(inside.clone()).unwrap_or_default());
    let last = last.rev().find(|(_, token)| !token.is_trivia());
    let autoincrement = last.filter(|(_, token)| token.is_keyword("AUTOINCREMENT"));
    if let Some((index, _)) = autoincrement {
        inside.end = index;
    }
    let autoincrement = autoincrement.is_some();
    Ok((terms_within(reader, inside), autoincrement))
}

/// Takes `[ON CONFLICT resolution]`.
pub(super) fn on_conflict(reader: &mut Reader<'_>) -> Read<Option<OnConflict>> {
    if !reader.take_keywords(&["ON", "CONFLICT"]) {
        return Ok(None);
    }
    let resolutions = [
        ("ROLLBACK", OnConflict::Rollback),
        ("ABORT", OnConflict::Abort),
        ("FAIL", OnConflict::Fail),
        ("IGNORE", OnConflict::Ignore),
        ("REPLACE", OnConflict::Replace),
    ];
    match resolutions
        .into_iter()
        .find(|(word, _)| reader.take_keyword(word))
    {
        Some((_, resolution)) => Ok(Some(resolution)),
        None => Err(reader.unexpected("ROLLBACK, ABORT, FAIL, IGNORE or REPLACE")),
    }
}

/// Takes what follows `REFERENCES`, but for its deferrability: in a column that is a clause of its own.
pub(super) fn references(reader: &mut Reader<'_>) -> Read<References> {
    let mut references = References {
        table: reader.name("the name of the table")?,
        columns: Vec::new(),
        on_delete: ReferentialAction::NoAction,
        on_update: ReferentialAction::NoAction,
        match_name: None,
        deferrability: Deferrability::NotDeferrable,
    };
    if reader.at_symbol("(") {
        references.columns = reader.group_names("the names of columns")?;
    }
    loop {
        if reader.take_keywords(&["ON", "DELETE"]) {
            references.on_delete = action(reader)?;
        } else if reader.take_keywords(&["ON", "UPDATE"]) {
            references.on_update = action(reader)?;
        } else if reader.take_keywords(&["ON", "INSERT"]) {
            // Accepted by SQLite, and without effect.
            action(reader)?;
        } else if reader.take_keyword("MATCH") {
            references.match_name = Some(reader.name("a name after MATCH")?);
        } else {
            return Ok(references);
        }
    }
}

fn action(reader: &mut Reader<'_>) -> Read<ReferentialAction> {
    let actions: [(&[&str], _); 5] = [
        (&["NO", "ACTION"], ReferentialAction::NoAction),
        (&["RESTRICT"], ReferentialAction::Restrict),
        (&["CASCADE"], ReferentialAction::Cascade),
        (&["SET", "NULL"], ReferentialAction::SetNull),
        (&["SET", "DEFAULT"], ReferentialAction::SetDefault),
    ];
    match actions
        .into_iter()
        .find(|(words, _)| reader.take_keywords(words))
    {
        Some((_, action)) => Ok(action),
        None => Err(reader.unexpected("NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT")),
    }
}

/// Takes `[[NOT] DEFERRABLE [INITIALLY {DEFERRED | IMMEDIATE}]]`.
pub(super) fn deferrability(reader: &mut Reader<'_>) -> Read<Option<Deferrability>> {
    let not = reader.take_keywords(&["NOT", "DEFERRABLE"]);
    if !not && !reader.take_keyword("DEFERRABLE") {
        return Ok(None);
    }
    let mut deferrability = Deferrability::InitiallyImmediate;
    if reader.take_keyword("INITIALLY") {
        if reader.take_keyword("DEFERRED") {
            deferrability = Deferrability::InitiallyDeferred;
        } else {
            reader.expect_keyword("IMMEDIATE")?;
        }
    }
    Ok(Some(if not {
        Deferrability::NotDeferrable
    } else {
        deferrability
    }))
}
