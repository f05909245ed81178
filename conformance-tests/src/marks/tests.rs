//! Marks: what is read, what is refused, and when one applies.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::{ServerInfo, Version};

use super::{Expected, LaneFacts, Marks, Says};
use crate::case::CaseDef;

const TEXT: &str = "# what is known
marks = 2

[[xfail]]
case = \"a.b.c\"
error = \"kind:Programming\"
reason = \"too small\"
untracked = true

# of another sort
[[skip]]
case = \"a.b.d\"
when = \"lane = file\"
class = \"hang\"
reason = \"it waits\"
link = \"https://example.org/1\"
";

fn case(id: &'static str) -> CaseDef {
    CaseDef::new(id, "f", "It holds.", |_| Box::pin(async { Ok(()) }))
}

fn server() -> ServerInfo {
    ServerInfo::new("Mine", Version::new(1, 0, 0))
}

fn faults(text: &str, cases: &[CaseDef]) -> Vec<String> {
    let lane = LaneFacts {
        name: "file",
        server: &server(),
        features: &Features::MINIMAL,
    };
    let marks = Marks::read(text).unwrap();
    let mut faults = marks.faults(cases, &["file", "memory"]);
    faults.extend(marks.recount(cases));
    faults.extend(marks.faults_here(cases, &[lane]));
    faults
}

/// A mark of the case `a.b.c` with more lines.
fn marked(lines: &str) -> String {
    format!("marks = 1\n[[xfail]]\ncase = \"a.b.c\"\nreason = \"y\"\nuntracked = true\n{lines}\n")
}

#[test]
fn a_mark_applies_to_its_case_and_lane_and_tells_its_lines() {
    let marks = Marks::read(TEXT).unwrap();
    let mark = marks.of(&case("a.b.c"), "any", &server()).unwrap();
    let told = mark.farewell();
    assert!(told.starts_with("delete lines 4 to 8 of "), "{told}");
    assert!(told.ends_with("untracked = true"), "{told}");
    assert!(marks.of(&case("a.b.d"), "file", &server()).is_some());
    assert!(marks.of(&case("a.b.d"), "memory", &server()).is_none());
    assert!(faults(TEXT, &[case("a.b.c"), case("a.b.d")]).is_empty());
}

#[test]
fn an_unknown_a_doubled_and_a_hidden_mark_are_faults() {
    let text = |entry: &str| format!("{TEXT}{entry}");
    let known = [case("a.b.c"), case("a.b.d")];
    let gone = faults(TEXT, &known[..1]);
    let recount = "it marks 1 cases, and says `marks = 2`: write `marks = 1`";
    assert_eq!(gone, ["`a.b.d` is the id of no case", recount]);
    let doubled = text(
        "[[xfail]]\ncase = \"a.b.*\"\nwhen = \"lane = file\"\nerror = \"x\"\nreason = \"y\"\nuntracked = true\n",
    );
    assert_eq!(
        faults(&doubled, &known),
        ["a.b.c is marked twice", "a.b.d is marked twice"]
    );
    let hidden = [known[0].requires(&[Flag::supports_arrays]), known[1]];
    assert_eq!(
        faults(TEXT, &hidden),
        [
            "the mark of `a.b.c` says nothing: flag supports_arrays is off, and so a.b.c does not run"
        ]
    );
}

#[test]
fn an_entry_that_says_too_little_or_too_much_is_refused() {
    for entry in [
        "[[xfail]]\ncase = \"a\"\nerror = \"x\"\nreason = \"y\"",
        "[[xfail]]\ncase = \"a\"\nerror = \"x\"\nreason = \"y\"\nlink = \"z\"\nuntracked = true",
        "[[xfail]]\ncase = \"a\"\nerror = \"x\"\nreason = \" \"\nuntracked = true",
        "[[xfail]]\ncase = \"a\"\nerror = \"kind:\"\nreason = \"y\"\nuntracked = true",
        "[[xfail]]\ncase = \"a\"\nreason = \"y\"\nuntracked = true",
        "[[xfail]]\ncase = \"a\"\nerror = \"x\"\nreason = \"y\"\nuntracked = true\nwhen = \"soon\"",
        "[[skip]]\ncase = \"a\"\nclass = \"boring\"\nreason = \"y\"\nuntracked = true",
        "[[xfail]]\ncase = \"a\"\nerror = \"/(/\"\nreason = \"y\"\nuntracked = true",
        "[[xfail]]\ncase = \"a\"\nerror = \"//\"\nreason = \"y\"\nuntracked = true",
        "[[theme_optout]]\ntheme = \"a\"\nreason = \"y\"",
        "[[theme_optout]]\ntheme = \"a\"\nuntracked = true",
        "[[regression]]\ncase = \"a\"\nseed = 1\nreason = \" \"",
        "[[regression]]\ncase = \"a\"\nseed = -1\nreason = \"y\"",
        "[[server]]\nflag = \"supports_arrays\"",
        "[[server]]\nflag = \"supports_nothing\"\nstatements = [\"x\"]",
        "[[server]]\nflag = \"supports_arrays\"\nstatements = [\"x\", \" \"]",
        "[[server]]\nflag = \"supports_arrays\"\nstatements = [\"x\"]\nrows = [[\"1\"]]",
        "[[server]]\nflag = \"supports_arrays\"\nquery = \"x\"\nrows = [[1]]",
        "[[server]]\nflag = \"supports_arrays\"\nstatements = [\"x\"]\nuntracked = true",
        "[[server]]\nflag = \"supports_arrays\"\nstatements = [\"x\"]\nreason = \"y\"",
        "[[server]]\nflag = \"supports_arrays\"\nstatements = [\"x\"]\nwhen = \"soon\"",
        "marks = \"many\"",
        "[[fails]]\ncase = \"a\"",
        "skip = 1",
    ] {
        assert!(Marks::read(entry).is_err(), "{entry}");
    }
    assert_eq!(Marks::read(""), Ok(Marks::default()));
}

#[test]
fn an_error_is_told_by_its_kind_or_by_its_text() {
    let kind = |name: &str| Expected::Kind(name.to_owned());
    let unique = Some(ErrorKind::Integrity(Integrity::Unique));
    assert!(kind("Integrity").is(unique, ""));
    assert!(kind("Integrity(Unique)").is(unique, ""));
    assert!(!kind("Integrity(Check)").is(unique, ""));
    assert!(!kind("Int").is(unique, ""));
    assert!(!kind("Integrity").is(None, "Integrity"));
    assert!(Expected::Text("no table".to_owned()).is(None, "there is no table"));
    assert!(!Expected::Text("no table".to_owned()).is(unique, "else"));
}

#[test]
fn an_error_between_slashes_is_a_regular_expression() {
    let text = marked("error = \"/^no table `[a-z]+`$/\"");
    let marks = Marks::read(&text).unwrap();
    let Says::Fails(expected) = &marks.of(&case("a.b.c"), "file", &server()).unwrap().says else {
        panic!("it is marked as failing");
    };
    assert!(expected.is(None, "no table `songs`"));
    assert!(!expected.is(None, "there is no table `songs`"));
    let text = Expected::Text("a/b".to_owned());
    assert!(text.is(None, "of a/b"));
}

/// A glob that comes to name more cases is a larger number of marks as well.
#[test]
fn every_case_that_is_marked_is_counted_once() {
    let text = marked("error = \"x\"").replace("a.b.c", "a.b.*");
    let cases = [case("a.b.c"), case("a.b.d"), case("c.b.c")];
    assert!(faults(&text, &cases[..1]).is_empty());
    let grown = "it marks 2 cases, and says `marks = 1`: write `marks = 2`";
    assert_eq!(faults(&text, &cases), [grown]);
    let later = [cases[0], cases[1].since("0.2")];
    assert!(faults(&format!("suite = \"0.1\"\n{text}"), &later).is_empty());
    let unsaid = text.replace("marks = 1\n", "");
    let none = "it marks 1 cases, and says `marks = 0`: write `marks = 1`";
    assert_eq!(faults(&unsaid, &cases[..1]), [none]);
}

#[test]
fn lanes_and_attributes_that_are_not_there_are_faults() {
    let cases = [case("a.b.c")];
    let when = |when: &str| marked(&format!("error = \"x\"\nwhen = \"{when}\""));
    assert!(faults(&when("lane = memory"), &cases).is_empty());
    assert_eq!(
        faults(&when("lane = fiel"), &cases),
        ["the mark of `a.b.c`: there is no lane `fiel`; there are: file, memory"]
    );
    let unknown = faults(&when("editoin = fast"), &cases);
    assert_eq!(unknown.len(), 1);
    assert!(
        unknown[0].starts_with("the mark of `a.b.c`: the server has no `editoin`; it has none."),
        "{unknown:?}"
    );
    let declared = format!("attributes = [\"editoin\"]\n{}", when("editoin = fast"));
    assert!(faults(&declared, &cases).is_empty());
}

/// A question to the server, with more lines.
fn asking(flag: &str, lines: &str) -> String {
    format!("[[server]]\nflag = \"{flag}\"\nstatements = [\"x\"]\n{lines}\n")
}

#[test]
fn a_server_is_asked_of_a_flag_once_in_a_lane() {
    let cases = [case("a.b.c")];
    let of = |lane: &str| asking("supports_views", &format!("when = \"lane = {lane}\""));
    let text = [of("file"), of("memory"), asking("supports_arrays", "")].concat();
    assert!(faults(&text, &cases).is_empty());
    let marks = Marks::read(&text).unwrap();
    let asked = |lane| marks.server_probe(Flag::supports_views, lane, &server());
    assert!(asked("file").is_some() && asked("memory").is_some());
    assert!(asked("other").is_none());
    let twice = text + &asking("supports_views", "when = \"server >= 1\"");
    assert_eq!(
        faults(&twice, &cases),
        ["the server is asked of supports_views twice"]
    );
}

#[test]
fn what_no_server_and_no_lane_meets_is_a_fault() {
    let cases = [case("a.b.c")];
    let when = "when = \"server < 2, server >= 2\"";
    assert_eq!(
        faults(&asking("supports_views", when), &cases),
        ["the [[server]] of `supports_views`: its conditions never hold together"]
    );
    assert_eq!(
        faults(&marked(&format!("error = \"x\"\n{when}")), &cases),
        ["the mark of `a.b.c`: its conditions never hold together"]
    );
    let unknown = faults(&asking("supports_views", "when = \"lane = fiel\""), &cases);
    assert_eq!(
        unknown,
        ["the [[server]] of `supports_views`: there is no lane `fiel`; there are: file, memory"]
    );
}

#[test]
fn a_theme_that_is_left_out_is_one_and_only_once() {
    let entry = |theme: &str| {
        format!("[[theme_optout]]\ntheme = \"{theme}\"\nreason = \"y\"\nuntracked = true\n")
    };
    let cases = [case("a.b.c"), case("d.e.f")];
    assert!(faults(&entry("d"), &cases).is_empty());
    assert_eq!(
        faults(&entry("e"), &cases),
        ["`e` is no theme; there are: a, d"]
    );
    let twice = [entry("d"), entry("d")].concat();
    assert_eq!(faults(&twice, &cases), ["the theme `d` is left out twice"]);
    let elsewhere = entry("d") + "when = \"lane = memory\"\n";
    let marks = Marks::read(&elsewhere).unwrap();
    let left_out = |name: &'static str| {
        let server = server();
        let lane = LaneFacts {
            name,
            server: &server,
            features: &Features::MINIMAL,
        };
        marks.opt_outs(&[lane]).count()
    };
    assert_eq!((left_out("memory"), left_out("file")), (1, 0));
}

#[test]
fn a_regression_is_of_a_case_and_has_its_seeds() {
    let entry =
        |seed: u64| format!("[[regression]]\ncase = \"a.b.c\"\nseed = {seed}\nreason = \"y\"\n");
    let text = [entry(7), entry(9)].concat();
    let marks = Marks::read(&text).unwrap();
    assert_eq!(marks.seeds_of(&case("a.b.c")), [7, 9]);
    assert!(marks.seeds_of(&case("a.b.d")).is_empty());
    assert!(faults(&text, &[case("a.b.c")]).is_empty());
    assert_eq!(
        faults(&entry(7), &[case("a.b.d")]),
        ["`a.b.c`, of a [[regression]], is the id of no case"]
    );
}
