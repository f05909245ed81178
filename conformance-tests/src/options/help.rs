//! [`HELP`]: the suite's own options.

/// The suite's own options: argument, variable, what it says.
pub(crate) const HELP: &[(&str, &str, &str)] = &[
    (
        "--cases GLOBS",
        "CONFORMANCE_FILTER",
        "ids to run: cursor.**, values.{date,time}.*",
    ),
    (
        "--theme NAMES",
        "CONFORMANCE_THEME",
        "only cases of these themes: the first words of ids",
    ),
    (
        "--kind KINDS",
        "CONFORMANCE_KIND",
        "only positive cases, negative ones (refusals), probes (of flags, on or off), properties, faults (of the network)",
    ),
    ("--lane NAMES", "CONFORMANCE_LANE", "lanes to run"),
    (
        "--flag FLAGS",
        "CONFORMANCE_FLAG",
        "only cases that require or refuse one of these flags",
    ),
    (
        "--tag TAGS",
        "CONFORMANCE_TAG",
        "only cases with one of these tags: smoke (the few of the smoke lane), slow (those that may take longer)",
    ),
    ("--smoke", "CONFORMANCE_SMOKE", "the same as --tag smoke"),
    (
        "--shard K/N",
        "CONFORMANCE_SHARD",
        "only the K-th of N shares, which follow from the ids alone",
    ),
    (
        "--rerun-failed",
        "CONFORMANCE_RERUN_FAILED",
        "only what failed in the last run, or in a report: --rerun-failed=FILE",
    ),
    (
        "--explain GLOBS",
        "CONFORMANCE_EXPLAIN",
        "tell of cases instead of running them: what each demands, and what would become of it here",
    ),
    (
        "--json",
        "CONFORMANCE_JSON",
        "with --list: the chosen cases as JSON, for which no database is looked for",
    ),
    (
        "--progress HOW",
        "CONFORMANCE_PROGRESS",
        "bar or lines; a bar where a person watches (auto)",
    ),
    (
        "--report FOLDER",
        "CONFORMANCE_REPORT",
        "where VENDOR/report.json and junit.xml are written, and VENDOR/flip.json by a flip",
    ),
    (
        "--flip 1",
        "CONFORMANCE_FLIP",
        "turn each flag around instead, or those of --flag, also written `flip`: code 1 where it goes unnoticed",
    ),
    (
        "--expect VENDORS",
        "CONFORMANCE_EXPECT",
        "vendors that must run: exit code 3 where one cannot",
    ),
    (
        "--min-passed N",
        "CONFORMANCE_MIN_PASSED",
        "exit code 4 with fewer passes (1)",
    ),
    (
        "--accept-marks",
        "CONFORMANCE_ACCEPT_MARKS",
        "run with more or fewer marks than `marks` of tests/conformance.toml says, and tell what to write there",
    ),
    (
        "--timeout SECONDS",
        "CONFORMANCE_TIMEOUT",
        "how long a case may take (60); one that is slow, so many times as long; where flags are turned, 10 unless it is said",
    ),
    (
        "--seed N",
        "CONFORMANCE_SEED",
        "what is made by chance follows from it (1); a failure says with which to run again",
    ),
    (
        "--shuffle N",
        "CONFORMANCE_SHUFFLE",
        "begin the cases in an order that follows from it, so that none leans on one before it",
    ),
    (
        "--runs N",
        "CONFORMANCE_RUNS",
        "how many random schemas or lists of changes each property makes (8); many need a longer --timeout",
    ),
];
