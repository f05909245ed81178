//! What the catalog of Babelfish says otherwise: names. It keeps the names of tables and columns in small letters and beside them, as
//! options of PostgreSQL's catalog, as they were written; and it lengthens the names of indexes.

use std::collections::HashSet;

use backend_core::connection::Connection;
use backend_core::error::{Error, Result};
use md5::{Digest as _, Md5};

use super::query::Query;

/// How often the catalog is read before what another session does to it is an error.
pub(super) const ATTEMPTS: u32 = 5;

/// Whether something went while the catalog was read. All databases have one catalog, and whoever drops in another one is in it.
pub(super) fn is_passing(error: &Error) -> bool {
    error.message().contains("could not open relation with OID")
        || error.message().contains("cache lookup failed")
}

/// The sorts of objects that there are.
pub(super) async fn kinds(connection: &mut Connection, query: &Query) -> Result<HashSet<String>> {
    let statement = query.statement(include_str!("sql/kinds_of_babelfish.sql"));
    let rows: Vec<(String,)> = connection.fetch_as(&statement).await?;
    Ok(rows
        .into_iter()
        .map(|(kind,)| kind.trim_end().to_owned())
        .collect())
}

/// What no option holds; the queries join options with it.
const SEPARATOR: char = '\u{1f}';
/// The digits of the hash that ends an index's name.
const HASH: usize = 32;

/// The name of a table or view as it was written.
pub(super) fn relation_name<'n>(name: &'n str, options: Option<&'n str>) -> &'n str {
    option(options, "bbf_original_rel_name=").unwrap_or(name)
}

/// The name of a column as it was written.
pub(super) fn column_name<'n>(name: &'n str, options: Option<&'n str>) -> &'n str {
    option(options, "bbf_original_name=").unwrap_or(name)
}

fn option<'o>(options: Option<&'o str>, name: &str) -> Option<&'o str> {
    let mut options = options?.split(SEPARATOR);
    options.find_map(|option| option.strip_prefix(name))
}

/// The name of an index: without the name that its table had and the hash of its own behind it. Where that is too long it is cut, with a
/// hash of all of it behind, and told by the table's name.
pub(crate) fn index_name<'n>(name: &'n str, table: Option<&str>) -> &'n str {
    let hashed = name.len().checked_sub(HASH);
    let Some((named, hash)) = hashed.and_then(|at| name.split_at_checked(at)) else {
        return name;
    };
    let Ok(hash) = u128::from_str_radix(hash, 16) else {
        return name;
    };
    let digest = |text: &str| u128::from_be_bytes(Md5::digest(text.as_bytes()).into());
    let table = table.map(str::to_lowercase);
    let is_it = |named: &&str| {
        let own = digest(named);
        let whole = |table: &String| digest(&format!("{named}{table}{own:032x}")) == hash;
        own == hash || table.as_ref().is_some_and(whole)
    };
    (1..=named.len())
        .filter_map(|end| named.get(..end))
        .find(is_it)
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::{column_name, index_name, relation_name};

    #[test]
    fn names_are_those_that_were_written() {
        let options = "bbf_original_rel_name=Child=Table\u{1f}bbf_rel_create_date=2026-11-27";
        assert_eq!(relation_name("child=table", Some(options)), "Child=Table");
        assert_eq!(relation_name("t", Some("bbf_rel_create_date=1")), "t");
        assert_eq!(column_name("c", None), "c");
        assert_eq!(column_name("c", Some("bbf_original_name=C")), "C");
    }

    #[test]
    fn an_index_is_called_what_it_was_called() {
        let hash = "a5111d2a1767bc43a700e9f2162be019";
        assert_eq!(index_name(&format!("ix1child table{hash}"), None), "ix1");
        assert_eq!(index_name(&format!("ix1other{hash}"), Some("child")), "ix1");
        let cut = "ifk_customersupportrepidcustomed4caf173aadf16010a1b0c91aff80704";
        assert_eq!(
            index_name(cut, Some("Customer")),
            "ifk_customersupportrepid"
        );
        assert_eq!(index_name(cut, None), cut);
        for plain in ["ix1", "uq_code", &format!("ix2child{hash}"), hash] {
            assert_eq!(index_name(plain, None), plain);
        }
    }
}
