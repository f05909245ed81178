//! Several ways to group rows in one select: they stand in its `GROUP BY`.

use sea_query::{Expr, FunctionCall};

functions! {
    /// Several ways to group rows in one select.
    GroupingFunction = "grouping" {
        /// By all, by all but the last, and so on: [`rollup`].
        Rollup(1..) = "rollup", supports_grouping_sets;
        /// By each choice of them: [`cube`].
        Cube(1..) = "cube", supports_grouping_sets;
        /// By each of these lists: [`grouping_sets`].
        Sets(1..) = "sets", supports_grouping_sets;
        /// By which a row is not grouped: [`grouping`].
        Grouping(1..) = "grouping", supports_grouping_sets;
    }
}

/// Groups by all expressions, by all but the last, and so on to all rows as one group: totals of parts.
///
/// # Example
/// ```
/// use backend_core::function::{rollup, sum};
/// use backend_core::query::Query;
/// use backend_core::sea_query::Expr;
///
/// let totals: Query = Query::select()
///     .columns(["region", "city"])
///     .expr(sum(Expr::col("amount")))
///     .from("sale")
///     .add_group_by([rollup([Expr::col("region"), Expr::col("city")]).into()])
///     .into();
/// # let _ = totals;
/// ```
pub fn rollup(expressions: impl IntoIterator<Item = Expr>) -> FunctionCall {
    GroupingFunction::Rollup.call().args(expressions)
}

/// Groups by each choice among the expressions, from all to none.
pub fn cube(expressions: impl IntoIterator<Item = Expr>) -> FunctionCall {
    GroupingFunction::Cube.call().args(expressions)
}

/// Groups by each of these lists of expressions; an empty one makes one group of all rows.
pub fn grouping_sets(sets: impl IntoIterator<Item = Vec<Expr>>) -> FunctionCall {
    let sets = sets.into_iter().map(Expr::Tuple);
    GroupingFunction::Sets.call().args(sets)
}

/// By which of these expressions the row is not grouped, as an `i64`: a bit each, the last expression's the lowest. It tells a NULL
/// that stands for all values from one that is a value.
pub fn grouping(expressions: impl IntoIterator<Item = Expr>) -> FunctionCall {
    GroupingFunction::Grouping.call().args(expressions)
}
