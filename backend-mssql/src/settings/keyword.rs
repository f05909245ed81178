//! The keywords of connection strings, and what each means: compared without case, spaces and `_`.
//!
//! What is about a driver's own pool, objects or reconnecting says nothing about the session and is passed over. What would make the
//! session another one than it is here is taken where it says what holds anyway, and otherwise refused with what to do instead.
//!
//! Source: <https://learn.microsoft.com/dotnet/api/microsoft.data.sqlclient.sqlconnection.connectionstring>.

/// What a keyword means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// The server, with port or instance.
    Server,
    /// The server's port, where it stands alone.
    Port,
    Database,
    User,
    Password,
    /// The same option of a URL.
    Option(&'static str),
    /// An option of a URL, in seconds here.
    Seconds(&'static str),
    /// An option of a URL, in milliseconds here.
    Milliseconds(&'static str),
    Encrypt,
    /// Whether whoever runs the program logs in.
    Integrated,
    Authentication,
    /// It says nothing about the session.
    Nothing,
    /// It can only say what holds anyway.
    Only {
        /// In lower case, without spaces; an empty value is good as well.
        values: &'static [&'static str],
        /// What to do about any other.
        advice: &'static str,
    },
}

/// The values of a switch that has to be off.
const OFF: &[&str] = &["false", "no"];

/// What is said of everything that belongs to columns whose keys only clients have.
const ENCRYPTED_COLUMNS: &str = "columns of Always Encrypted are neither read nor written here: leave the keyword out, and select other \
                                 columns";

/// What is said of the names of services.
const SERVICE_NAMES: &str = "the name of the server's service is the driver's, made of host and port: leave the keyword out, and give the \
                             host the name that the service is registered by";

/// The keywords in lower case, without spaces and `_`.
const KEYWORDS: &[(&str, Meaning)] = &[
    ("server", Meaning::Server),
    ("datasource", Meaning::Server),
    ("addr", Meaning::Server),
    ("address", Meaning::Server),
    ("networkaddress", Meaning::Server),
    ("servername", Meaning::Server),
    ("port", Meaning::Port),
    ("portnumber", Meaning::Port),
    ("instancename", Meaning::Option("instance")),
    ("database", Meaning::Database),
    ("initialcatalog", Meaning::Database),
    ("databasename", Meaning::Database),
    ("userid", Meaning::User),
    ("uid", Meaning::User),
    ("user", Meaning::User),
    ("username", Meaning::User),
    ("password", Meaning::Password),
    ("pwd", Meaning::Password),
    ("accesstoken", Meaning::Option("access_token")),
    ("authentication", Meaning::Authentication),
    ("integratedsecurity", Meaning::Integrated),
    ("trustedconnection", Meaning::Integrated),
    ("encrypt", Meaning::Encrypt),
    (
        "trustservercertificate",
        Meaning::Option("trust_server_certificate"),
    ),
    ("trustservercertificateca", Meaning::Option("ca_file")),
    (
        "hostnameincertificate",
        Meaning::Option("host_name_in_certificate"),
    ),
    ("failoverpartner", Meaning::Option("failover_partner")),
    (
        "multisubnetfailover",
        Meaning::Option("multi_subnet_failover"),
    ),
    ("applicationintent", Meaning::Option("application_intent")),
    ("applicationname", Meaning::Option("application_name")),
    ("app", Meaning::Option("application_name")),
    ("workstationid", Meaning::Option("workstation_id")),
    ("wsid", Meaning::Option("workstation_id")),
    ("packetsize", Meaning::Option("packet_size")),
    ("connecttimeout", Meaning::Seconds("connect_timeout")),
    ("connectiontimeout", Meaning::Seconds("connect_timeout")),
    ("timeout", Meaning::Seconds("connect_timeout")),
    ("logintimeout", Meaning::Seconds("connect_timeout")),
    ("commandtimeout", Meaning::Seconds("statement_timeout")),
    ("querytimeout", Meaning::Seconds("statement_timeout")),
    ("locktimeout", Meaning::Milliseconds("lock_timeout")),
    // Which driver it was written for, and how that keeps sessions.
    ("driver", Meaning::Nothing),
    ("provider", Meaning::Nothing),
    ("pooling", Meaning::Nothing),
    ("minpoolsize", Meaning::Nothing),
    ("maxpoolsize", Meaning::Nothing),
    ("poolblockingperiod", Meaning::Nothing),
    ("connectionlifetime", Meaning::Nothing),
    ("loadbalancetimeout", Meaning::Nothing),
    ("connectionreset", Meaning::Nothing),
    ("multipleactiveresultsets", Meaning::Nothing),
    ("persistsecurityinfo", Meaning::Nothing),
    ("asynchronousprocessing", Meaning::Nothing),
    ("async", Meaning::Nothing),
    // A session that was lost is never opened again behind its user's back: a pool opens another.
    ("connectretrycount", Meaning::Nothing),
    ("connectretryinterval", Meaning::Nothing),
    // There are no transactions but those that are begun.
    ("enlist", Meaning::Nothing),
    ("transactionbinding", Meaning::Nothing),
    // All addresses of a host are tried, whatever their kind.
    ("ipaddresspreference", Meaning::Nothing),
    ("transparentnetworkipresolution", Meaning::Nothing),
    // What would make it another session.
    (
        "currentlanguage",
        Meaning::Only {
            values: &["us_english", "english"],
            advice: LANGUAGE,
        },
    ),
    (
        "language",
        Meaning::Only {
            values: &["us_english", "english"],
            advice: LANGUAGE,
        },
    ),
    (
        "columnencryptionsetting",
        Meaning::Only {
            values: &["disabled"],
            advice: ENCRYPTED_COLUMNS,
        },
    ),
    (
        "attestationprotocol",
        Meaning::Only {
            values: &["none", "notspecified"],
            advice: ENCRYPTED_COLUMNS,
        },
    ),
    (
        "enclaveattestationurl",
        Meaning::Only {
            values: &[],
            advice: ENCRYPTED_COLUMNS,
        },
    ),
    (
        "servercertificate",
        Meaning::Only {
            values: &[],
            advice: "no certificate is compared with one of a file: give the authority's that signed it, as TrustServerCertificateCA",
        },
    ),
    (
        "serverspn",
        Meaning::Only {
            values: &[],
            advice: SERVICE_NAMES,
        },
    ),
    (
        "failoverpartnerspn",
        Meaning::Only {
            values: &[],
            advice: SERVICE_NAMES,
        },
    ),
    (
        "networklibrary",
        Meaning::Only {
            values: TCP,
            advice: ONLY_TCP,
        },
    ),
    (
        "network",
        Meaning::Only {
            values: TCP,
            advice: ONLY_TCP,
        },
    ),
    (
        "net",
        Meaning::Only {
            values: TCP,
            advice: ONLY_TCP,
        },
    ),
    (
        "replication",
        Meaning::Only {
            values: OFF,
            advice: "sessions of replication, for which triggers and identity columns of `NOT FOR REPLICATION` are off, are not opened \
                     here: leave the keyword out",
        },
    ),
    (
        "userinstance",
        Meaning::Only {
            values: OFF,
            advice: "servers are not started for a user: leave the keyword out, and connect to one that runs",
        },
    ),
    (
        "attachdbfilename",
        Meaning::Only {
            values: &[],
            advice: ATTACH,
        },
    ),
    (
        "extendedproperties",
        Meaning::Only {
            values: &[],
            advice: ATTACH,
        },
    ),
    (
        "initialfilename",
        Meaning::Only {
            values: &[],
            advice: ATTACH,
        },
    ),
    (
        "contextconnection",
        Meaning::Only {
            values: OFF,
            advice: "only code that runs inside the server has its session: leave the keyword out, and say how the server is reached",
        },
    ),
    (
        "typesystemversion",
        Meaning::Only {
            values: &["latest", "sqlserver2008", "sqlserver2012"],
            advice: "types are those of SQL Server 2008 and later, and not shown as older ones: leave the keyword out",
        },
    ),
];

const LANGUAGE: &str = "sessions speak us_english, since errors are told by its words: leave the keyword out, and write moments as \
                        `2024-02-29T12:00:00`, which no language changes";

/// The library of TCP, and TCP as some tools write it.
const TCP: &[&str] = &["dbmssocn", "tcp"];
const ONLY_TCP: &str = "a server is reached over TCP only: leave the keyword out";

const ATTACH: &str = "no file is attached as a database when a session is opened: attach it before, by CREATE DATABASE … FOR ATTACH, and \
                      give its name as Database";

/// What a keyword means; `None` where it is none.
pub(super) fn meaning_of(keyword: &str) -> Option<Meaning> {
    let plain = plain(keyword);
    KEYWORDS
        .iter()
        .find(|(known, _)| *known == plain)
        .map(|(_, meaning)| *meaning)
}

fn plain(keyword: &str) -> String {
    keyword
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '_')
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{KEYWORDS, Meaning, plain};
    use crate::settings::read_connection_string;

    /// What a connection string of a server and this is read as.
    fn read(pair: &str) -> Result<String, String> {
        let read = read_connection_string(&format!("Server=h;{pair}")).unwrap();
        match read {
            Ok(settings) => Ok(settings.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Keywords that do nothing, each with a value that another driver knows.
    const PASSED_OVER: &[&str] = &[
        "Driver={ODBC Driver 18 for SQL Server}",
        "Provider=MSOLEDBSQL",
        "Pooling=true",
        "Min Pool Size=1",
        "Max Pool Size=50",
        "Pool Blocking Period=NeverBlock",
        "Connection Lifetime=60",
        "Load Balance Timeout=60",
        "Connection Reset=true",
        "Multiple Active Result Sets=true",
        "Persist Security Info=true",
        "Asynchronous Processing=true",
        "Async=true",
        "Connect Retry Count=3",
        "Connect Retry Interval=10",
        "Enlist=true",
        "Transaction Binding=Explicit Unbind",
        "IP Address Preference=IPv6First",
        "Transparent Network IP Resolution=true",
    ];

    /// Keywords that can only say what holds: what they may say, what they may not, and a part of the refusal.
    const ONLY: &[(&str, &[&str], &str, &str)] = &[
        (
            "Current Language",
            &["us_english", "English"],
            "Deutsch",
            "us_english",
        ),
        ("Language", &["us_english"], "français", "2024-02-29T"),
        (
            "Column Encryption Setting",
            &["Disabled"],
            "Enabled",
            "Always Encrypted",
        ),
        (
            "Attestation Protocol",
            &["None", "NotSpecified"],
            "HGS",
            "Always Encrypted",
        ),
        (
            "Enclave Attestation Url",
            &[],
            "https://attest.example",
            "Always Encrypted",
        ),
        (
            "Server Certificate",
            &[],
            "server.pem",
            "TrustServerCertificateCA",
        ),
        ("Server SPN", &[], "MSSQLSvc/h", "host and port"),
        ("Failover Partner SPN", &[], "MSSQLSvc/p", "host and port"),
        ("Network Library", &["dbmssocn"], "dbnmpntw", "TCP"),
        ("Network", &["dbmssocn"], "dbmsrpcn", "TCP"),
        ("Net", &["tcp"], "dbmsspxn", "TCP"),
        (
            "Replication",
            &["false", "No"],
            "true",
            "NOT FOR REPLICATION",
        ),
        ("User Instance", &["False"], "true", "one that runs"),
        ("AttachDBFilename", &[], "shop.mdf", "FOR ATTACH"),
        ("Extended Properties", &[], "shop.mdf", "FOR ATTACH"),
        ("Initial File Name", &[], "shop.mdf", "FOR ATTACH"),
        (
            "Context Connection",
            &["false"],
            "true",
            "inside the server",
        ),
        (
            "Type System Version",
            &["Latest", "SQL Server 2012"],
            "SQL Server 2000",
            "SQL Server 2008",
        ),
    ];

    #[test]
    fn what_says_nothing_about_the_session_is_passed_over() {
        for pair in PASSED_OVER {
            assert_eq!(read(pair), Ok("mssql://h".to_owned()), "{pair}");
            // Said twice it still says nothing.
            assert_eq!(
                read(&format!("{pair};{pair}")),
                Ok("mssql://h".to_owned()),
                "{pair}"
            );
        }
    }

    #[test]
    fn what_holds_anyway_can_be_said_and_nothing_else() {
        for (keyword, values, other, advice) in ONLY {
            for value in values.iter().chain(&[""]) {
                let pair = format!("{keyword}={value}");
                assert_eq!(read(&pair), Ok("mssql://h".to_owned()), "{pair}");
            }
            let refusal = read(&format!("{keyword}={other}")).unwrap_err();
            assert!(refusal.contains(advice), "{keyword}: {refusal}");
            assert!(
                refusal.contains(&format!("{keyword:?}")),
                "{keyword}: {refusal}"
            );
            // A value that is no name of a version or protocol is not shown.
            assert!(
                !refusal.contains("shop.mdf") && !refusal.contains("attest"),
                "{refusal}"
            );
        }
    }

    #[test]
    fn every_keyword_without_an_option_is_tried_and_in_the_documents() {
        let tried: BTreeSet<String> = PASSED_OVER
            .iter()
            .filter_map(|pair| pair.split_once('='))
            .map(|(keyword, _)| keyword)
            .chain(ONLY.iter().map(|(keyword, ..)| *keyword))
            .map(plain)
            .collect();
        let documents = plain(include_str!("../docs.md"));
        for (keyword, meaning) in KEYWORDS {
            if matches!(meaning, Meaning::Nothing | Meaning::Only { .. }) {
                assert!(tried.contains(*keyword), "{keyword}");
                assert!(documents.contains(&format!("`{keyword}`")), "{keyword}");
            }
        }
    }

    #[test]
    fn a_keyword_stands_once_in_the_table_and_as_it_is_compared() {
        let names: BTreeSet<&str> = KEYWORDS.iter().map(|(keyword, _)| *keyword).collect();
        assert_eq!(names.len(), KEYWORDS.len());
        for name in names {
            assert_eq!(plain(name), name);
        }
    }
}
