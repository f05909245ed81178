//! Of made-up reports.

use super::{
    Cell, Flip, Matrix, Mutants, Outcome, ReadReport, Scores, ThemeOptOut, Verdict, compare,
    markdown, merge, page,
};

const REPORT: &str = r#"{
  "format": 1,
  "suite": { "name": "conformance-tests", "version": "0.1.0" },
  "backend": { "name": "backend-mine", "version": "1.0.0" },
  "vendor": "mine", "conformant": true, "seed": 1,
  "counts": { "pass": 2, "known": 1, "unsupported": 1 },
  "left_behind": [],
  "lanes": [{
    "name": "",
    "server": { "product": "Mine", "version": "8.0.0", "attributes": {} },
    "flags": [
      { "name": "supports_transactions", "declared": true, "does": true, "evidence": "gate", "verdict": "true" },
      { "name": "supports_arrays", "declared": false, "does": false, "evidence": "gate", "verdict": "honest" },
      { "name": "supports_schemas", "declared": true, "does": null, "evidence": "gate", "verdict": "unproven" }
    ],
    "limits": [
      { "name": "max_identifier_bytes", "value": 63, "holds": true },
      { "name": "max_query_parameters", "value": null, "holds": null }
    ],
    "types": [{ "name": "Boolean", "spelled": "bit" }, { "name": "Interval", "spelled": null }],
    "cases": [
      { "id": "transactions.commit.keeps", "outcome": "pass", "seconds": 0.1 },
      { "id": "MARKED", "outcome": "known", "reason": "loses <the> end", "link": "https://example.org/12" }
    ]
  }]
}"#;

/// A report in which a case that requires transactions fails as its mark says.
fn report() -> ReadReport {
    let case = crate::catalogue::catalogue()
        .into_iter()
        .find(|case| {
            case.requires
                .contains(&backend_core::flag::Flag::supports_transactions)
        })
        .unwrap();
    ReadReport::read(&REPORT.replace("MARKED", case.id)).unwrap()
}

fn cell(matrix: &Matrix, name: &str) -> Cell {
    let rows = matrix.sections.iter().flat_map(|section| &section.rows);
    let mut rows = rows;
    rows.find(|row| row.name == name).unwrap().cells[0].clone()
}

#[test]
fn a_cell_says_what_cases_found() {
    let matrix = Matrix::new(&[report()]);
    assert_eq!(
        cell(&matrix, "supports_transactions"),
        Cell::Partly(vec![1])
    );
    assert_eq!(cell(&matrix, "supports_arrays"), Cell::No);
    // It is declared, and nobody asked: that is no support.
    assert_eq!(cell(&matrix, "supports_schemas"), Cell::Unknown);
    // A report that does not know a flag says nothing of it.
    assert_eq!(cell(&matrix, "supports_sequences"), Cell::Unknown);
    assert_eq!(
        cell(&matrix, "max_identifier_bytes"),
        Cell::Text("63".to_owned())
    );
    assert_eq!(
        cell(&matrix, "max_query_parameters"),
        Cell::Text("none (not shown)".to_owned())
    );
    assert_eq!(cell(&matrix, "Boolean"), Cell::Text("bit".to_owned()));
    assert_eq!(cell(&matrix, "Interval"), Cell::No);
}

#[test]
fn the_version_with_which_a_flag_comes_is_told() {
    let older = report();
    let mut newer = report();
    newer.lanes[0].server.version = "9.1.0".to_owned();
    newer.lanes[0].flags[1].verdict = Verdict::True;
    let matrix = Matrix::new(&[older, newer]);
    let text = markdown(&matrix, &Scores::default(), "make it");
    let row = text.lines().find(|line| line.contains("`supports_arrays`"));
    assert!(row.unwrap().ends_with("| ❌ | ✅ (from 9) |"), "{row:?}");
    assert!(page(&matrix).contains("<td class=\"yes\">yes (from 9)"));
}

#[test]
fn a_lie_in_one_lane_is_a_lie() {
    let mut report = report();
    let mut lane = report.lanes[0].clone();
    lane.flags[0].verdict = Verdict::OverDeclared;
    report.lanes.push(lane);
    assert_eq!(
        cell(&Matrix::new(&[report]), "supports_transactions"),
        Cell::Lie
    );
}

#[test]
fn a_flag_is_told_without_the_links_of_its_documentation() {
    let matrix = Matrix::new(&[report()]);
    let rows = matrix.sections.iter().flat_map(|section| &section.rows);
    for row in rows {
        assert!(
            !["](", "`(", "`crate::"]
                .iter()
                .any(|link| row.doc.contains(link)),
            "{}",
            row.doc
        );
    }
}

#[test]
fn every_flag_has_its_section() {
    let matrix = Matrix::new(&[report()]);
    let of_flags = matrix
        .sections
        .iter()
        .filter(|section| !["Limits and styles", "Types"].contains(&section.title));
    let rows: usize = of_flags.map(|section| section.rows.len()).sum();
    assert_eq!(rows, backend_core::flag::Flag::ALL.len());
}

#[test]
fn the_table_and_the_page_say_the_same_and_nothing_of_a_report_is_markup() {
    let matrix = Matrix::new(&[report()]);
    let text = markdown(&matrix, &Scores::default(), "make it");
    assert!(
        text.contains("| mine | Mine 8.0.0 | inside the tests | yes | 2 | 1 | 1 | 0 |"),
        "{text}"
    );
    assert!(text.contains("⚠️ 1 |"), "{text}");
    assert!(
        text.contains(": loses <the> end (<https://example.org/12>)"),
        "{text}"
    );
    let html = page(&matrix);
    assert!(
        html.contains("loses &lt;the&gt; end <a href=\"https://example.org/12\">"),
        "{html}"
    );
    assert!(!html.contains("<the>"), "{html}");
}

#[test]
fn a_condensed_report_gives_the_same_table() {
    let condensed = report().condensed();
    assert_eq!(condensed.lanes[0].cases.len(), 1);
    let again = ReadReport::read(&condensed.to_text().unwrap()).unwrap();
    assert_eq!(Matrix::new(&[again]), Matrix::new(&[report()]));
    let mut elsewhere = report();
    elsewhere.source = "the server in /opt/mine/bin".to_owned();
    assert_eq!(elsewhere.condensed().source, "the server of the machine");
}

#[test]
fn what_changed_is_told() {
    let before = report();
    assert_eq!(compare(&before, &before), "");
    let mut after = before.clone();
    after.lanes[0].cases[0].outcome = Outcome::Fail;
    after.lanes[0].flags[1].declared = true;
    after.lanes[0].limits[0].value = 128.into();
    assert_eq!(
        compare(&before, &after),
        "1 from pass to fail: transactions.commit.keeps\n\
         flag supports_arrays turned on\n\
         max_identifier_bytes from 63 to 128\n"
    );
}

/// Two shares: one ran the first case and knows of a flag, the other ran the second.
fn shares() -> [ReadReport; 2] {
    let (mut one, mut other) = (report(), report());
    for (share, left_out) in [(&mut one, 1), (&mut other, 0)] {
        share.whole = false;
        let case = &mut share.lanes[0].cases[left_out];
        case.outcome = Outcome::NotRun;
        case.reason = Some("not chosen".to_owned());
    }
    other.lanes[0].flags[0].verdict = Verdict::Unproven;
    one.lanes[0].flags[2].verdict = Verdict::OverDeclared;
    other.lanes[0].limits[0].holds = None;
    [one, other]
}

#[test]
fn shares_are_joined_to_the_whole() {
    let [one, other] = shares();
    let whole = merge(vec![other, one]).unwrap();
    assert!(whole.whole && whole.conformant);
    let outcomes: Vec<_> = whole.lanes[0]
        .cases
        .iter()
        .map(|case| case.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Pass, Outcome::Known]);
    assert_eq!(
        (whole.count(Outcome::Pass), whole.count(Outcome::NotRun)),
        (1, 0)
    );
    let verdicts: Vec<_> = whole.lanes[0]
        .flags
        .iter()
        .map(|flag| flag.verdict)
        .collect();
    assert_eq!(
        verdicts,
        [Verdict::True, Verdict::Honest, Verdict::OverDeclared]
    );
    assert_eq!(whole.lanes[0].limits[0].holds, Some(true));
}

#[test]
fn what_is_not_the_whole_is_refused() {
    let [one, other] = shares();
    let missing = merge(vec![one.clone(), one.clone()]).unwrap_err();
    assert!(missing.starts_with("none of them ran "), "{missing}");
    let mut elsewhere = other;
    elsewhere.lanes[0].server.version = "9.0.0".to_owned();
    assert_eq!(
        merge(vec![one, elsewhere]).unwrap_err(),
        "the servers are not the same"
    );
    assert!(merge(Vec::new()).is_err());
}

#[test]
fn another_form_is_refused() {
    let error = ReadReport::read(&REPORT.replace("\"format\": 1", "\"format\": 9")).unwrap_err();
    assert_eq!(error, "a report of form 9, and form 1 is read");
    assert!(
        ReadReport::read("[]")
            .unwrap_err()
            .starts_with("not a report: ")
    );
}

#[test]
fn what_nobody_follows_is_told() {
    let mut report = report();
    report.lanes[0].cases[1].link = None;
    let matrix = Matrix::new(&[report]);
    let text = markdown(&matrix, &Scores::default(), "make it");
    assert!(text.contains(": loses <the> end (untracked)\n"), "{text}");
    assert!(page(&matrix).contains("end (untracked)"));
}

#[test]
fn a_theme_that_is_left_out_is_told_with_its_reason() {
    let mut report = report();
    report.theme_optouts.push(ThemeOptOut {
        theme: "network".to_owned(),
        reason: "there is none".to_owned(),
        link: None,
    });
    let matrix = Matrix::new(&[report.clone(), report]);
    let text = markdown(&matrix, &Scores::default(), "make it");
    let told = "- mine: `network`, since there is none (untracked)\n";
    assert_eq!(text.matches(told).count(), 1, "{text}");
}

#[test]
fn scores_are_told_with_their_commands() {
    let flip = r#"{ "vendor": "mine", "lane": "", "server": "Mine 8.0.0", "untestable": ["a"],
        "withdrawn": { "of": 3, "noticed": 2 }, "claimed": { "of": 1, "noticed": 1 } }"#;
    let page = "`do it` makes this page. **Noticed: 3 of 4.**";
    let mutants = Mutants::read("docs/a.md", page).unwrap();
    let scores = Scores::new(Flip::read(flip).unwrap(), Some(mutants));
    let text = markdown(&Matrix::new(&[report()]), &scores, "make it");
    assert!(
        text.contains("| mine | Mine 8.0.0 | 2 of 3 | 1 of 1 | 1 |\n"),
        "{text}"
    );
    assert!(text.contains("Of 4 mistakes"), "{text}");
    assert!(text.contains("(docs/a.md) (`do it`)"), "{text}");
}

#[test]
fn shares_without_a_theme_are_no_whole() {
    let [mut one, mut other] = shares();
    for share in [&mut one, &mut other] {
        let case = &mut share.lanes[0].cases[0];
        case.outcome = Outcome::Unsupported;
        case.reason = None;
        case.id = "values.array.round_trip".to_owned();
    }
    let missing = merge(vec![one.clone(), other.clone()]).unwrap_err();
    assert_eq!(missing, "none of them ran a case of the theme values");
    for share in [&mut one, &mut other] {
        share.theme_optouts.push(ThemeOptOut {
            theme: "values".to_owned(),
            reason: "there are none".to_owned(),
            link: None,
        });
    }
    assert!(merge(vec![one, other]).is_ok());
}

/// A report whose server can arrays, which its backend does not do.
fn with_gap(reason: Option<&str>) -> ReadReport {
    let mut report = report();
    let flag = &mut report.lanes[0].flags[1];
    flag.server_can = Some(true);
    flag.verdict = Verdict::Gap;
    flag.reason = reason.map(str::to_owned);
    report
}

#[test]
fn a_gap_is_shown_with_why_it_is_one() {
    let matrix = Matrix::new(&[with_gap(Some("<next> year"))]);
    assert_eq!(cell(&matrix, "supports_arrays"), Cell::Gap(vec![2]));
    let text = markdown(&matrix, &Scores::default(), "make it");
    assert!(text.contains("| 🟡 2 |\n"), "{text}");
    let note = "2. `supports_arrays`: <next> year (untracked)\n";
    assert!(text.contains(note), "{text}");
    let html = page(&matrix);
    let told = "title=\"&lt;next&gt; year\">no, but the server can: 2";
    assert!(html.contains(told), "{html}");
    let unsaid = Matrix::new(&[with_gap(None)]);
    assert!(unsaid.footnotes[1].reason.contains("nobody says"));
}

#[test]
fn a_report_of_before_servers_were_asked_says_that_nobody_did() {
    let report = report();
    assert_eq!(report.minor, 0);
    assert!(
        report.lanes[0]
            .flags
            .iter()
            .all(|it| it.server_can.is_none())
    );
    let text = with_gap(None).to_text().unwrap();
    assert_eq!(ReadReport::read(&text), Ok(with_gap(None)));
}

#[test]
fn what_became_a_gap_or_is_one_no_more_is_told() {
    let (before, after) = (report(), with_gap(None));
    assert_eq!(compare(&after, &after), "");
    assert_eq!(
        compare(&before, &after),
        "flag supports_arrays is a gap: the server can, and the backend does not\n"
    );
    assert_eq!(
        compare(&after, &before),
        "flag supports_arrays is a gap no more\n"
    );
}

/// The share that forced a flag need not be the one that asked its server.
#[test]
fn shares_of_which_one_asked_the_server_make_a_gap() {
    let [mut one, mut other] = shares();
    one.lanes[0].flags[1].server_can = Some(true);
    one.lanes[0].flags[1].verdict = Verdict::Unproven;
    one.lanes[0].flags[1].reason = Some("it is next".to_owned());
    other.lanes[0].flags[1].verdict = Verdict::Honest;
    for (one, other) in [(one.clone(), other.clone()), (other, one)] {
        let whole = merge(vec![one, other]).unwrap();
        let flag = &whole.lanes[0].flags[1];
        assert_eq!((flag.verdict, flag.server_can), (Verdict::Gap, Some(true)));
        assert_eq!(flag.reason.as_deref(), Some("it is next"));
    }
}
