//! What stands around the arguments of an aggregate: `DISTINCT`, an order, a filter, a window. Inside `sea_query`'s call they are
//! arguments behind the last, under names of this crate.

use sea_query::{Expr, Func, FunctionCall};

use super::call::{Call, ExpressionWriter, Reserved, read_constant};
use super::order::order_of;
use super::window::{Bound, Frame, FrameUnit, NAMED};
use super::{AggregateFunction, Function, PREFIX};
use crate::error::{Error, ErrorKind, Result};
use crate::flag::Flag;
use crate::model::Identifier;

pub(super) const DISTINCT: &str = "backend_core::distinct";
pub(super) const ORDER: &str = "backend_core::order";
pub(super) const OVER: &str = "backend_core::over";

/// A call of a name of this crate's, to which arguments are added.
pub(super) fn reserved(name: &'static str) -> FunctionCall {
    Func::cust(Reserved(name))
}

/// The name and the arguments of an argument that is a call of a name of this crate's.
pub(super) fn reserved_call(argument: &Expr) -> Option<(String, &[Expr])> {
    let Expr::FunctionCall(call) = argument else {
        return None;
    };
    let Func::Custom(name) = call.get_func() else {
        return None;
    };
    let name = name.inner();
    name.starts_with(PREFIX)
        .then(|| (name.into_owned(), call.get_args()))
}

/// The window of a call.
#[derive(Debug, Clone, Copy)]
pub struct Over<'a> {
    /// The name of the window that it begins with, or nothing.
    base: &'a Expr,
    frame: Option<Frame>,
    partition: &'a [Expr],
    order: &'a [Expr],
}

impl<'a> Over<'a> {
    fn of(arguments: &'a [Expr]) -> Option<Self> {
        let [base, frame, rest @ ..] = arguments else {
            return None;
        };
        let frame: String = read_constant(frame)?;
        let first = rest.iter().position(|it| order_of(it).is_some());
        let (partition, order) = rest.split_at(first.unwrap_or(rest.len()));
        Some(Self {
            base,
            frame: match frame.as_str() {
                "" => None,
                frame => Some(frame.parse().ok()?),
            },
            partition,
            order,
        })
    }

    /// Whether rows around each are chosen, and not by default.
    #[must_use]
    pub const fn is_framed(&self) -> bool {
        self.frame.is_some()
    }

    fn base(&self) -> Option<Identifier> {
        let constant: String = read_constant(self.base)?;
        constant.strip_prefix(NAMED)?.parse().ok()
    }
}

impl<'a> Call<'a> {
    /// Takes the clauses off the end of the arguments.
    pub(super) fn with_clauses(mut self) -> Option<Self> {
        while let [arguments @ .., last] = self.arguments {
            match reserved_call(last) {
                Some((name, [])) if name == DISTINCT && !self.distinct => self.distinct = true,
                Some((name, order)) if name == ORDER && self.order.is_empty() => {
                    if !order.iter().all(|it| order_of(it).is_some()) {
                        return None;
                    }
                    self.order = order;
                }
                Some((name, window)) if name == OVER && self.over.is_none() => {
                    self.over = Some(Over::of(window)?);
                }
                Some((name, _)) if [DISTINCT, ORDER, OVER].contains(&name.as_str()) => return None,
                _ => break,
            }
            self.arguments = arguments;
        }
        Some(self)
    }

    /// The flags without which a server lacks what stands around the arguments.
    pub(crate) fn clause_flags(&self) -> impl Iterator<Item = Flag> {
        let when = |is_there: bool, flag| is_there.then_some(flag);
        let is_of_texts = matches!(
            self.function,
            Function::Aggregate(AggregateFunction::StringAggregate)
        );
        let is_of_documents = matches!(
            self.function,
            Function::Aggregate(
                AggregateFunction::JsonArrayAggregate | AggregateFunction::JsonObjectAggregate
            )
        );
        let says_nulls = |order: &[Expr]| {
            let mut all = order.iter().filter_map(order_of);
            all.any(|(_, _, nulls)| nulls.is_some())
        };
        [
            when(
                self.filter.is_some(),
                Flag::supports_aggregate_filter_clause,
            ),
            when(
                !self.order.is_empty(),
                Flag::supports_aggregate_order_by_clause,
            ),
            when(self.over.is_some(), Flag::supports_over_clause),
            when(
                self.over.is_some_and(|over| over.base().is_some()),
                Flag::supports_named_windows,
            ),
            when(
                self.distinct && is_of_texts,
                Flag::supports_distinct_string_aggregation,
            ),
            when(
                self.over.is_some() && is_of_texts,
                Flag::supports_string_aggregation_over_windows,
            ),
            when(
                self.distinct && is_of_documents,
                Flag::supports_distinct_json_aggregation,
            ),
            when(
                self.over.is_some() && is_of_documents,
                Flag::supports_json_aggregation_over_windows,
            ),
            when(
                says_nulls(self.order) || self.over.is_some_and(|over| says_nulls(over.order)),
                Flag::supports_order_by_nulls_modifier,
            ),
        ]
        .into_iter()
        .flatten()
        .chain(self.frame_flags())
    }

    /// The flags without which a server lacks this frame.
    fn frame_flags(&self) -> impl Iterator<Item = Flag> {
        let when = |is_there: bool, flag| is_there.then_some(flag);
        let frame = self.over.and_then(|over| over.frame);
        let is_distance = |bound| matches!(bound, Bound::Preceding(_) | Bound::Following(_));
        [
            when(
                frame.is_some_and(|it| it.unit == FrameUnit::Groups),
                Flag::supports_frame_groups,
            ),
            when(
                frame.is_some_and(|it| it.exclusion.is_some()),
                Flag::supports_frame_exclusion,
            ),
            when(
                frame.is_some_and(|it| {
                    it.unit == FrameUnit::Range && (is_distance(it.start) || is_distance(it.end))
                }),
                Flag::supports_frame_range_fixed_distance,
            ),
        ]
        .into_iter()
        .flatten()
    }

    /// Demands that what stands around the arguments goes with the function, and with each other.
    ///
    /// # Errors
    /// [`Interface`](ErrorKind::Interface) for what means nothing with any database; [`NotSupported`](ErrorKind::NotSupported) for
    /// what none has.
    pub(crate) fn check_clauses(&self) -> Result<()> {
        let name = self.function.name();
        let means_nothing = |what: &str| {
            Err(Error::new(
                ErrorKind::Interface,
                format!("the function {name} takes no {what}"),
            ))
        };
        let is_in_aggregate = self.distinct || self.filter.is_some() || !self.order.is_empty();
        match self.function {
            Function::Aggregate(AggregateFunction::Percentile)
                if self.distinct || !self.order.is_empty() || self.over.is_some() =>
            {
                return means_nothing("DISTINCT, order or window");
            }
            Function::Aggregate(AggregateFunction::JsonObjectAggregate) if self.distinct => {
                return means_nothing("DISTINCT");
            }
            Function::Aggregate(_) => {}
            Function::Window(_) if is_in_aggregate => {
                return means_nothing("DISTINCT, order or filter: it is no aggregate");
            }
            Function::Window(_) if self.over.is_none() => {
                return Err(Error::new(
                    ErrorKind::Interface,
                    format!("the function {name} stands over a window, which `over` gives it"),
                ));
            }
            Function::Window(_) => {}
            _ if is_in_aggregate || self.over.is_some() => {
                return means_nothing("DISTINCT, order, filter or window: it is no aggregate");
            }
            _ => {}
        }
        if self.over.is_some() && (self.distinct || !self.order.is_empty()) {
            return Err(Error::new(
                ErrorKind::NotSupported(None),
                "an aggregate over a window takes neither DISTINCT nor an order of its own",
            ));
        }
        Ok(())
    }
}

/// Writes `ORDER BY …`.
pub(super) fn write_order(order: &[Expr], out: &mut (impl ExpressionWriter + ?Sized)) {
    for (n, (expression, direction, nulls)) in order.iter().filter_map(order_of).enumerate() {
        out.push(if n > 0 { ", " } else { "ORDER BY " });
        out.order(expression, direction, nulls);
    }
}

/// Writes what stands behind the arguments, from the order to the window.
pub(super) fn write_end(call: &Call<'_>, out: &mut (impl ExpressionWriter + ?Sized)) {
    if !call.order.is_empty() {
        out.push(" ");
        write_order(call.order, out);
    }
    out.push(")");
    write_filter_and_over(call, out);
}

/// Writes `FILTER (WHERE …) OVER (…)`.
pub(super) fn write_filter_and_over(call: &Call<'_>, out: &mut (impl ExpressionWriter + ?Sized)) {
    if let Some(filter) = call.filter {
        out.push(" FILTER (WHERE ");
        out.condition(filter);
        out.push(")");
    }
    write_over(call, "", out);
}

/// Writes `OVER (…)`, in the order `otherwise` where the window has none.
pub(super) fn write_over(
    call: &Call<'_>,
    otherwise: &'static str,
    out: &mut (impl ExpressionWriter + ?Sized),
) {
    if let Some(over) = &call.over {
        out.push(" OVER ");
        write_window(over, otherwise, out);
    }
}

fn write_window(
    over: &Over<'_>,
    otherwise: &'static str,
    out: &mut (impl ExpressionWriter + ?Sized),
) {
    let base = over.base();
    if let (Some(base), [], [], None) = (&base, over.partition, over.order, over.frame) {
        return out.window(base);
    }
    out.push("(");
    let mut blank = "";
    if let Some(base) = &base {
        out.window_start(base);
        blank = " ";
    }
    if !over.partition.is_empty() {
        out.push(blank);
        out.push("PARTITION BY ");
        out.expressions(over.partition);
        blank = " ";
    }
    if !over.order.is_empty() {
        out.push(blank);
        write_order(over.order, out);
        blank = " ";
    } else if base.is_none() && !otherwise.is_empty() {
        out.push(blank);
        out.push("ORDER BY ");
        out.push(otherwise);
        blank = " ";
    }
    if let Some(frame) = over.frame {
        out.push(blank);
        out.push(frame.unit.word());
        for (word, bound) in [(" BETWEEN ", frame.start), (" AND ", frame.end)] {
            out.push(word);
            let (count, words) = bound.parts();
            if let Some(count) = count {
                out.number(count.into());
                out.push(" ");
            }
            out.push(words);
        }
        if let Some(exclusion) = frame.exclusion {
            out.push(" EXCLUDE ");
            out.push(exclusion.words());
        }
    }
    out.push(")");
}
