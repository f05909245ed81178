//! `EXPLAIN QUERY PLAN`, whose rows are a tree.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::operations::{Dialect, Explanation, PlanStep};
use backend_core::sql::Statement;
use backend_core::value::Value;

pub(super) fn explain(dialect: &Dialect, statement: &Statement) -> Statement {
    let mut out = dialect.writer();
    out.push("EXPLAIN QUERY PLAN ").fragment(&statement.sql);
    let mut explained = out.finish();
    explained.params.clone_from(&statement.params);
    explained
}

/// The tree: each row has a number, the number of the row that it belongs to, something unused, and what is done. A row comes
/// after the one that it belongs to.
pub(super) fn explanation(rows: &[Vec<Value>]) -> Result<Explanation> {
    let mut depths: Vec<(i64, usize)> = Vec::new();
    let mut steps = Vec::with_capacity(rows.len());
    for row in rows {
        let [Value::I64(id), Value::I64(parent), _, Value::Text(detail)] = row.as_slice() else {
            return Err(Error::new(
                ErrorKind::Internal,
                "SQLite explained the statement by rows of another shape",
            ));
        };
        let above = depths.iter().rev().find(|(other, _)| other == parent);
        let depth = above.map_or(0, |(_, depth)| depth + 1);
        depths.push((*id, depth));
        steps.push((depth, detail.clone()));
    }
    Ok(Explanation::of_steps(PlanStep::tree(steps)))
}

#[cfg(test)]
mod tests {
    use backend_core::value::Value;

    use super::explanation;

    fn row(id: i64, parent: i64, detail: &str) -> Vec<Value> {
        let text = Value::Text(detail.to_owned());
        vec![Value::I64(id), Value::I64(parent), Value::I64(0), text]
    }

    #[test]
    fn rows_become_a_tree() {
        let rows = [
            row(2, 0, "COMPOUND QUERY"),
            row(3, 2, "LEFT-MOST SUBQUERY"),
            row(6, 3, "SCAN a"),
            row(20, 2, "UNION ALL"),
            row(23, 20, "SCAN b"),
        ];
        let explained = explanation(&rows).unwrap();
        assert_eq!(
            explained.text,
            "COMPOUND QUERY\n  LEFT-MOST SUBQUERY\n    SCAN a\n  UNION ALL\n    SCAN b"
        );
        assert_eq!(explained.steps[0].children.len(), 2);
        assert!(explanation(&[vec![Value::Null]]).is_err());
    }
}
