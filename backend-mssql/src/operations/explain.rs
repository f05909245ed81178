//! Plans, which the server tells in place of an answer while a setting of the session says so. A plan is an XML document; its steps
//! are read out of it.
//!
//! Source: <https://learn.microsoft.com/sql/t-sql/statements/set-showplan-xml-transact-sql>,
//! <https://learn.microsoft.com/sql/t-sql/statements/set-statistics-xml-transact-sql>.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::operations::{
    Dialect, ExplainExecution, ExplainFormat, ExplainOptions, Explanation, PlanStep,
};
use backend_core::sql::Statement;
use backend_core::sql::tokenizer::{TokenKind, Tokenizer};
use backend_core::value::{NativeContent, Value};

use crate::sql::{EXPLAINED, MEASURED, SYNTAX};

/// The statement behind the setting under which it is to be sent. A plan that is not carried out knows no parameters of a call:
/// their values stand in the text.
pub(super) fn explain(
    dialect: &Dialect,
    statement: &Statement,
    options: &ExplainOptions,
) -> Result<Statement> {
    let mut out = dialect.writer();
    if options.wanted_execution() != ExplainExecution::Planned {
        out.push(MEASURED.on).fragment(&statement.sql);
        let mut explained = out.finish();
        explained.params.clone_from(&statement.params);
        return Ok(explained);
    }
    out.push(EXPLAINED.on);
    let mut last = 0;
    for token in Tokenizer::new(&statement.sql, SYNTAX.lexicon) {
        let position = match token.kind {
            TokenKind::Placeholder => SYNTAX.placeholder.position(token.text, &mut last),
            _ => None,
        };
        match position {
            Some(position) => {
                let parameter = statement.params.get(position - 1).ok_or_else(|| {
                    let message = format!("the statement has no parameter {position}");
                    Error::new(ErrorKind::Interface, message)
                })?;
                // Two minuses would begin a comment.
                out.push(" ");
                dialect
                    .operations
                    .literal(parameter.value.as_ref(), &mut out)?;
            }
            None => {
                out.fragment(token.text);
            }
        }
    }
    Ok(out.finish())
}

/// The plan: what came last, behind the rows of a statement that was carried out.
pub(super) fn explanation(options: &ExplainOptions, rows: &[Vec<Value>]) -> Result<Explanation> {
    let plan = match rows.last().and_then(|row| row.first()) {
        Some(Value::Text(text)) => Some(text.as_str()),
        Some(Value::Native(native)) => match &native.content {
            NativeContent::Text(text) => Some(&**text),
            _ => None,
        },
        _ => None,
    };
    let plan = plan
        .filter(|plan| plan.starts_with("<ShowPlanXML"))
        .ok_or_else(|| {
            Error::new(
                ErrorKind::Internal,
                "the server explained the statement by something that is no plan",
            )
        })?;
    let steps = || PlanStep::tree(steps(plan));
    match options.wanted_format() {
        ExplainFormat::Text => Ok(Explanation::of_steps(steps())),
        ExplainFormat::Xml => {
            Ok(Explanation::new(ExplainFormat::Xml, plan.to_owned()).with_steps(steps()))
        }
        other => Err(Error::not_supported(other.flag())),
    }
}

/// The steps of a plan, each with how deep it stands: its statements, and the operators inside them with what they work on.
fn steps(plan: &str) -> Vec<(usize, String)> {
    let mut steps: Vec<(usize, String)> = Vec::new();
    let mut depth = 0_usize;
    for tag in Tags(plan) {
        let is_step = tag.name == "RelOp" || tag.name.starts_with("Stmt");
        if tag.closes {
            depth -= usize::from(is_step && depth > 0);
            continue;
        }
        if is_step {
            let detail = match (tag.value("PhysicalOp"), tag.value("LogicalOp")) {
                (Some(how), Some(what)) if how != what => format!("{how} ({what})"),
                (Some(how), _) => how,
                _ => tag.value("StatementType").unwrap_or_default(),
            };
            steps.push((depth, detail));
            depth += usize::from(!tag.is_empty);
        } else if tag.name == "Object"
            && let Some((_, step)) = steps.last_mut()
        {
            let names = ["Schema", "Table", "Index"].map(|name| tag.value(name));
            let names: Vec<_> = names.into_iter().flatten().collect();
            step.push(' ');
            step.push_str(&names.join("."));
        }
    }
    steps
}

/// The tags of a document of XML, one after the other.
struct Tags<'x>(&'x str);

/// A tag.
struct Tag<'x> {
    name: &'x str,
    /// Its attributes, as they are written.
    attributes: &'x str,
    closes: bool,
    /// Whether nothing is inside, and no other closes it.
    is_empty: bool,
}

impl<'x> Iterator for Tags<'x> {
    type Item = Tag<'x>;

    fn next(&mut self) -> Option<Self::Item> {
        let (_, rest) = self.0.split_once('<')?;
        let mut quote = None;
        let end = rest.find(|character| match (quote, character) {
            (None, '"' | '\'') => {
                quote = Some(character);
                false
            }
            (Some(open), close) if open == close => {
                quote = None;
                false
            }
            (None, '>') => true,
            _ => false,
        })?;
        let (tag, after) = rest.split_at_checked(end)?;
        self.0 = after;
        let closes = tag.starts_with('/');
        let is_empty = tag.ends_with('/');
        let tag = tag.trim_matches('/');
        let (name, attributes) = tag
            .split_once(|character: char| character.is_whitespace())
            .unwrap_or((tag, ""));
        Some(Tag {
            name,
            attributes,
            closes,
            is_empty,
        })
    }
}

impl Tag<'_> {
    /// The value of an attribute.
    fn value(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            let (attribute, after) = rest.split_once('=')?;
            let quote = after.chars().next()?;
            let (value, after) = after.strip_prefix(quote)?.split_once(quote)?;
            if attribute.trim() == name {
                return Some(plain(value));
            }
            rest = after;
        }
    }
}

/// A text without the escapes of XML.
fn plain(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (escape, character)| {
        text.replace(escape, character)
    })
}

#[cfg(test)]
mod tests {
    use backend_core::error::ErrorKind;
    use backend_core::operations::{ExplainExecution, ExplainFormat, ExplainOptions};
    use backend_core::sql::Statement;
    use backend_core::value::Value;
    use backend_core::wrapper::ServerInfo;

    use super::explanation;
    use crate::BACKEND;
    use crate::features::SQL_2022;

    const PLAN: &str = r#"<ShowPlanXML xmlns="http://schemas.microsoft.com/sqlserver/2004/07/showplan" Version="1.564">
<BatchSequence><Batch><Statements><StmtSimple StatementText="SELECT a FROM t WHERE a &lt; '&gt;'" StatementId="1" StatementType="SELECT">
<QueryPlan><RelOp NodeId="0" PhysicalOp="Nested Loops" LogicalOp="Inner Join"><NestedLoops>
<RelOp NodeId="1" PhysicalOp="Clustered Index Scan" LogicalOp="Clustered Index Scan"><IndexScan>
<Object Database="[db]" Schema="[dbo]" Table="[artist]" Index="[pk_&amp;]"/></IndexScan></RelOp>
<RelOp NodeId="2" PhysicalOp="Table Scan" LogicalOp="Table Scan"><TableScan><Object Database="[db]" Schema="[dbo]" Table="[item]"/></TableScan></RelOp>
</NestedLoops></RelOp></QueryPlan></StmtSimple></Statements></Batch></BatchSequence></ShowPlanXML>"#;

    fn rows() -> Vec<Vec<Value>> {
        let carried_out = vec![Value::I64(1), Value::Null];
        vec![carried_out, vec![Value::Text(PLAN.to_owned())]]
    }

    #[test]
    fn a_plan_is_the_last_row_and_its_steps_are_read_out_of_it() {
        let explained = explanation(&ExplainOptions::new(), &rows()).unwrap();
        assert_eq!(
            explained.text,
            "SELECT\n  Nested Loops (Inner Join)\n    Clustered Index Scan [dbo].[artist].[pk_&]\n    \
             Table Scan [dbo].[item]"
        );
        let xml = ExplainOptions::new().format(ExplainFormat::Xml);
        let explained = explanation(&xml, &rows()).unwrap();
        assert_eq!((explained.text.as_str(), explained.steps.len()), (PLAN, 1));
        let error = explanation(&xml, &[vec![Value::Text("1".to_owned())]]).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal);
    }

    #[test]
    fn a_plan_has_values_in_its_text_and_what_is_carried_out_has_parameters() {
        let dialect = BACKEND.dialect(&ServerInfo::new("", SQL_2022));
        let statement = Statement::new("SELECT -@P1, '@P1', @@ROWCOUNT FROM t WHERE a = @P2")
            .bind(-1)
            .bind("it's");
        let planned = dialect.explain(&statement, &ExplainOptions::new()).unwrap();
        assert_eq!(
            planned.sql,
            "SET SHOWPLAN_XML ON;\nSELECT - -1, '@P1', @@ROWCOUNT FROM t WHERE a =  N'it''s'"
        );
        assert!(planned.params.is_empty());
        let kept = ExplainOptions::new().execution(ExplainExecution::Kept);
        let measured = dialect.explain(&statement, &kept).unwrap();
        assert_eq!(
            measured.sql,
            format!("SET STATISTICS XML ON;\n{}", statement.sql)
        );
        assert_eq!(measured.params.len(), 2);
    }
}
