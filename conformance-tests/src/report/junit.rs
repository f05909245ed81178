//! `junit.xml`: a suite a lane, for the programs that show tests. What did not run is a `<skipped>` that says why.

use backend_core::flag::Flag;
use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use super::{LaneReport, Record, Report, Verdict};

/// The whole text.
pub(super) fn render(report: &Report, vendor: &str) -> Result<String, quick_junit::SerializeError> {
    let mut file = quick_junit::Report::new(format!("conformance of {vendor}"));
    for lane in &report.lanes {
        file.add_test_suite(suite(report, vendor, lane));
    }
    file.to_string()
}

fn suite(report: &Report, vendor: &str, lane: &LaneReport) -> TestSuite {
    let name = if lane.name.is_empty() {
        vendor.to_owned()
    } else {
        format!("{vendor} [{}]", lane.name)
    };
    let mut suite = TestSuite::new(name);
    suite.add_property(Property::new("server", lane.server.to_string()));
    for info in Flag::ALL {
        let value = if lane.features.get(info.flag) {
            "on"
        } else {
            "off"
        };
        suite.add_property(Property::new(format!("flag {}", info.name), value));
    }
    let records = report
        .records
        .iter()
        .filter(|record| record.lane == lane.name);
    suite.add_test_cases(records.map(case));
    suite
}

fn case(record: &Record) -> TestCase {
    let mut case = TestCase::new(record.id, status(&record.verdict));
    case.set_classname(record.part).set_time(record.duration);
    case
}

fn status(verdict: &Verdict) -> TestCaseStatus {
    let reason = verdict.reason().unwrap_or_default();
    let mut status = match verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Unsupported(_) | Verdict::NotRun(_) | Verdict::Known(_) | Verdict::New(_) => {
            TestCaseStatus::skipped()
        }
        Verdict::Failed(_) | Verdict::UnexpectedPass(_) => {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        }
        Verdict::Timeout(_) | Verdict::SetupError(_) => {
            TestCaseStatus::non_success(NonSuccessKind::Error)
        }
    };
    let message = match verdict {
        Verdict::Unsupported(reason) => reason.flag.name(),
        _ => reason.lines().next().unwrap_or_default(),
    };
    status.set_type(verdict.name()).set_message(message);
    if reason != message {
        status.set_description(reason);
    }
    status
}
