//! Column definitions.

use backend_core::model::SortOrder;
use backend_core::sql::tokenizer::{Token, TokenKind};

use crate::introspection::ddl::reader::{Read, Reader};

use super::constraint::{
    Constraint, OnConflict, References, deferrability, on_conflict, references,
};

/// The definition of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// The type as it is written; `PRAGMA table_xinfo` takes quotes around it away and may change its case.
    pub(crate) declared_type: Option<String>,
    /// The constraints, in the order they are written in. Of several defaults or collations, the last one holds.
    pub(crate) constraints: Vec<Constraint<ColumnRule>>,
    /// The comment that belongs to the column.
    pub(crate) comment: Option<String>,
}

/// What a constraint of a column says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ColumnRule {
    NotNull {
        on_conflict: Option<OnConflict>,
    },
    /// `NULL`, which is what holds without it.
    Null {
        on_conflict: Option<OnConflict>,
    },
    PrimaryKey {
        order: SortOrder,
        autoincrement: bool,
        on_conflict: Option<OnConflict>,
    },
    Unique {
        on_conflict: Option<OnConflict>,
    },
    Check(String),
    Default(DefaultValue),
    Collate(String),
    References(References),
    Generated {
        expression: String,
        stored: bool,
    },
}

/// A default, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DefaultValue {
    /// A literal with its sign and quotes, `CURRENT_TIMESTAMP` and the like, or a name, which stands for a string.
    Literal(String),
    /// What stands in parentheses, without them.
    Expression(String),
}

/// Reads one column definition; on a problem, what stands before it is kept.
pub(super) fn read(reader: &mut Reader<'_>, columns: &mut Vec<Column>) -> Read<()> {
    let name = reader.name("the name of a column")?;
    let mut column = Column {
        name,
        declared_type: None,
        constraints: Vec::new(),
        comment: None,
    };
    let outcome = declared_type(reader).and_then(|declared_type| {
        column.declared_type = declared_type;
        constraints(reader, &mut column.constraints)
    });
    columns.push(column);
    outcome
}

/// Takes the words of a type and the numbers in parentheses after them.
fn declared_type(reader: &mut Reader<'_>) -> Read<Option<String>> {
    let start = reader.position();
    let mut end = start;
    while reader.peek().is_some_and(may_be_type) {
        // As SQLite has it: these two words are part of a type unless they are its last.
        let is_generated = reader.take_keywords(&["GENERATED", "ALWAYS"]);
        if !is_generated {
            reader.advance();
        }
        if !is_generated || reader.peek().is_some_and(may_be_type) {
            end = reader.consumed();
        }
    }
    if end > start && reader.at_symbol("(") {
        reader.group()?;
        end = reader.consumed();
    }
    Ok((end > start).then(|| reader.text(start..end).to_owned()))
}

/// Whether a token can be a word of a type: every name can, but not the words that begin a constraint.
fn may_be_type(token: Token<'_>) -> bool {
    let reserved = [
        "AS",
        "CHECK",
        "COLLATE",
        "CONSTRAINT",
        "DEFAULT",
        "DEFERRABLE",
        "FOREIGN",
        "NOT",
        "NULL",
        "ON",
        "PRIMARY",
        "REFERENCES",
        "UNIQUE",
    ];
    match token.kind {
        TokenKind::Word => !reserved.iter().any(|word| token.is_keyword(word)),
        TokenKind::QuotedIdentifier | TokenKind::String => true,
        _ => false,
    }
}

fn constraints(reader: &mut Reader<'_>, constraints: &mut Vec<Constraint<ColumnRule>>) -> Read<()> {
    let mut name = None;
    while reader.peek().is_some() && !reader.at_symbol(",") && !reader.at_symbol(")") {
        if reader.take_keyword("CONSTRAINT") {
            name = Some(reader.name("the name of a constraint")?);
        } else if reader.at_keyword("DEFERRABLE") || reader.at_keywords(&["NOT", "DEFERRABLE"]) {
            // It belongs to the foreign key before it, even if other constraints stand between.
            let Some(references) = constraints.iter_mut().rev().find_map(references_of) else {
                return Err(reader.unexpected("REFERENCES before this"));
            };
            references.deferrability = deferrability(reader)?.unwrap_or(references.deferrability);
        } else {
            let rule = rule(reader)?;
            constraints.push(Constraint {
                name: name.take(),
                rule,
            });
        }
    }
    Ok(())
}

fn references_of(constraint: &mut Constraint<ColumnRule>) -> Option<&mut References> {
    match &mut constraint.rule {
        ColumnRule::References(references) => Some(references),
        _ => None,
    }
}

fn rule(reader: &mut Reader<'_>) -> Read<ColumnRule> {
    if reader.take_keywords(&["NOT", "NULL"]) {
        Ok(ColumnRule::NotNull {
            on_conflict: on_conflict(reader)?,
        })
    } else if reader.take_keyword("NULL") {
        Ok(ColumnRule::Null {
            on_conflict: on_conflict(reader)?,
        })
    } else if reader.take_keywords(&["PRIMARY", "KEY"]) {
        primary_key(reader)
    } else if reader.take_keyword("UNIQUE") {
        Ok(ColumnRule::Unique {
            on_conflict: on_conflict(reader)?,
        })
    } else if reader.take_keyword("CHECK") {
        reader.group_text().map(ColumnRule::Check)
    } else if reader.take_keyword("DEFAULT") {
        default_value(reader).map(ColumnRule::Default)
    } else if reader.take_keyword("COLLATE") {
        reader
            .name("the name of a collation")
            .map(ColumnRule::Collate)
    } else if reader.take_keyword("REFERENCES") {
        references(reader).map(ColumnRule::References)
    } else if reader.take_keywords(&["GENERATED", "ALWAYS", "AS"]) || reader.take_keyword("AS") {
        generated(reader)
    } else {
        Err(reader.unexpected("a column constraint, \",\" or \")\""))
    }
}

fn primary_key(reader: &mut Reader<'_>) -> Read<ColumnRule> {
    let mut order = SortOrder::Ascending;
    if reader.take_keyword("DESC") {
        order = SortOrder::Descending;
    } else {
        reader.take_keyword("ASC");
    }
    let on_conflict = on_conflict(reader)?;
    let autoincrement = reader.take_keyword("AUTOINCREMENT");
    Ok(ColumnRule::PrimaryKey {
        order,
        autoincrement,
        on_conflict,
    })
}

fn default_value(reader: &mut Reader<'_>) -> Read<DefaultValue> {
    if reader.at_symbol("(") {
        return reader.group_text().map(DefaultValue::Expression);
    }
    let start = reader.position();
    if !reader.take_symbol("-") {
        reader.take_symbol("+");
    }
    let is_value = |token: Token<'_>| {
        matches!(token.kind, TokenKind::Number | TokenKind::Blob)
            || token.identifier_or_string().is_some()
    };
    if !reader.peek().is_some_and(is_value) {
        return Err(reader.unexpected("a literal or \"(\""));
    }
    reader.advance();
    Ok(DefaultValue::Literal(
        reader.text(start..reader.consumed()).to_owned(),
    ))
}

fn generated(reader: &mut Reader<'_>) -> Read<ColumnRule> {
    let expression = reader.group_text()?;
    let stored = reader.take_keyword("STORED");
    if !stored {
        reader.take_keyword("VIRTUAL");
    }
    Ok(ColumnRule::Generated { expression, stored })
}
