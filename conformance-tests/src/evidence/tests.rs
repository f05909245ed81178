//! Every flag and every limit has evidence, and the evidence is there.

use std::collections::BTreeSet;

use backend_core::features::Features;
use backend_core::flag::Flag;

use super::{Evidence, LIMITS, PROBES, Verdict};
use crate::case::{CaseDef, Kind};
use crate::catalogue::catalogue;

#[test]
fn every_flag_has_evidence_of_both_sides() {
    let cases = catalogue();
    for info in Flag::ALL {
        match Evidence::of(info.flag, &cases) {
            Evidence::Gate { positive, negative } => assert!(
                !positive.is_empty() && !negative.is_empty(),
                "{}: {positive:?} and {negative:?}",
                info.name
            ),
            Evidence::Probe { ids, base } => {
                let case = |id: &&str| cases.iter().find(|case| case.id == *id);
                let found: Vec<_> = ids.iter().filter_map(case).collect();
                assert_eq!(found.len(), ids.len(), "{}: {ids:?}", info.name);
                let base = case(&base).unwrap();
                assert!(base.requires.is_empty(), "{} is always asked", base.id);
                let either = found.iter().any(|case| !case.requires.contains(&info.flag));
                assert!(either, "{} is shown only where it is on", info.name);
            }
            Evidence::Declared(why) => assert!(why.len() > 20, "{}: {why}", info.name),
        }
    }
}

#[test]
fn what_cases_gate_needs_no_probe() {
    let cases = catalogue();
    for probe in PROBES {
        let flag = probe.flag;
        let gated = cases.iter().any(|case| case.refuses == Some(flag));
        assert!(!gated, "{flag} has a case that demands its refusal");
    }
}

#[test]
fn probes_are_cases_of_that_kind_and_the_only_ones() {
    let cases = catalogue();
    let of_kind = cases.iter().filter(|case| case.kind() == Kind::Probe);
    let of_kind: BTreeSet<_> = of_kind.map(|case| case.id).collect();
    let named: BTreeSet<_> = PROBES.iter().flat_map(|probe| probe.ids).copied().collect();
    assert_eq!(of_kind, named);
}

#[test]
fn every_field_that_is_no_flag_has_evidence() {
    let text = format!("{:#?}", Features::MINIMAL);
    let fields = text.lines().filter_map(|line| line.trim().split_once(':'));
    let fields: BTreeSet<_> = fields
        .map(|(name, _)| name)
        .filter(|name| name.parse::<Flag>().is_err())
        .collect();
    let shown: BTreeSet<_> = LIMITS.iter().map(|limit| limit.name).collect();
    assert_eq!(fields, shown);
    let ids: BTreeSet<_> = catalogue().iter().map(|case| case.id).collect();
    for limit in LIMITS {
        assert!(!limit.at.is_empty(), "{}", limit.name);
        let style = matches!(limit.name, "nulls_order" | "identifier_case" | "text_unit");
        assert_eq!(limit.over.is_empty(), style, "{}", limit.name);
        for id in limit.at.iter().chain(limit.over) {
            assert!(ids.contains(id), "{}: {id} is no case", limit.name);
        }
    }
}

#[test]
fn the_smoke_lane_touches_every_part() {
    let cases = catalogue();
    let chosen: Vec<_> = cases.iter().filter(|case| case.smoke).collect();
    assert!((35..=60).contains(&chosen.len()), "{}", chosen.len());
    let touched: BTreeSet<_> = chosen.into_iter().map(CaseDef::part).collect();
    for part in cases.iter().map(CaseDef::part) {
        assert!(touched.contains(part), "{part} is not touched");
    }
}

#[test]
fn what_a_flag_says_and_what_the_backend_does_give_the_verdict() {
    assert_eq!(Verdict::of(true, Some(true), false), Verdict::True);
    assert_eq!(Verdict::of(true, Some(false), false), Verdict::OverDeclared);
    assert_eq!(
        Verdict::of(false, Some(true), false),
        Verdict::UnderDeclared
    );
    assert_eq!(Verdict::of(false, Some(false), false), Verdict::Honest);
    assert_eq!(Verdict::of(false, Some(true), true), Verdict::Honest);
    assert_eq!(
        Verdict::of(false, Some(false), true),
        Verdict::UnderDeclared
    );
    assert_eq!(Verdict::of(false, None, false), Verdict::Unproven);
}

#[test]
fn only_what_the_backend_honestly_does_not_and_the_server_can_is_a_gap() {
    for verdict in [
        Verdict::True,
        Verdict::OverDeclared,
        Verdict::UnderDeclared,
        Verdict::Unproven,
        Verdict::Declared,
    ] {
        assert_eq!(verdict.with_server(Some(true)), verdict);
    }
    assert_eq!(Verdict::Honest.with_server(Some(true)), Verdict::Gap);
    assert_eq!(Verdict::Honest.with_server(Some(false)), Verdict::Honest);
    assert_eq!(Verdict::Honest.with_server(None), Verdict::Honest);
    assert_eq!(Verdict::Gap.does(), Some(false));
}

/// Every flag of ours stands in the document, and every flag that the document calls ours is one.
#[test]
fn the_document_names_every_flag_and_no_other() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/flags.md");
    let text = std::fs::read_to_string(path).unwrap();
    let mut named = BTreeSet::new();
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let ours = line.split('|').nth(2).unwrap();
        for word in ours.split('`').skip(1).step_by(2) {
            let limit = LIMITS.iter().any(|limit| limit.name == word);
            assert!(
                limit || word.parse::<Flag>().is_ok(),
                "{word} is no flag: {line}"
            );
            named.insert(word.to_owned());
        }
    }
    for name in Flag::ALL
        .iter()
        .map(|info| info.name)
        .chain(LIMITS.iter().map(|l| l.name))
    {
        assert!(
            named.contains(name),
            "{name} does not stand in the second column"
        );
    }
}
