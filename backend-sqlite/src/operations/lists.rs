//! Long lists of constants: a JSON array is one parameter, whatever it holds.
//!
//! JSON has integers, texts and NULL as SQLite has them. What it has not (floating-point numbers to the last bit, bytes, texts
//! with U+0000) is spelled in a text, which a function of this crate reads. Neither has a declared type, so that elements
//! are compared as those of a list are.

use backend_core::query::{Builder as _, ConstantList, bind, write_text};
use sea_query::{BinOper, Expr, PrecedenceDecider as _, QueryBuilder as _, SqlWriter};

use super::builder::SqliteBuilder;
use crate::value::{SPELLED, json_of_list};

/// Writes `left IN (…)` or `NOT IN` with one parameter, if the right side is constants; answers whether it is.
pub(super) fn write(
    builder: &SqliteBuilder<'_>,
    left: &Expr,
    operator: BinOper,
    right: &Expr,
    sql: &mut impl SqlWriter,
) -> bool {
    let Some(list) = ConstantList::of(right) else {
        return false;
    };
    let bare = builder.inner_expr_well_known_greater_precedence(left, &operator.into());
    write_text(if bare { "" } else { "(" }, sql);
    builder.prepare_expr(left, sql);
    write_text(if bare { " " } else { ") " }, sql);
    builder.prepare_bin_oper(&operator, sql);
    write_text(" (SELECT ", sql);
    let json = match json_of_list(&list) {
        Ok(json) => json,
        Err(error) => {
            builder.refusal().note(error);
            return true;
        }
    };
    for place in 0..list.columns.len() {
        write_text(if place > 0 { ", " } else { "" }, sql);
        let value = if list.is_rows {
            format!("json_extract(value, '$[{place}]')")
        } else {
            "value".to_owned()
        };
        if json.is_spelled {
            write_text(&format!("{SPELLED}({value})"), sql);
        } else {
            write_text(&value, sql);
        }
    }
    write_text(" FROM json_each(", sql);
    sql.push_param(bind(json.text), builder);
    write_text("))", sql);
    true
}
