//! What the suite's cases ask, and the T-SQL that is made of it.

use std::sync::LazyLock;

use backend_core::error::Result;
use backend_core::model::Schema;
use backend_core::operations::{Constraints, Dialect, FlushOptions};
use backend_core::schema_editor::{plan_all, plan_with};
use backend_core::sql::Statement;
use backend_core::wrapper::{ServerInfo, Version};
use backend_mssql::BACKEND;
use conformance_tests::catalogue::catalogue;
use conformance_tests::inputs::{Asked, Input, inputs};
use conformance_tests::{FunctionSample, Samples, TriggerSample};

/// What the cases of one theme ask: those whose ids begin with the same two words.
pub(crate) struct Theme {
    pub(crate) name: String,
    pub(crate) cases: Vec<Case>,
}

/// What one case asks.
pub(crate) struct Case {
    pub(crate) id: &'static str,
    pub(crate) requests: Vec<String>,
}

static ASKED: LazyLock<Vec<Asked>> = LazyLock::new(|| {
    let backend = &backend_sqlite::BACKEND;
    let settings = backend.settings("sqlite:asked?mode=memory&cache=shared&execution=inline");
    let mut cases = catalogue();
    // What only demands a refusal sends nothing where there is one, and does not apply elsewhere.
    cases.retain(|case| case.refuses.is_none() && !is_random(case.id));
    inputs(backend, &settings.unwrap(), SAMPLES, &cases).unwrap()
});

/// The longest request that is kept: one of a hundred parts says what one of two does, and is nothing that a person reads.
const LONGEST: usize = 100_000;

/// Whether a case asks whatever comes out of chance: texts and expressions by the hundred, of which none says more than another.
fn is_random(id: &str) -> bool {
    id.split('.').nth(1) == Some("property")
}

/// What would be sent to a server of that version, in the order of the catalogue.
pub(crate) fn made_for(version: Version) -> Vec<Theme> {
    let dialect = BACKEND.dialect(&ServerInfo::new("Microsoft SQL Server", version));
    let mut themes: Vec<Theme> = Vec::new();
    for asked in ASKED.iter() {
        let name = theme(asked.id);
        let requests = asked.inputs.iter().flat_map(|input| {
            // What is refused is the business of other tests.
            made_of(&dialect, input).unwrap_or_default()
        });
        let requests = requests.map(|statement| statement.sql);
        let case = Case {
            id: asked.id,
            requests: requests.filter(|sql| sql.len() <= LONGEST).collect(),
        };
        match themes.iter_mut().find(|theme| theme.name == name) {
            Some(theme) => theme.cases.push(case),
            None => themes.push(Theme {
                name,
                cases: vec![case],
            }),
        }
    }
    themes
}

/// The first two words of a case's id.
fn theme(id: &str) -> String {
    let words: Vec<_> = id.split('.').take(2).collect();
    words.join(".")
}

fn made_of(dialect: &Dialect, input: &Input) -> Result<Vec<Statement>> {
    match input {
        Input::Query(query) => dialect.build(query),
        Input::Explain(options) => {
            let statement = dialect.explain(&Statement::new("SELECT 1"), options)?;
            // The setting is sent alone: it must be the only statement of its batch.
            Ok(statement.sql.split(";\n").map(Statement::new).collect())
        }
        Input::Changes {
            before,
            changes,
            options,
        } => {
            let plan = match changes.as_slice() {
                [change] => plan_with(BACKEND.schema_editor, dialect, before, change, options)?,
                changes => plan_all(BACKEND.schema_editor, dialect, before, changes)?,
            };
            Ok(plan.statements().cloned().collect())
        }
        Input::Flush { tables, numbering } => {
            let mut schema = Schema::new();
            schema.tables.clone_from(tables);
            let names: Vec<_> = tables.iter().map(|table| table.name.clone()).collect();
            let mut options = FlushOptions::new();
            options.numbering = *numbering;
            dialect.flush(&schema, &names, options)
        }
        Input::ResetSequences(table) => dialect.reset_sequences(table),
        Input::SetConstraints { names, time } => {
            let constraints = names
                .as_deref()
                .map_or(Constraints::All, Constraints::Named);
            dialect.set_constraints(&constraints, *time)
        }
        _ => panic!("a new sort of input: {input:?}"),
    }
}

/// The suite's own triggers and routines, in T-SQL.
const SAMPLES: Samples = Samples {
    trigger: Some(TriggerSample {
        function: None,
        definition: "CREATE TRIGGER {name} ON {table} AFTER INSERT AS \
                     BEGIN SET NOCOUNT ON; INSERT INTO {log} (id) SELECT id FROM inserted END",
    }),
    delete_trigger: Some(TriggerSample {
        function: None,
        definition: "CREATE TRIGGER {name} ON {table} AFTER DELETE AS \
                     BEGIN SET NOCOUNT ON; INSERT INTO {log} (id) SELECT id FROM deleted END",
    }),
    function: Some(FunctionSample {
        arguments: "",
        returns: "int",
        definition: "CREATE OR ALTER FUNCTION {name}(@n int) RETURNS int AS BEGIN RETURN @n + {more} END",
    }),
    extension: None,
    ending: None,
};
