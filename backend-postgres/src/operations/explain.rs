//! `EXPLAIN`, with its options by name, and what it answers as steps.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::operations::{
    Dialect, ExplainDetail, ExplainExecution, ExplainFormat, ExplainOptions, PlanEstimate, PlanStep,
};
use backend_core::sql::Statement;
use serde_json::Value;

/// The statement. The list of options is always written: without one, a statement that begins with `ANALYZE` would be carried out.
pub(super) fn explain(
    dialect: &Dialect,
    statement: &Statement,
    options: &ExplainOptions,
) -> Result<Statement> {
    let mut out = dialect.writer();
    out.push("EXPLAIN (FORMAT ");
    out.push(match options.wanted_format() {
        ExplainFormat::Text => "TEXT",
        ExplainFormat::Json => "JSON",
        ExplainFormat::Xml => "XML",
        ExplainFormat::Yaml => "YAML",
        other => return Err(Error::not_supported(other.flag())),
    });
    if options.wanted_execution() != ExplainExecution::Planned {
        out.push(", ANALYZE");
    }
    for (detail, on) in options.details() {
        let (name, off) = match detail {
            ExplainDetail::Verbose => (", VERBOSE", " OFF"),
            ExplainDetail::Costs => (", COSTS", " OFF"),
            ExplainDetail::Settings => (", SETTINGS", " OFF"),
            ExplainDetail::Buffers => (", BUFFERS", " OFF"),
            ExplainDetail::Serialization => (", SERIALIZE", " NONE"),
            ExplainDetail::Wal => (", WAL", " OFF"),
            ExplainDetail::Timing => (", TIMING", " OFF"),
            ExplainDetail::Summary => (", SUMMARY", " OFF"),
            ExplainDetail::Memory => (", MEMORY", " OFF"),
            other => return Err(Error::not_supported(other.flag())),
        };
        out.push(name);
        if !on {
            out.push(off);
        }
    }
    out.push(") ").fragment(&statement.sql);
    let mut explained = out.finish();
    explained.params.clone_from(&statement.params);
    Ok(explained)
}

/// The steps of a plan in text: the first line is one, and each that an arrow begins; the others tell more of the one before.
pub(super) fn steps(text: &str) -> Vec<PlanStep> {
    let steps = text.lines().enumerate().filter_map(|(n, line)| {
        let content = line.trim_start();
        let depth = line.len() - content.len();
        match content.strip_prefix("->") {
            Some(step) => Some((depth + 1, step.trim().to_owned())),
            None if n == 0 => Some((0, content.trim_end().to_owned())),
            None => None,
        }
    });
    PlanStep::tree(steps)
}

/// The steps of a plan in JSON: a list with an object for each statement that comes of the one explained.
pub(super) fn steps_of_json(text: &str) -> Result<Vec<PlanStep>> {
    let document: Value = serde_json::from_str(text).map_err(|error| {
        Error::new(ErrorKind::Internal, "a plan is no JSON that can be read").with_source(error)
    })?;
    let plans = document.as_array().into_iter().flatten();
    // A statement that has no plan is a text.
    Ok(plans.filter_map(|of| of.get("Plan")).map(step).collect())
}

fn step(plan: &Value) -> PlanStep {
    let word = |key: &str| plan.get(key).and_then(Value::as_str);
    let number = |key: &str| plan.get(key).and_then(Value::as_f64);
    let first = |keys: [&str; 3]| keys.into_iter().find_map(word);
    let what = first(["Operation", "Node Type", "Custom Plan Provider"]);
    let mut detail = what.unwrap_or_default().to_owned();
    for (before, name) in [
        (" using ", word("Index Name")),
        (
            " on ",
            first(["Relation Name", "Function Name", "CTE Name"]),
        ),
    ] {
        if let Some(name) = name {
            detail.push_str(before);
            detail.push_str(name);
        }
    }
    let children = plan.get("Plans").and_then(Value::as_array);
    let children = children.into_iter().flatten().map(step).collect();
    let mut step = PlanStep::new(detail).with_children(children);
    if let Some(relation) = word("Relation Name") {
        step = step.with_relation(relation);
    }
    if let (Some(rows), Some(cost)) = (number("Plan Rows"), number("Total Cost")) {
        step = step.with_estimate(PlanEstimate::new(rows, cost));
    }
    step
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::operations::{Explanation, PlanEstimate};

    use super::{steps, steps_of_json};

    #[test]
    fn steps_are_read_out_of_json() {
        let text = r#"[{"Plan": {"Node Type": "ModifyTable", "Operation": "Delete", "Relation Name": "a", "Alias": "a", "Plans": [
            {"Node Type": "Index Scan", "Index Name": "i", "Relation Name": "a", "Total Cost": 8.17, "Plan Rows": 3}]}}, "Utility Statement"]"#;
        let steps = steps_of_json(text).unwrap();
        let scan = &steps[0].children[0];
        assert_eq!(scan.relation.as_deref(), Some("a"));
        assert_eq!(scan.estimate, Some(PlanEstimate::new(3.0, 8.17)));
        assert_eq!(steps[0].estimate, None);
        let shape = Explanation::of_steps(steps).text;
        assert_eq!(shape, "Delete on a\n  Index Scan using i on a");
        let refused = steps_of_json("Seq Scan on a").unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Internal);
    }

    #[test]
    fn steps_are_told_from_what_is_told_of_them() {
        let text = "Hash Join\n  Hash Cond: (a.id = b.id)\n  ->  Seq Scan on a\n        Filter: (x > 1)\n  ->  Hash\n        \
                    ->  Seq Scan on b\nPlanning Time: 0.1 ms";
        let shape = Explanation::of_steps(steps(text)).text;
        assert_eq!(
            shape,
            "Hash Join\n  Seq Scan on a\n  Hash\n    Seq Scan on b"
        );
    }
}
