//! Long lists of constants: an array is one parameter, whatever it holds.
//!
//! Lists that fit are left as they are: in them each element takes the type of what it is compared with, which an array of a
//! server's own type does not always find by itself.

use backend_core::query::{ConstantList, array_of, bind, write_text};
use backend_core::value::{ColumnKind, TypedValue, Value};
use sea_query::{BinOper, Expr, PrecedenceDecider as _, QueryBuilder as _, SqlWriter};

use super::builder::PostgresBuilder;
use super::literal;

/// Writes `left IN (…)` or `NOT IN` with a parameter for each place of the rows, if the constants can be arrays; answers
/// whether they could.
pub(super) fn write(
    builder: &PostgresBuilder<'_>,
    left: &Expr,
    operator: BinOper,
    right: &Expr,
    sql: &mut impl SqlWriter,
) -> bool {
    let Some(list) = ConstantList::of(right) else {
        return false;
    };
    let is_rows = list.is_rows;
    let Some(arrays) = list
        .columns
        .into_iter()
        .map(array)
        .collect::<Option<Vec<_>>>()
    else {
        return false;
    };
    let bare = builder.inner_expr_well_known_greater_precedence(left, &operator.into());
    write_text(if bare { "" } else { "(" }, sql);
    builder.prepare_expr(left, sql);
    write_text(if bare { " " } else { ") " }, sql);
    if is_rows {
        builder.prepare_bin_oper(&operator, sql);
        write_text(" (SELECT * FROM unnest(", sql);
    } else {
        // As with a list, an element that is NULL makes the answer NULL where no other decides it.
        write_text(
            if operator == BinOper::In {
                "= ANY("
            } else {
                "<> ALL("
            },
            sql,
        );
    }
    for (n, (array, type_name)) in arrays.into_iter().enumerate() {
        write_text(if n > 0 { ", " } else { "" }, sql);
        sql.push_param(bind(array), builder);
        if is_rows {
            write_text("::", sql);
            write_text(type_name, sql);
            write_text("[]", sql);
        }
    }
    write_text(if is_rows { "))" } else { ")" }, sql);
    true
}

/// The values as an array, and the type of its elements.
fn array(values: Vec<TypedValue>) -> Option<(TypedValue, &'static str)> {
    let array = array_of(values)?;
    let kind = array.element();
    let type_name = match kind {
        ColumnKind::Text => "text",
        ColumnKind::Json => return None,
        other => literal::type_name(other)?,
    };
    let kind = Some(kind.array());
    Some((
        TypedValue {
            value: Value::Array(Box::new(array)),
            kind,
        },
        type_name,
    ))
}
