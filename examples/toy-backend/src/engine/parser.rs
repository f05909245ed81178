//! Reads a statement: the grammar of the toy's small part of SQL. Anything else is refused with its place.

use backend_core::model::ColumnType;

use super::Fault;
use super::expression::{Expression, literal};
use super::reader::Reader;
use super::statement::{
    ColumnDefinition, From, Items, KeyDefinition, KeyKind, Select, Statement, Which,
};
use super::types::{column_type, fit, no_fit};

/// Reads one statement, and counts its parameters.
pub(crate) fn parse(sql: &str) -> Result<(Statement, usize), Fault> {
    let mut reader = Reader::new(sql);
    let statement = statement(&mut reader)?;
    reader.end()?;
    Ok((statement, reader.parameters))
}

fn statement(reader: &mut Reader<'_>) -> Result<Statement, Fault> {
    if reader.eat(&["SELECT"]) {
        return select(reader);
    }
    if reader.eat(&["INSERT", "INTO"]) {
        return insert(reader);
    }
    if reader.eat(&["UPDATE"]) {
        let table = reader.name()?;
        reader.expect("SET")?;
        let assignments = reader.list(|reader| {
            let column = reader.name()?;
            reader.expect("=")?;
            Ok((column, Expression::read(reader)?))
        })?;
        let which = which(reader)?;
        return Ok(Statement::Update {
            table,
            assignments,
            which,
        });
    }
    if reader.eat(&["DELETE", "FROM"]) {
        let table = reader.name()?;
        let which = which(reader)?;
        return Ok(Statement::Delete { table, which });
    }
    if reader.eat(&["CREATE", "TABLE"]) {
        return create_table(reader);
    }
    if reader.eat(&["CREATE", "INDEX"]) {
        return create_index(reader, KeyKind::Index);
    }
    if reader.eat(&["CREATE", "UNIQUE", "INDEX"]) {
        return create_index(reader, KeyKind::UniqueIndex);
    }
    if reader.eat(&["DROP", "TABLE"]) {
        return reader.name().map(Statement::DropTable);
    }
    if reader.eat(&["DROP", "INDEX"]) {
        return reader.name().map(Statement::DropIndex);
    }
    Err(reader.unexpected("a statement"))
}

fn create_table(reader: &mut Reader<'_>) -> Result<Statement, Fault> {
    let name = reader.name()?;
    let (mut columns, mut keys) = (Vec::new(), Vec::new());
    reader.in_parentheses(|reader| {
        let key_name = if reader.eat(&["CONSTRAINT"]) {
            Some(reader.name()?)
        } else {
            None
        };
        if let Some(kind) = key_kind(reader) {
            let columns = reader.in_parentheses(Reader::name)?;
            keys.push(KeyDefinition {
                kind,
                name: key_name,
                columns,
            });
        } else if key_name.is_some() {
            return Err(reader.unexpected("PRIMARY KEY or UNIQUE"));
        } else {
            columns.push(column(reader, &name, &mut keys)?);
        }
        Ok(())
    })?;
    Ok(Statement::CreateTable {
        name,
        columns,
        keys,
    })
}

fn key_kind(reader: &mut Reader<'_>) -> Option<KeyKind> {
    if reader.eat(&["PRIMARY", "KEY"]) {
        Some(KeyKind::PrimaryKey)
    } else if reader.eat(&["UNIQUE"]) {
        Some(KeyKind::Unique)
    } else {
        None
    }
}

/// A column: its name, its type where it has one, then what it must or must not be, in any order.
fn column(
    reader: &mut Reader<'_>,
    table: &str,
    keys: &mut Vec<KeyDefinition>,
) -> Result<ColumnDefinition, Fault> {
    let name = reader.name()?;
    let column_type = if reader.is_at_name() {
        column_type(reader)?
    } else {
        ColumnType::Any
    };
    let (mut not_null, mut default) = (false, None);
    loop {
        if reader.eat(&["NOT", "NULL"]) {
            not_null = true;
        } else if reader.eat(&["DEFAULT"]) {
            let value = literal(reader)?.ok_or_else(|| reader.unexpected("a literal"))?;
            // It is kept as a row will hold it, and refused here rather than at every insert.
            let value =
                fit(value, &column_type).ok_or_else(|| no_fit(table, &name, &column_type))?;
            default = Some(value);
        } else if let Some(kind) = key_kind(reader) {
            let columns = vec![name.clone()];
            keys.push(KeyDefinition {
                kind,
                name: None,
                columns,
            });
        } else {
            return Ok(ColumnDefinition {
                name,
                column_type,
                not_null,
                default,
            });
        }
    }
}

fn create_index(reader: &mut Reader<'_>, kind: KeyKind) -> Result<Statement, Fault> {
    let name = Some(reader.name()?);
    reader.expect("ON")?;
    let table = reader.name()?;
    let columns = reader.in_parentheses(Reader::name)?;
    Ok(Statement::CreateIndex {
        table,
        key: KeyDefinition {
            kind,
            name,
            columns,
        },
    })
}

fn insert(reader: &mut Reader<'_>) -> Result<Statement, Fault> {
    let table = reader.name()?;
    let columns = reader.in_parentheses(Reader::name)?;
    reader.expect("VALUES")?;
    let rows = reader.list(|reader| reader.in_parentheses(Expression::read))?;
    Ok(Statement::Insert {
        table,
        columns,
        rows,
    })
}

fn select(reader: &mut Reader<'_>) -> Result<Statement, Fault> {
    let items = items(reader)?;
    let from = if reader.eat(&["FROM"]) {
        let table = reader.name()?;
        let alias = alias(reader)?.unwrap_or_else(|| table.clone());
        Some(From { table, alias })
    } else {
        None
    };
    let condition = clause(reader, "WHERE")?;
    let order = order(reader)?;
    let limit = clause(reader, "LIMIT")?;
    let offset = clause(reader, "OFFSET")?;
    Ok(Statement::Select(Box::new(Select {
        items,
        from,
        condition,
        order,
        limit,
        offset,
    })))
}

/// Reads which rows an update or delete is about.
fn which(reader: &mut Reader<'_>) -> Result<Which, Fault> {
    Ok(Which {
        condition: clause(reader, "WHERE")?,
        order: order(reader)?,
        limit: clause(reader, "LIMIT")?,
    })
}

/// Reads what to sort by, where that comes next.
fn order(reader: &mut Reader<'_>) -> Result<Vec<(Expression, bool)>, Fault> {
    if !reader.eat(&["ORDER", "BY"]) {
        return Ok(Vec::new());
    }
    reader.list(|reader| {
        let key = Expression::read(reader)?;
        let descending = reader.eat(&["DESC"]);
        if !descending {
            reader.eat(&["ASC"]);
        }
        Ok((key, descending))
    })
}

fn items(reader: &mut Reader<'_>) -> Result<Items, Fault> {
    if reader.eat(&["*"]) {
        return Ok(Items::All);
    }
    let start = reader.position();
    if reader.eat(&["COUNT", "(", "*", ")"]) {
        let text = reader.text_since(start).to_owned();
        return Ok(Items::Count(alias(reader)?.unwrap_or(text)));
    }
    let item = |reader: &mut Reader<'_>| {
        let start = reader.position();
        let expression = Expression::read(reader)?;
        let own_name = match &expression {
            Expression::Column { name, .. } => name.clone(),
            _ => reader.text_since(start).to_owned(),
        };
        let name = alias(reader)?.unwrap_or(own_name);
        Ok((expression, name))
    };
    reader.list(item).map(Items::List)
}

fn alias(reader: &mut Reader<'_>) -> Result<Option<String>, Fault> {
    if reader.eat(&["AS"]) {
        reader.name().map(Some)
    } else {
        Ok(None)
    }
}

/// Reads a clause that is a word and an expression, where it comes next.
fn clause(reader: &mut Reader<'_>, word: &str) -> Result<Option<Expression>, Fault> {
    if reader.eat(&[word]) {
        Expression::read(reader).map(Some)
    } else {
        Ok(None)
    }
}
