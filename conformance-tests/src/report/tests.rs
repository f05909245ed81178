//! What the summary says, and what is counted as what.

use std::time::Duration;

use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::{ServerInfo, Version};

use super::{
    About, LaneReport, Ledger, LeftOut, Marked, Problem, Record, Report, TypeSpelling, Verdict,
};
use super::{json, junit};
use crate::case::{CaseDef, Unsupported};
use crate::evidence::ServerAnswer;
use crate::evidence::Verdict::{Gap, Honest, UnderDeclared, Unproven};
use crate::harness::Origin;

fn case(id: &'static str) -> CaseDef {
    CaseDef::new(id, "f", "It holds.", |_| Box::pin(async { Ok(()) }))
}

/// Two lanes, in which cases pass, fail, are known to fail and do not apply.
fn report() -> Report {
    let (x, z, w) = (case("a.x"), case("b.z"), case("b.w"));
    let y = case("a.y").requires(&[Flag::supports_arrays]);
    let off = Verdict::Unsupported(Unsupported {
        flag: Flag::supports_arrays,
        on: false,
    });
    let second = Duration::from_secs(1);
    let ledger = Ledger::default();
    for lane in ["one", "two"] {
        ledger.add(Record::new(&x, lane, Verdict::Passed, second));
        ledger.add(Record::new(&y, lane, off.clone(), Duration::ZERO));
    }
    let failed = Verdict::Failed("wrong".to_owned());
    ledger.add(Record::new(&z, "one", failed, second * 2));
    let known = Verdict::Known(Marked {
        reason: "too small".to_owned(),
        link: None,
    });
    ledger.add(Record::new(&w, "one", known, Duration::ZERO));
    ledger.forced("one", Flag::supports_arrays, true);
    ledger.forced("two", Flag::supports_arrays, false);
    let lanes = ["one", "two"].map(|name| LaneReport {
        name,
        server: ServerInfo::new("Mine", Version::new(1, 0, 0)),
        features: Features::MINIMAL,
        types: vec![TypeSpelling {
            name: "Text",
            spelled: Some("text".to_owned()),
        }],
    });
    let origin = Origin::new("backend-mine", "1.0.0", ".");
    ledger.report(origin, &[x, y, z, w], lanes.to_vec())
}

#[test]
fn ids_are_counted_once_and_unsupported_ones_not_as_executed() {
    let mut text = String::new();
    report().render("mine", &mut text);
    let expected = "conformance of mine, seed 1
  Mine 1.0.0, lanes: one, two
  part             ids  executed  passed  failed  known  unsupported
  a                  1         2       2       0      0            2
  b                  2         2       0       1      1            0
  all                3         4       2       1      1            2
  known to fail:
    too small (untracked): b.w
  unsupported, and so not run:
    flag supports_arrays is off: a.y
";
    assert!(text.starts_with(expected), "{text}");
    assert!(
        text.contains("    under_declared: supports_arrays\n"),
        "{text}"
    );
    let slowest = "  slowest: 2.00s b.z [one], 1.00s a.x [one], 1.00s a.x [two]\n";
    assert!(text.ends_with(slowest), "{text}");
}

#[test]
fn a_case_without_a_record_did_not_run_and_a_flag_is_judged_by_lane() {
    let report = report();
    assert_eq!(report.passed(), 2);
    let missing = report
        .records
        .iter()
        .find(|record| record.id == "b.z" && record.lane == "two");
    assert_eq!(missing.unwrap().verdict.name(), "not_run");
    let verdicts: Vec<_> = report
        .flags
        .iter()
        .filter(|flag| flag.flag == Flag::supports_arrays)
        .map(|flag| flag.verdict)
        .collect();
    assert_eq!(verdicts, [UnderDeclared, Honest]);
    assert_eq!(report.holds("one", &["a.x", "b.z"]), Some(false));
    assert_eq!(report.holds("two", &["b.z"]), None);
}

#[test]
fn a_probe_whose_base_does_not_work_tells_nothing_of_its_flag() {
    let (base, probe) = ("values.text.round_trip", "values.text.longer_than_declared");
    let verdict = |base_verdict: Verdict| {
        let ledger = Ledger::default();
        let failed = Verdict::Failed("wrong".to_owned());
        ledger.add(Record::new(&case(base), "", base_verdict, Duration::ZERO));
        ledger.add(Record::new(&case(probe), "", failed, Duration::ZERO));
        let lane = LaneReport {
            name: "",
            server: ServerInfo::new("Mine", Version::new(1, 0, 0)),
            features: Features::MINIMAL,
            types: Vec::new(),
        };
        let origin = Origin::new("backend-mine", "1.0.0", ".");
        let report = ledger.report(origin, &[case(base), case(probe)], vec![lane]);
        let flag = Flag::enforces_text_length;
        let found = report.flags.iter().find(|found| found.flag == flag);
        found.unwrap().verdict
    };
    assert_eq!(verdict(Verdict::Passed), UnderDeclared);
    let nothing_works = Verdict::Failed("there are no tables".to_owned());
    assert_eq!(verdict(nothing_works), Unproven);
    let not_chosen = Verdict::NotRun("not chosen".to_owned());
    assert_eq!(verdict(not_chosen), UnderDeclared);
}

/// What fails the run fails in the XML, whatever the cases do.
#[test]
fn what_is_wrong_beside_the_cases_fails_in_the_xml() {
    let sound = junit::render(&report(), "mine").unwrap();
    for about in About::ALL {
        let name = format!("\"run.{}\"", about.name());
        let of = |xml: &str| {
            let (_, rest) = xml.split_once(&name).unwrap();
            rest.split("<testcase").next().unwrap().to_owned()
        };
        assert!(!of(&sound).contains("<failure"), "{sound}");
        let mut report = report();
        report.problems.push(Problem {
            about,
            text: "the file cf.db".to_owned(),
        });
        let wrong = of(&junit::render(&report, "mine").unwrap());
        assert!(
            wrong.contains("<failure message=\"the file cf.db\""),
            "{wrong}"
        );
    }
}

#[test]
fn what_nobody_follows_is_told_in_the_json() {
    let mut report = report();
    report.revision = Some("0123".to_owned());
    report.left_out.push(LeftOut {
        theme: "network".to_owned(),
        marked: Marked {
            reason: "there is none".to_owned(),
            link: None,
        },
    });
    let text = json::render(&report, "mine", true).unwrap();
    let file: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(file["revision"], "0123");
    let left_out = serde_json::json!([
        { "theme": "network", "reason": "there is none", "untracked": true }
    ]);
    assert_eq!(file["theme_optouts"], left_out);
    let cases = file["lanes"][0]["cases"].as_array().unwrap();
    let untracked: Vec<_> = cases
        .iter()
        .filter(|case| case["untracked"] == true)
        .collect();
    assert_eq!(untracked.len(), 1);
    assert_eq!(untracked[0]["id"], "b.w");
}

/// The same two lanes, whose servers were asked of arrays.
fn asked(answer: &ServerAnswer) -> Report {
    let case = case("a.y").requires(&[Flag::supports_arrays]);
    let ledger = Ledger::default();
    ledger.add(Record::new(&case, "two", Verdict::Passed, Duration::ZERO));
    ledger.forced("one", Flag::supports_arrays, true);
    ledger.forced("two", Flag::supports_arrays, false);
    for lane in ["one", "two"] {
        let reason = Marked {
            reason: "it comes next".to_owned(),
            link: None,
        };
        ledger.asked(lane, Flag::supports_arrays, answer.clone(), Some(reason));
    }
    let lanes = report().lanes;
    ledger.report(Origin::new("backend-mine", "1.0.0", "."), &[case], lanes)
}

#[test]
fn what_the_server_can_and_the_backend_honestly_does_not_is_a_gap() {
    let refused = ServerAnswer::Cannot("no such type".to_owned());
    let lost = ServerAnswer::Unknown("the session is gone".to_owned());
    for (answer, expected) in [
        (&ServerAnswer::Can, [UnderDeclared, Gap]),
        (&refused, [UnderDeclared, Honest]),
        (&lost, [UnderDeclared, Honest]),
    ] {
        let report = asked(answer);
        let flags = report.flags.iter();
        let flags = flags.filter(|flag| flag.flag == Flag::supports_arrays);
        let verdicts: Vec<_> = flags.map(|flag| flag.verdict).collect();
        assert_eq!(verdicts, expected, "{answer:?}");
    }
}

#[test]
fn a_gap_is_told_in_every_form_and_fails_in_none() {
    let report = asked(&ServerAnswer::Can);
    let mut text = String::new();
    report.render("mine", &mut text);
    let line = "    gap, which the server can and the backend does not yet: supports_arrays\n";
    assert!(text.contains(line), "{text}");
    let json = json::render(&report, "mine", true).unwrap();
    let file: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&file["format"], &file["minor"]), (&1.into(), &1.into()));
    let flags = file["lanes"][1]["flags"].as_array().unwrap();
    let flag = |name: &str| flags.iter().find(|flag| flag["name"] == name).unwrap();
    let expected = serde_json::json!({
        "name": "supports_arrays", "declared": false, "does": false, "server_can": true,
        "evidence": "gate", "verdict": "gap", "reason": "it comes next"
    });
    assert_eq!(*flag("supports_arrays"), expected);
    // Nobody asked.
    assert_eq!(
        flag("supports_views")["server_can"],
        serde_json::Value::Null
    );
    let xml = junit::render(&report, "mine").unwrap();
    let (_, two) = xml.split_once("mine [two]").unwrap();
    let property = "name=\"server supports_arrays\" value=\"can, and the backend does not\"";
    assert!(two.contains(property), "{xml}");
    assert!(!two.contains("<failure"), "{xml}");
}

#[test]
fn a_server_that_gave_no_answer_is_told_with_the_reason() {
    let report = asked(&ServerAnswer::Unknown(
        "the session is gone\nfor good".to_owned(),
    ));
    let mut text = String::new();
    report.render("mine", &mut text);
    let line = "    no answer of the server: supports_arrays: the session is gone\n";
    assert!(text.contains(line), "{text}");
    assert!(!text.contains("gap"), "{text}");
}
