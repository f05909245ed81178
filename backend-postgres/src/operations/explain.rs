//! `EXPLAIN`, with its options by name, and what it answers as steps.

use backend_core::error::{Error, Result};
use backend_core::operations::{
    Dialect, ExplainDetail, ExplainExecution, ExplainFormat, ExplainOptions, PlanStep,
};
use backend_core::sql::Statement;

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

#[cfg(test)]
mod tests {
    use backend_core::operations::Explanation;

    use super::steps;

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
