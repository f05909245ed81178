//! The queries as statements, by the server's version and for some schemas or all; and their rows, cell by cell.

use backend_core::error::Result;
use backend_core::introspection::for_version;
use backend_core::row::cell;
use backend_core::sql::Statement;
use backend_core::value::{FromValue, ValueRef};
use backend_core::wrapper::ServerInfo;

use crate::features::{BABELFISH_CATALOG, catalog_version};

/// What is an object of the user's own, of one that the query calls `o`: neither the server's nor that of the diagrams of its tools.
const OWN: &str = "o.is_ms_shipped = 0 AND NOT EXISTS (SELECT 1 FROM sys.extended_properties own \
                   WHERE own.class = 1 AND own.major_id = o.object_id AND own.minor_id = 0 \
                   AND own.name = N'microsoft_database_tools_support')";

/// Makes the statements.
#[derive(Debug)]
pub(super) struct Query {
    /// The version whose catalog the server has.
    catalog: u32,
    /// The numbers of the schemas; `None` for all.
    schemas: Option<Vec<i64>>,
}

impl Query {
    pub(super) fn new(server: &ServerInfo) -> Self {
        Self {
            catalog: catalog_version(server),
            schemas: None,
        }
    }

    /// The query for what is in these schemas, and nothing that is in none.
    pub(super) fn within(self, schemas: Option<Vec<i64>>) -> Self {
        Self { schemas, ..self }
    }

    /// Whether the catalog is Babelfish's.
    pub(super) const fn is_of_babelfish(&self) -> bool {
        self.catalog == BABELFISH_CATALOG
    }

    /// The statement: `/*own*/` becomes what is an object of the user's own in the schemas, `/*schema t*/` what says that of the alias
    /// `t` the schema is one of them, `/*whole*/` whether all schemas are read.
    pub(super) fn statement(&self, sql: &str) -> Statement {
        let sql = for_version(sql, self.catalog);
        let mut out = String::with_capacity(sql.len());
        let mut is_restricted = false;
        let mut rest = sql.as_str();
        while let Some((before, after)) = rest.split_once("/*") {
            out.push_str(before);
            let (mark, after) = after.split_once("*/").unwrap_or((after, ""));
            rest = after;
            match mark {
                "whole" if self.schemas.is_none() => out.push_str("1 = 1"),
                "whole" => out.push_str("1 = 0"),
                "own" => {
                    out.push_str(OWN);
                    out.push_str(" AND ");
                    is_restricted |= self.push_schema("o", &mut out);
                }
                _ => {
                    let alias = mark.strip_prefix("schema ").unwrap_or(mark);
                    is_restricted |= self.push_schema(alias, &mut out);
                }
            }
        }
        out.push_str(rest);
        let mut statement = Statement::new(out);
        if is_restricted {
            for schema in self.schemas.iter().flatten() {
                statement = statement.bind(*schema);
            }
        }
        statement
    }

    /// Writes that an object is in the schemas; says whether it took parameters for it.
    fn push_schema(&self, alias: &str, out: &mut String) -> bool {
        match self.schemas.as_deref() {
            None => {
                out.push_str("1 = 1");
                false
            }
            Some([]) => {
                out.push_str("1 = 0");
                false
            }
            Some(schemas) => {
                let marks: Vec<_> = (1..=schemas.len()).map(|n| format!("@P{n}")).collect();
                out.push_str(&format!("{alias}.schema_id IN ({})", marks.join(", ")));
                true
            }
        }
    }
}

/// The cells of a row, from the first to the last.
pub(super) struct Cells<'c, 'r> {
    cells: &'c [ValueRef<'r>],
    next: usize,
}

impl<'c, 'r> Cells<'c, 'r> {
    pub(super) const fn new(cells: &'c [ValueRef<'r>]) -> Self {
        Self { cells, next: 0 }
    }

    /// The next cell, which is called so where it does not convert.
    pub(super) fn next<T: FromValue<'r>>(&mut self, name: &str) -> Result<T> {
        let value = cell(self.cells, self.next, name);
        self.next += 1;
        value
    }

    /// Whether the next cell is true; NULL is not.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool> {
        Ok(self.next::<Option<bool>>(name)?.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use backend_core::wrapper::{ServerInfo, Version};

    use super::Query;
    use crate::features::{BABELFISH, ENGINE_EDITION, SQL_2016};

    const SQL: &str =
        "SELECT {13:a|b}{17:, v|} FROM t o WHERE /*own*/ AND /*whole*/ AND /*schema x*/";

    fn sql(server: &ServerInfo, schemas: Option<Vec<i64>>) -> (String, usize) {
        let statement = Query::new(server).within(schemas).statement(SQL);
        (statement.sql, statement.params.len())
    }

    #[test]
    fn a_query_is_of_its_server_and_of_the_schemas() {
        let server = ServerInfo::new("", SQL_2016);
        let (all, parameters) = sql(&server, None);
        assert!(all.starts_with("SELECT a FROM t o WHERE o.is_ms_shipped = 0 "));
        assert!(all.ends_with("AND 1 = 1 AND 1 = 1 AND 1 = 1"), "{all}");
        assert_eq!(parameters, 0);
        let (some, parameters) = sql(&server, Some(vec![5, 7]));
        let end = "AND o.schema_id IN (@P1, @P2) AND 1 = 0 AND x.schema_id IN (@P1, @P2)";
        assert!(some.ends_with(end), "{some}");
        assert_eq!(parameters, 2);
        let (none, parameters) = sql(&server, Some(Vec::new()));
        assert!(none.ends_with("AND 1 = 0 AND 1 = 0 AND 1 = 0"), "{none}");
        assert_eq!(parameters, 0);
    }

    #[test]
    fn the_catalog_is_not_always_that_of_the_version() {
        let old = Version::new(12, 0, 2000);
        for (attribute, value, expected) in [
            (BABELFISH, "4.4.0", "SELECT b FROM"),
            (ENGINE_EDITION, "5", "SELECT a, v FROM"),
            (ENGINE_EDITION, "8", "SELECT a FROM"),
        ] {
            let server = ServerInfo::new("", old).with_attribute(attribute, value);
            let (sql, _) = sql(&server, None);
            assert!(sql.starts_with(expected), "{sql}");
        }
    }
}
