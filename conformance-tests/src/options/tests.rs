//! What the arguments and variables say.

use std::time::Duration;

use super::{HELP, Options, Rerun};
use crate::case::{Kind, Tag};

#[test]
fn arguments_win_over_variables_and_the_rest_is_passed_on() {
    let arguments = ["--lane", "a,b", "text", "--exact", "--min-passed=7"];
    let variable = |name: &str| match name {
        "CONFORMANCE_LANE" => Some("c".to_owned()),
        "CONFORMANCE_TIMEOUT" => Some("5".to_owned()),
        "CONFORMANCE_FLAG" => Some("uses_savepoints".to_owned()),
        _ => None,
    };
    let (options, rest) = Options::read(arguments.map(str::to_owned), variable).unwrap();
    assert_eq!(options.lanes, ["a", "b"]);
    assert_eq!(options.min_passed, 7);
    assert_eq!(options.timeout, Some(Duration::from_secs(5)));
    assert_eq!(options.flags.len(), 1);
    assert_eq!(rest, ["text", "--exact"]);
}

#[test]
fn a_switch_takes_no_value_and_may_have_one() {
    let read = |arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        Options::read(arguments, |_| None).unwrap()
    };
    let (options, rest) = read(&["--smoke", "--rerun-failed", "text"]);
    assert!(options.tags == [Tag::Smoke] && !options.is_whole());
    assert_eq!(options.rerun, Some(Rerun::Last));
    assert_eq!(rest, ["text"]);
    let (options, _) = read(&["--rerun-failed=a/report.json", "--smoke=0"]);
    assert_eq!(options.rerun, Some(Rerun::Report("a/report.json".into())));
    assert!(options.tags.is_empty());
    assert!(read(&["text"]).0.is_whole());
}

#[test]
fn a_bad_value_is_refused_with_the_option() {
    let read = |arguments: &[&str]| {
        Options::read(arguments.iter().map(|a| (*a).to_owned()), |_| None).unwrap_err()
    };
    assert_eq!(
        read(&["--min-passed", "x"]),
        "--min-passed: `x` is not a whole number"
    );
    assert_eq!(read(&["--flag", "x"]), "--flag: there is no flag `x`");
    assert_eq!(read(&["--lane"]), "--lane needs a value");
    let by_variable = Options::read([], |name| {
        (name == "CONFORMANCE_FLAG").then(|| "nope".to_owned())
    });
    assert_eq!(
        by_variable.unwrap_err(),
        "CONFORMANCE_FLAG: there is no flag `nope`"
    );
}

fn chosen(arguments: &[&str]) -> Options {
    let arguments = arguments.iter().map(|argument| (*argument).to_owned());
    Options::read(arguments, |_| None).unwrap().0
}

#[test]
fn commas_in_braces_part_no_globs() {
    let globs = chosen(&["--cases", "a{b,c}_d{e,f}, g.**"]).filters;
    assert_eq!(globs, ["a{b,c}_d{e,f}", "g.**"]);
    for open in ["a.{b", "a.b}", "{a,{b}"] {
        let arguments = ["--cases".to_owned(), open.to_owned()];
        let refused = Options::read(arguments, |_| None).unwrap_err();
        assert!(refused.starts_with("--cases: "), "{refused}");
    }
}

#[test]
fn themes_and_kinds_are_known_by_name_and_leave_cases_out() {
    let options = chosen(&["--theme", "values,query", "--kind", "negative,fault"]);
    assert_eq!(options.themes, ["values", "query"]);
    assert_eq!(options.kinds, [Kind::Negative, Kind::Fault]);
    assert!(!options.is_whole());
    let refused =
        |arguments: [&str; 2]| Options::read(arguments.map(str::to_owned), |_| None).unwrap_err();
    let theme = refused(["--theme", "valuse"]);
    assert!(theme.starts_with("--theme: there is no theme `valuse`; there are: settings, "));
    assert_eq!(
        refused(["--kind", "odd"]),
        "--kind: there is no kind `odd`; there are: positive, negative, probe, property, fault"
    );
}

/// A number in parentheses is what holds where nothing is said.
#[test]
fn the_help_tells_the_defaults() {
    let options = Options::default();
    let told = |argument: &str| {
        let (.., says) = HELP
            .iter()
            .find(|(usage, ..)| usage.starts_with(argument))
            .unwrap();
        let numbers = says
            .split('(')
            .skip(1)
            .filter_map(|rest| rest.split(')').next()?.parse().ok());
        numbers.collect::<Vec<u64>>()
    };
    assert_eq!(told("--runs"), [u64::from(options.chance.runs)]);
    assert_eq!(told("--seed"), [options.chance.seed]);
    assert_eq!(told("--min-passed"), [options.min_passed]);
    assert_eq!(told("--timeout"), [options.limit().as_secs()]);
}
