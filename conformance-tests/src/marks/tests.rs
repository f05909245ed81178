//! Marks: what is read, what is refused, and when one applies.

use backend_core::error::{ErrorKind, Integrity};
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::{ServerInfo, Version};

use super::{Expected, LaneFacts, Marks};
use crate::case::CaseDef;

const TEXT: &str = "# what is known

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
    Marks::read(text).unwrap().faults(cases, &[lane])
}

#[test]
fn a_mark_applies_to_its_case_and_lane_and_tells_its_lines() {
    let marks = Marks::read(TEXT).unwrap();
    let mark = marks.of(&case("a.b.c"), "any", &server()).unwrap();
    let told = mark.farewell();
    assert!(told.starts_with("delete lines 3 to 7 of "), "{told}");
    assert!(told.ends_with("untracked = true"), "{told}");
    assert!(marks.of(&case("a.b.d"), "file", &server()).is_some());
    assert!(marks.of(&case("a.b.d"), "memory", &server()).is_none());
    assert!(faults(TEXT, &[case("a.b.c"), case("a.b.d")]).is_empty());
}

#[test]
fn an_unknown_a_doubled_and_a_hidden_mark_are_faults() {
    let text = |entry: &str| format!("{TEXT}{entry}");
    let known = [case("a.b.c"), case("a.b.d")];
    assert_eq!(faults(TEXT, &known[..1]), ["`a.b.d` is the id of no case"]);
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
