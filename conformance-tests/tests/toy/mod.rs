//! The toy under test, and cases of its own: what the tests of the runner share.

use std::sync::atomic::{AtomicU32, Ordering};

use backend_core::backend::Backend;
use backend_core::error::{Error, ErrorKind};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::model::{Column, ColumnType, QualifiedName, Table};
use conformance_tests::case::CaseDef;
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::{Harness, Origin, Provision};

/// A toy that lacks arrays.
pub(crate) static WITHOUT_ARRAYS: Backend = Backend {
    features: |server| Features {
        supports_arrays: false,
        ..(toy_backend::BACKEND.features)(server)
    },
    ..toy_backend::BACKEND
};

pub(crate) struct Toy {
    pub(crate) provision: Provision,
    pub(crate) marks: String,
    pub(crate) backend: &'static Backend,
    pub(crate) temporary: Option<&'static str>,
}

impl Toy {
    pub(crate) fn new() -> Self {
        Self {
            provision: Provision::embedded("toy:"),
            marks: String::new(),
            backend: &WITHOUT_ARRAYS,
            temporary: None,
        }
    }
}

impl Harness for Toy {
    fn vendor(&self) -> &str {
        "toy"
    }

    fn backend(&self) -> &'static Backend {
        self.backend
    }

    fn provision(&self) -> Provision {
        self.provision.clone()
    }
}

pub(crate) const DOC: &str = "Something holds.";
pub(crate) const PASSES: CaseDef = CaseDef::new("suite.case.passes", "passes", DOC, |_| {
    Box::pin(async { Ok(()) })
});
#[allow(dead_code, reason = "not every test that includes this file needs it")]
pub(crate) const FAILS: CaseDef = failing("suite.case.fails");

/// Holds where an array comes back as it was sent.
#[allow(dead_code, reason = "not every test that includes this file needs it")]
pub(crate) const ARRAYS: CaseDef = CaseDef::new("suite.arrays.kept", "f", DOC, |context| {
    Box::pin(async {
        let column = ColumnType::Array(Box::new(ColumnType::Text));
        let table =
            Table::new(QualifiedName::new("listed")?).with_column(Column::new("c", column)?);
        context.create(&table).await?;
        Ok(())
    })
})
.requires(&[Flag::supports_arrays]);

/// A case that fails.
pub(crate) const fn failing(id: &'static str) -> CaseDef {
    CaseDef::new(id, "fails", DOC, |context| {
        Box::pin(async {
            context.note("something was sent");
            Err(Error::new(ErrorKind::Programming, "it is wrong"))?;
            Ok(())
        })
    })
}

/// Runs the cases: how it ended, and what was written.
pub(crate) fn run_with(toy: &Toy, cases: &[CaseDef], arguments: &[&str]) -> (Exit, String) {
    let (exit, text, _) = run_logged(toy, cases, arguments);
    (exit, text)
}

/// The same, with libtest's line for each case.
pub(crate) fn run_logged(
    toy: &Toy,
    cases: &[CaseDef],
    arguments: &[&str],
) -> (Exit, String, String) {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    // libtest's own lines go elsewhere: whoever counts the lines of this test must not count them.
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    let log = std::env::temp_dir().join(format!("cf_log_{}_{number}", std::process::id()));
    let mut out = Vec::new();
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
    let arguments = arguments.chain(["--logfile".to_owned(), log.to_str().unwrap().to_owned()]);
    let suite = Suite {
        harness: toy,
        origin: Origin::new("backend-toy", "1.2.3", ".").temporary(toy.temporary),
        cases,
        marks: &toy.marks,
    };
    let exit = run(&suite, arguments, |_| None, &mut out);
    let lines = std::fs::read_to_string(&log).unwrap_or_default();
    let _ = std::fs::remove_file(log);
    (exit, String::from_utf8(out).unwrap(), lines)
}

/// The numbers in the summary's last line: ids, executed, passed, failed, known, unsupported.
#[allow(dead_code, reason = "not every test that includes this file needs it")]
pub(crate) fn counts(text: &str) -> Vec<usize> {
    let line = text.lines().find_map(|line| line.strip_prefix("  all "));
    line.unwrap()
        .split_whitespace()
        .map(|number| number.parse().unwrap())
        .collect()
}
