//! Hooks that builders of several vendors share: where `sea_query`'s own leave something out, or write what no server reads.

use sea_query::{Frame, JoinOn, OrderExpr, QueryBuilder, ReturningClause, SqlWriter};

use super::{Builder, Defaults, Probe};
use crate::error::{Error, ErrorKind};
use crate::flag::Flag;

/// Writes text. The hooks have no way to say that it failed, and a collector of this crate does not.
pub fn write_text(text: &str, sql: &mut impl SqlWriter) {
    let _ = sql.write_str(text);
}

/// Notes what no flag stands for.
pub fn refuse(builder: &impl Builder, message: impl Into<String>) {
    builder
        .refusal()
        .note(Error::new(ErrorKind::NotSupported(None), message));
}

/// Requires a flag where a hook writes anything: statements hide whether they hold a clause.
pub fn require_unless_empty(builder: &impl Builder, flag: Flag, write: impl FnOnce(&mut Probe)) {
    let mut written = Probe::default();
    write(&mut written);
    if !written.is_empty() {
        builder.refusal().require(builder.features(), flag);
    }
}

/// The hook [`prepare_join_on`](QueryBuilder::prepare_join_on): `sea_query`'s own ends the program at a join by names.
pub fn write_join_on(builder: &impl Builder, on: &JoinOn, sql: &mut impl SqlWriter) {
    match on {
        JoinOn::Condition(condition) => builder.prepare_condition(condition, "ON", sql),
        _ => refuse(
            builder,
            "a join by the names of columns cannot be written; join by a condition",
        ),
    }
}

/// The hook [`prepare_order_expr`](QueryBuilder::prepare_order_expr) where `NULLS FIRST` and `NULLS LAST` can be written, if
/// the server has them. Where NULLs go is hidden, but `own`, a builder of `sea_query`, writes it last.
pub fn write_order(
    builder: &impl Builder,
    order: &OrderExpr,
    own: &impl QueryBuilder,
    sql: &mut impl SqlWriter,
) {
    Defaults(builder).prepare_order_expr(order, sql);
    if builder.refusal().is_noted() {
        return;
    }
    let mut whole = Probe::default();
    own.prepare_order_expr(order, &mut whole);
    for nulls in [" NULLS FIRST", " NULLS LAST"] {
        if whole.text.ends_with(nulls) {
            builder
                .refusal()
                .require(builder.features(), Flag::supports_order_by_nulls_modifier);
            write_text(nulls, sql);
        }
    }
}

/// The hook [`prepare_frame`](QueryBuilder::prepare_frame): `sea_query`'s own leaves no blank behind the number.
pub fn write_frame(builder: &impl Builder, frame: &Frame, sql: &mut impl SqlWriter) {
    let (rows, word) = match *frame {
        Frame::Preceding(rows) => (rows, " PRECEDING"),
        Frame::Following(rows) => (rows, " FOLLOWING"),
        _ => return Defaults(builder).prepare_frame(frame, sql),
    };
    builder.prepare_value(rows.into(), sql);
    write_text(word, sql);
}

/// The hook [`prepare_returning`](QueryBuilder::prepare_returning) of a query that needs `flag` for it.
pub fn write_returning(
    builder: &impl Builder,
    flag: Option<Flag>,
    returning: &Option<ReturningClause>,
    sql: &mut impl SqlWriter,
) {
    if let (Some(_), Some(flag)) = (returning, flag) {
        builder.refusal().require(builder.features(), flag);
    }
    Defaults(builder).prepare_returning(returning, sql);
}
