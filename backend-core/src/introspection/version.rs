//! Queries that differ between versions of a server in a few words.

/// Returns a query as a version of the server reads it: of each `{13:from version 13 on|before}` one part is left.
///
/// # Example
/// ```
/// use backend_core::introspection::for_version;
///
/// assert_eq!(for_version("SELECT {13:new|old} FROM t", 12), "SELECT old FROM t");
/// ```
#[must_use]
pub fn for_version(sql: &str, major: u32) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, choice)) = rest.split_once('{') {
        out.push_str(before);
        let Some((choice, after)) = choice.split_once('}') else {
            rest = choice;
            break;
        };
        rest = after;
        let parts = choice
            .split_once(':')
            .and_then(|(since, both)| Some((since.parse::<u32>().ok()?, both.split_once('|')?)));
        if let Some((since, (newer, older))) = parts {
            out.push_str(if major >= since { newer } else { older });
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::for_version;

    #[test]
    fn a_choice_is_made_by_version() {
        let sql = "SELECT {15:a|b}, {18:nullif(c, '')|NULL} FROM t";
        assert_eq!(for_version(sql, 12), "SELECT b, NULL FROM t");
        assert_eq!(for_version(sql, 15), "SELECT a, NULL FROM t");
        assert_eq!(for_version(sql, 18), "SELECT a, nullif(c, '') FROM t");
    }
}
