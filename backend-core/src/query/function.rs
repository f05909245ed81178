//! Functions of [`crate::function`] inside a query: the hook that hands them to the vendor.

use sea_query::{Condition, Expr, Func, FunctionCall, IntoIden as _, NullOrdering, SqlWriter};

use super::Builder;
use super::hooks::write_text;
use crate::error::Result;
use crate::flag::Flag;
use crate::function::{Call, ExpressionWriter, Function};
use crate::model::Identifier;
use crate::sql::Writer;
use crate::value::TypedValue;

/// Writes a function of [`crate::function`] by `write`, which is the vendor's
/// [`Operations::function`](crate::operations::Operations::function); answers whether the call is one. A call that is not is
/// `sea_query`'s to write.
///
/// What the server lacks is noted with its flag, before `write` is asked.
pub fn write_function<B: Builder>(
    builder: &B,
    call: &FunctionCall,
    sql: &mut impl SqlWriter,
    write: impl FnOnce(&Call<'_>, &mut dyn ExpressionWriter) -> Result<()>,
) -> bool {
    let is_own = !matches!(call.get_func(), Func::Custom(_));
    // A function of one row that a vendor has no word for is written as `sea_query` does, and means what the server takes it for.
    let is_left = |function: Function| {
        is_own
            && !matches!(function, Function::Aggregate(_))
            && !builder.features().get(function.flag())
    };
    let call = match Call::of(call) {
        Ok(Some(call)) if !is_left(call.function) => call,
        Ok(_) => {
            if call.get_filter().is_some() {
                let flag = Flag::supports_aggregate_filter_clause;
                builder.refusal().require(builder.features(), flag);
            }
            return false;
        }
        Err(error) => {
            builder.refusal().note(error);
            return true;
        }
    };
    let written = builder
        .features()
        .require(call.function.flag())
        .and_then(|()| call.check_clauses())
        .and_then(|()| {
            let mut flags = call.clause_flags();
            flags.try_for_each(|flag| builder.features().require(flag))
        })
        .and_then(|()| write(&call, &mut Place { builder, sql }));
    if let Err(error) = written {
        builder.refusal().note(error);
    }
    true
}

/// A place in a query, for a function.
struct Place<'p, B, W> {
    builder: &'p B,
    sql: &'p mut W,
}

impl<B: Builder, W: SqlWriter> Place<'_, B, W> {
    fn written(&mut self, write: impl FnOnce(&mut Writer<'_>)) {
        let mut writer = Writer::new(self.builder.syntax());
        write(&mut writer);
        write_text(writer.as_str(), self.sql);
    }
}

impl<B: Builder, W: SqlWriter> ExpressionWriter for Place<'_, B, W> {
    fn push(&mut self, sql: &'static str) {
        write_text(sql, self.sql);
    }

    fn fragment(&mut self, sql: &str) {
        write_text(sql, self.sql);
    }

    fn expression(&mut self, expression: &Expr) {
        self.builder.prepare_expr(expression, self.sql);
    }

    fn condition(&mut self, condition: &Condition) {
        self.builder.prepare_condition_where(condition, self.sql);
    }

    fn bind(&mut self, value: TypedValue) {
        self.sql.push_param(super::bind(value), self.builder);
    }

    fn number(&mut self, number: i128) {
        self.written(|writer| {
            writer.number(number);
        });
    }

    fn string(&mut self, text: &str) {
        self.written(|writer| {
            writer.string(text);
        });
    }

    fn identifier(&mut self, name: &Identifier) {
        self.written(|writer| {
            writer.identifier(name);
        });
    }

    fn order(&mut self, expression: &Expr, direction: &'static str, nulls: Option<NullOrdering>) {
        self.builder
            .prepare_order_by(expression, direction, nulls, self.sql);
    }

    fn window(&mut self, name: &Identifier) {
        let name = name.as_str().to_owned().into_iden();
        self.builder.prepare_window(&name, self.sql);
    }

    fn window_start(&mut self, name: &Identifier) {
        let name = name.as_str().to_owned().into_iden();
        self.builder.prepare_window_start(&name, self.sql);
    }
}
