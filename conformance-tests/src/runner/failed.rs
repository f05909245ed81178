//! [`FailedBefore`]: what failed in a report, for `--rerun-failed`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use backend_core::flag::Flag;

use crate::harness::Origin;
use crate::options::{Options, Rerun};
use crate::support::{ReadReport, Verdict};

/// Cases and flags that failed, each with its lane.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FailedBefore {
    cases: BTreeSet<(String, String)>,
    flags: BTreeSet<(String, String)>,
}

impl FailedBefore {
    /// What failed in the report that the options name; `None` where they name none.
    pub(super) fn read(
        options: &Options,
        origin: Origin,
        vendor: &str,
    ) -> Result<Option<Self>, String> {
        let path = match &options.rerun {
            None => return Ok(None),
            Some(Rerun::Report(file)) => file.clone(),
            Some(Rerun::Last) => kept(options, origin)
                .map(|folder| folder.join(vendor).join("report.json"))
                .ok_or("no folder keeps the last report: name one, --rerun-failed=FILE")?,
        };
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("no report in {}: {error}", path.display()))?;
        let report = ReadReport::read(&text).map_err(|why| format!("{}: {why}", path.display()))?;
        if report.vendor != vendor {
            let of = report.vendor;
            return Err(format!("{} is a report of {of}", path.display()));
        }
        Ok(Some(Self::of(&report)))
    }

    fn of(report: &ReadReport) -> Self {
        let mut failed = Self::default();
        for lane in &report.lanes {
            let cases = lane.cases.iter().filter(|case| case.outcome.fails());
            failed
                .cases
                .extend(cases.map(|case| (lane.name.clone(), case.id.clone())));
            let flags = lane.flags.iter();
            let flags = flags.filter(|flag| flag.verdict == Verdict::UnderDeclared);
            failed
                .flags
                .extend(flags.map(|flag| (lane.name.clone(), flag.name.clone())));
        }
        failed
    }

    /// Whether nothing did.
    pub(super) fn is_empty(&self) -> bool {
        self.cases.is_empty() && self.flags.is_empty()
    }

    pub(super) fn has_case(&self, lane: &str, id: &str) -> bool {
        self.cases.contains(&(lane.to_owned(), id.to_owned()))
    }

    pub(super) fn has_flag(&self, lane: &str, flag: Flag) -> bool {
        self.flags
            .contains(&(lane.to_owned(), flag.name().to_owned()))
    }
}

/// Where reports of last runs are kept: where cargo keeps the files of tests, or else where reports were asked for.
pub(super) fn kept(options: &Options, origin: Origin) -> Option<PathBuf> {
    let own = origin
        .temporary
        .map(|folder| Path::new(folder).join("conformance"));
    own.or_else(|| options.report.clone())
}
