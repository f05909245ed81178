//! `junit.xml`: a suite a lane, for the programs that show tests, and one of the run itself. What did not run is a `<skipped>` that
//! says why. Whatever fails the run fails here.

use backend_core::flag::Flag;
use quick_junit::{NonSuccessKind, Property, TestCase, TestCaseStatus, TestSuite};

use super::{About, FlagReport, LaneReport, Record, Report, Verdict};
use crate::evidence;

/// The whole text.
pub(super) fn render(report: &Report, vendor: &str) -> Result<String, quick_junit::SerializeError> {
    let mut file = quick_junit::Report::new(format!("conformance of {vendor}"));
    for lane in &report.lanes {
        file.add_test_suite(suite(report, vendor, lane));
    }
    file.add_test_suite(run(report, vendor));
    file.to_string()
}

/// What can be wrong with the run beside its cases and flags.
fn run(report: &Report, vendor: &str) -> TestSuite {
    let mut suite = TestSuite::new(format!("the run of {vendor}"));
    for about in About::ALL {
        let problems = report.problems_of(about);
        let mut status = TestCaseStatus::success();
        if !problems.is_empty() {
            status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let text = problems.join("\n");
            let message = text.lines().next().unwrap_or_default().to_owned();
            status.set_type(about.name()).set_message(message);
            status.set_description(text);
        }
        let mut case = TestCase::new(format!("run.{}", about.name()), status);
        case.set_classname("run");
        suite.add_test_case(case);
    }
    suite
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
    let flags = report.flags.iter().filter(|flag| flag.lane == lane.name);
    for flag in flags.clone() {
        let Some(asked) = &flag.server else { continue };
        let value = match (flag.verdict, asked.answer.can()) {
            (evidence::Verdict::Gap, _) => "can, and the backend does not",
            (_, Some(true)) => "can",
            (_, Some(false)) => "cannot",
            (_, None) => "unknown",
        };
        suite.add_property(Property::new(format!("server {}", flag.flag), value));
    }
    let records = report
        .records
        .iter()
        .filter(|record| record.lane == lane.name);
    suite.add_test_cases(records.map(case));
    suite.add_test_cases(flags.filter_map(forced));
    suite
}

/// A flag that is off, and was asked whether it could be on.
fn forced(flag: &FlagReport) -> Option<TestCase> {
    // What a probe tells of a flag is told by its cases.
    let status = match flag.verdict {
        _ if flag.evidence != "gate" => return None,
        evidence::Verdict::UnderDeclared => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let name = flag.verdict.name();
            let message = format!("the flag {} is off, and what it says works", flag.flag);
            status.set_type(name).set_message(message);
            status
        }
        evidence::Verdict::Honest | evidence::Verdict::Gap => TestCaseStatus::success(),
        _ => return None,
    };
    let mut case = TestCase::new(format!("features.forced.{}", flag.flag), status);
    case.set_classname("features");
    Some(case)
}

fn case(record: &Record) -> TestCase {
    let mut case = TestCase::new(record.id, status(record));
    case.set_classname(record.part).set_time(record.duration);
    case
}

fn status(record: &Record) -> TestCaseStatus {
    let verdict = &record.verdict;
    let reason = verdict.reason().unwrap_or_default();
    let mut status = match verdict {
        Verdict::Passed => return TestCaseStatus::success(),
        Verdict::Unsupported(_)
        | Verdict::NotRun(_)
        | Verdict::Skipped(_)
        | Verdict::Known(_)
        | Verdict::New(_)
        // What they lack fails once, with the run.
        | Verdict::SetupError(_) => TestCaseStatus::skipped(),
        Verdict::Failed(_) | Verdict::UnexpectedPass(_) => {
            TestCaseStatus::non_success(NonSuccessKind::Failure)
        }
        Verdict::Timeout(_) => TestCaseStatus::non_success(NonSuccessKind::Error),
    };
    let message = match verdict {
        Verdict::Unsupported(reason) => reason.flag.name().to_owned(),
        verdict => verdict.told(),
    };
    status.set_type(verdict.name()).set_message(&*message);
    if !record.transcript.is_empty() {
        let sent = record.transcript.join("\n");
        status.set_description(format!("{reason}\ntranscript:\n{sent}"));
    } else if reason.lines().count() > 1 {
        status.set_description(reason);
    }
    status
}
