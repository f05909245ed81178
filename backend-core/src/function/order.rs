//! [`OrderBy`]: an order inside an aggregate or a window. [`ordered`] and [`distinct`]: what else stands inside an aggregate.

use sea_query::{Expr, FunctionCall, NullOrdering, Order};

use super::clause::{DISTINCT, ORDER, reserved, reserved_call};

/// One expression of an order inside an aggregate ([`ordered`]) or a window ([`Window`](super::Window)).
///
/// # Vendors
/// Where NULLs stand is as in the order of a select, and as
/// [`nulls_order`](crate::features::Features::nulls_order) says, unless the order says it itself.
#[derive(Debug, Clone, PartialEq)]
pub struct OrderBy {
    expression: Expr,
    order: Order,
    nulls: Option<NullOrdering>,
}

/// From the least to the greatest.
pub fn ascending(expression: impl Into<Expr>) -> OrderBy {
    OrderBy {
        expression: expression.into(),
        order: Order::Asc,
        nulls: None,
    }
}

/// From the greatest to the least.
pub fn descending(expression: impl Into<Expr>) -> OrderBy {
    OrderBy {
        expression: expression.into(),
        order: Order::Desc,
        nulls: None,
    }
}

impl OrderBy {
    /// NULLs before everything else.
    ///
    /// # Requires
    /// `supports_order_by_nulls_modifier`.
    #[must_use]
    pub const fn nulls_first(mut self) -> Self {
        self.nulls = Some(NullOrdering::First);
        self
    }

    /// NULLs after everything else.
    ///
    /// # Requires
    /// `supports_order_by_nulls_modifier`.
    #[must_use]
    pub const fn nulls_last(mut self) -> Self {
        self.nulls = Some(NullOrdering::Last);
        self
    }

    /// The expression, the direction in SQL, and where NULLs stand.
    #[must_use]
    pub const fn parts(&self) -> (&Expr, &'static str, Option<NullOrdering>) {
        let direction = match self.order {
            Order::Desc => " DESC",
            _ => " ASC",
        };
        (&self.expression, direction, self.nulls)
    }

    /// The argument of a call that says it.
    pub(super) fn into_argument(self) -> Expr {
        let name = FORMS
            .iter()
            .find(|(_, order, nulls)| *order == self.order && *nulls == self.nulls)
            .map_or("", |(name, ..)| *name);
        reserved(name).arg(self.expression).into()
    }
}

/// The name that stands for each order in a call.
const FORMS: [(&str, Order, Option<NullOrdering>); 6] = [
    ("backend_core::ascending", Order::Asc, None),
    (
        "backend_core::ascending_nulls_first",
        Order::Asc,
        Some(NullOrdering::First),
    ),
    (
        "backend_core::ascending_nulls_last",
        Order::Asc,
        Some(NullOrdering::Last),
    ),
    ("backend_core::descending", Order::Desc, None),
    (
        "backend_core::descending_nulls_first",
        Order::Desc,
        Some(NullOrdering::First),
    ),
    (
        "backend_core::descending_nulls_last",
        Order::Desc,
        Some(NullOrdering::Last),
    ),
];

/// What an argument says that [`OrderBy`] made; `None` for every other.
pub(super) fn order_of(argument: &Expr) -> Option<(&Expr, &'static str, Option<NullOrdering>)> {
    let (name, arguments) = reserved_call(argument)?;
    let (_, order, nulls) = FORMS.iter().find(|(form, ..)| *form == name)?;
    let [expression] = arguments else {
        return None;
    };
    let direction = match order {
        Order::Desc => " DESC",
        _ => " ASC",
    };
    Some((expression, direction, *nulls))
}

/// Lets an aggregate take its rows in an order, which shows in what it strings together.
///
/// # Requires
/// `supports_aggregate_order_by_clause`.
///
/// # Example
/// ```
/// use backend_core::function::{descending, ordered, string_aggregate};
/// use backend_core::query::Query;
/// use backend_core::sea_query::Expr;
///
/// let names = string_aggregate(Expr::col("name"), ", ");
/// let youngest_first: Query = Query::select()
///     .expr(ordered(names, [descending(Expr::col("born")).nulls_last()]))
///     .from("artist")
///     .into();
/// # let _ = youngest_first;
/// ```
pub fn ordered(aggregate: FunctionCall, order: impl IntoIterator<Item = OrderBy>) -> FunctionCall {
    let order = order.into_iter().map(OrderBy::into_argument);
    aggregate.arg(reserved(ORDER).args(order))
}

/// Lets an aggregate take each value once.
pub fn distinct(aggregate: FunctionCall) -> FunctionCall {
    aggregate.arg(reserved(DISTINCT))
}
