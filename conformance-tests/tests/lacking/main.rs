//! Servers that lack what all of ours have: the toy behind endpoints without it, so that the cases of such servers run somewhere. With
//! them every case of the catalogue runs on one server at least.

#![cfg(test)]

mod endpoint;

use std::collections::BTreeSet;
use std::path::Path;

use backend_core::backend::Backend;
use backend_core::features::Features;
use backend_core::flag::Flag;
use backend_core::wrapper::{ServerInfo, Version};
use conformance_tests::case::CaseDef;
use conformance_tests::catalogue::catalogue;
use conformance_tests::runner::{Exit, Suite, run};
use conformance_tests::{Harness, Origin, Provision};

use self::endpoint::{Lack, behind};

/// An endpoint, and the cases that run nowhere else.
struct Endpoint {
    lack: Lack,
    overrides: &'static [(Flag, bool)],
    cases: &'static [&'static str],
}

const ENDPOINTS: &[Endpoint] = &[
    Endpoint {
        lack: Lack::Transactions,
        overrides: &[(Flag::supports_transactions, false)],
        cases: &[
            "connection.transaction.is_refused",
            "transactions.block.refused",
        ],
    },
    Endpoint {
        lack: Lack::SchemaRollback,
        overrides: &[(Flag::can_rollback_ddl, false)],
        cases: &[
            "connection.transaction.schema_stays",
            "schema.run.failure_stays",
            "transactions.schema.stays",
        ],
    },
    Endpoint {
        lack: Lack::Batches,
        overrides: &[(Flag::supports_batches, false)],
        cases: &["cursor.batch.is_refused"],
    },
    Endpoint {
        lack: Lack::SeveralRows,
        overrides: &[(Flag::has_bulk_insert, false)],
        cases: &["query.insert.several_rows_are_refused"],
    },
    Endpoint {
        lack: Lack::Nothing,
        overrides: &[(Flag::supports_unlimited_keys, false)],
        cases: &["schema.key_columns.unlimited_refused"],
    },
];

struct Lacking(&'static Backend);

impl Harness for Lacking {
    fn vendor(&self) -> &str {
        "lacking"
    }

    fn backend(&self) -> &'static Backend {
        self.0
    }

    fn provision(&self) -> Provision {
        Provision::embedded("toy:")
    }
}

#[test]
fn each_endpoint_passes_the_cases_of_what_it_lacks() {
    for (number, endpoint) in ENDPOINTS.iter().enumerate() {
        let chosen = |case: &CaseDef| endpoint.cases.contains(&case.id);
        let cases: Vec<_> = catalogue().into_iter().filter(chosen).collect();
        assert_eq!(cases.len(), endpoint.cases.len(), "an id is no case's");
        let harness = Lacking(behind(endpoint.lack, endpoint.overrides));
        let suite = Suite {
            harness: &harness,
            origin: Origin::new("backend-lacking", "1.0.0", "."),
            cases: &cases,
            marks: "",
        };
        let log = std::env::temp_dir().join(format!("cf_lacking_{}_{number}", std::process::id()));
        // All of these pass, and so none may be passed over; whether the flag could be on is the toy's own suite to ask.
        let least = cases.len().to_string();
        let options = ["--cases", "**", "--min-passed", &least, "--logfile"];
        let options = options.iter().map(|option| (*option).to_owned());
        let options = options.chain([log.to_str().unwrap().to_owned()]);
        let mut out = Vec::new();
        let exit = run(&suite, options, |_| None, &mut out);
        let _ = std::fs::remove_file(log);
        assert_eq!(exit, Exit::Ok, "{}", String::from_utf8_lossy(&out));
    }
}

/// A server on which cases run: its flags, and whether it is reached over a network.
struct Server {
    features: Features,
    is_remote: bool,
}

/// The servers of the kept reports, by the flags that these declare, and the toy.
fn reported() -> Vec<Server> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reports");
    // The toy needs no report: it is here.
    let toy = ServerInfo::new("Toy", Version::new(1, 0, 0));
    let mut servers = vec![Server {
        features: toy_backend::BACKEND.features_of(&toy),
        is_remote: false,
    }];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(path).unwrap();
        let report: serde_json::Value = serde_json::from_str(&text).unwrap();
        for lane in report["lanes"].as_array().unwrap() {
            let mut features = Features::MINIMAL;
            for flag in lane["flags"].as_array().unwrap() {
                // A flag that is gone since is nobody's.
                let of_name = flag["name"].as_str().unwrap().parse::<Flag>();
                if let (Ok(of_name), Some(true)) = (of_name, flag["declared"].as_bool()) {
                    features.turn(of_name, true);
                }
            }
            servers.push(Server {
                features,
                is_remote: report["source"].as_str().is_some_and(|it| !it.is_empty()),
            });
        }
    }
    servers
}

/// Flags that by the documentation are on where no report is made without a licence: what they require runs in containers only.
const UNREPORTED: &[Flag] = &[Flag::merge_locks_new_keys];

#[test]
fn every_case_runs_on_a_reported_server_or_behind_an_endpoint() {
    let servers = reported();
    assert!(servers.len() >= 7, "{} lanes are reported", servers.len());
    let behind: BTreeSet<_> = ENDPOINTS.iter().flat_map(|it| it.cases).copied().collect();
    for case in catalogue() {
        let runs = |server: &Server| {
            case.unsupported(&server.features).is_none() && (server.is_remote || !case.over_network)
        };
        let is_reported = servers.iter().any(runs);
        let is_unreported = case.requires.iter().any(|flag| UNREPORTED.contains(flag));
        assert!(
            !(is_reported && is_unreported),
            "{} runs on a reported server: strike its flag from UNREPORTED",
            case.id
        );
        assert!(
            is_reported || is_unreported || behind.contains(case.id),
            "{} runs nowhere: add an endpoint without what it refuses, or a server with what it requires",
            case.id
        );
        assert!(
            !(is_reported && behind.contains(case.id)),
            "{} runs on a reported server: its endpoint is not needed",
            case.id
        );
    }
}
