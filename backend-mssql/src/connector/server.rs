//! [`ServerInfo`] from one row of what a server says of itself.

use backend_core::wrapper::{ServerInfo, Version};

use crate::driver::{Row, integer, text};
use crate::features::{
    BABELFISH, COLLATION, ENGINE_EDITION, SNAPSHOTS, SQL_2019, SQL_2025, is_service,
};

/// What a server is asked, in one row. Properties that it does not know are NULL. Babelfish is not asked for its list of databases:
/// it would take longer than all else, and every database there has snapshots.
pub(super) const QUESTION: &str = "\
DECLARE @babelfish nvarchar(128) = CAST(SERVERPROPERTY('BabelfishVersion') AS nvarchar(128)), @level int, @snapshots int; \
IF @babelfish IS NULL SELECT @level = compatibility_level, @snapshots = snapshot_isolation_state \
FROM sys.databases WHERE name = DB_NAME() ELSE SELECT @level = NULL, @snapshots = 1; \
SELECT CAST(SERVERPROPERTY('ProductVersion') AS nvarchar(128)), CAST(SERVERPROPERTY('Edition') AS nvarchar(128)), \
CAST(SERVERPROPERTY('EngineEdition') AS int), CAST(DATABASEPROPERTYEX(DB_NAME(), 'Collation') AS nvarchar(128)), \
@babelfish, @level, @snapshots";

/// The attribute of a server that names what was bought, such as `Express Edition (64-bit)`.
const EDITION: &str = "edition";

/// The attribute of a server that holds the compatibility level of the session's database.
const COMPATIBILITY: &str = "compatibility_level";

/// What a server said of itself.
pub(super) fn server_info(row: &Row) -> ServerInfo {
    info(&Said {
        version: text(row, 0).unwrap_or_default(),
        edition: text(row, 1),
        engine: integer(row, 2),
        collation: text(row, 3),
        babelfish: text(row, 4),
        compatibility: integer(row, 5),
        snapshots: integer(row, 6),
    })
}

/// What a server said of itself, in its own words.
#[derive(Debug, Clone, Default)]
struct Said {
    version: String,
    edition: Option<String>,
    engine: Option<i32>,
    collation: Option<String>,
    babelfish: Option<String>,
    compatibility: Option<i32>,
    snapshots: Option<i32>,
}

/// A service is as new as the newest server. Babelfish says that it is SQL Server 2014, whatever it can do: it is taken for the
/// version whose statements it follows, and what it lacks of them is withdrawn by its attribute.
fn info(said: &Said) -> ServerInfo {
    let is_service = said.engine.is_some_and(is_service);
    let mut server = match &said.babelfish {
        Some(version) => {
            ServerInfo::new("Babelfish for PostgreSQL", SQL_2019).with_attribute(BABELFISH, version)
        }
        None if is_service => ServerInfo::new("Microsoft SQL Server", SQL_2025),
        None => ServerInfo::new("Microsoft SQL Server", version_of(&said.version)),
    };
    let numbers = [
        (ENGINE_EDITION, said.engine),
        (COMPATIBILITY, said.compatibility),
        (SNAPSHOTS, said.snapshots),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            server = server.with_attribute(name, number.to_string());
        }
    }
    for (name, text) in [(EDITION, &said.edition), (COLLATION, &said.collation)] {
        if let Some(text) = text {
            server = server.with_attribute(name, text);
        }
    }
    server
}

/// The version out of a text such as `16.0.4175.1`.
fn version_of(text: &str) -> Version {
    let mut numbers = text
        .split('.')
        .map(|number| number.parse().unwrap_or_default());
    let mut next = || numbers.next().unwrap_or_default();
    Version::new(next(), next(), next())
}

#[cfg(test)]
mod tests {
    use backend_core::wrapper::Version;

    use super::{Said, info};
    use crate::features::{MINIMUM_VERSION, SQL_2025, is_azure, is_babelfish};

    #[test]
    fn servers_are_told_apart_by_what_they_say() {
        let server = info(&Said {
            version: "16.0.4175.1".to_owned(),
            edition: Some("Developer Edition (64-bit)".to_owned()),
            engine: Some(3),
            collation: Some("SQL_Latin1_General_CP1_CI_AS".to_owned()),
            compatibility: Some(160),
            ..Said::default()
        });
        assert_eq!(server.to_string(), "Microsoft SQL Server 16.0.4175");
        assert_eq!(server.version, Version::new(16, 0, 4175));
        assert_eq!(server.attribute("compatibility_level"), Some("160"));
        assert!(!is_azure(&server) && !is_babelfish(&server));
    }

    #[test]
    fn a_service_and_babelfish_are_as_new_as_what_they_can_do() {
        let azure = info(&Said {
            version: "12.0.2000.8".to_owned(),
            engine: Some(5),
            ..Said::default()
        });
        assert!(is_azure(&azure));
        assert_eq!(azure.version, SQL_2025);
        for engine in [8, 11, 12] {
            let service = info(&Said {
                version: "12.0.2000.8".to_owned(),
                engine: Some(engine),
                ..Said::default()
            });
            assert!(is_azure(&service), "{engine}");
            assert_eq!(service.version, SQL_2025, "{engine}");
        }
        let babelfish = info(&Said {
            version: "12.0.2000.8".to_owned(),
            engine: Some(5),
            babelfish: Some("4.4.0".to_owned()),
            ..Said::default()
        });
        assert!(is_babelfish(&babelfish));
        assert_eq!(babelfish.attribute("babelfish"), Some("4.4.0"));
        assert!(babelfish.version >= MINIMUM_VERSION);
    }
}
