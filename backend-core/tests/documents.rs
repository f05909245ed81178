//! Names of ours in documents are names in the code, and the document of operations says something of every name of Django's.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking, its helpers too"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The attributes of `BaseDatabaseOperations` of Django 6.1.3, by their order as text.
const ATTRIBUTES: [&str; 12] = [
    "CURRENT_ROW",
    "FOLLOWING",
    "PRECEDING",
    "UNBOUNDED_FOLLOWING",
    "UNBOUNDED_PRECEDING",
    "cast_char_field_without_max_length",
    "cast_data_types",
    "compiler_module",
    "explain_prefix",
    "integer_field_ranges",
    "prep_for_iexact_query",
    "set_operators",
];

/// Its public methods.
const METHODS: [&str; 80] = [
    "adapt_datefield_value",
    "adapt_datetimefield_value",
    "adapt_decimalfield_value",
    "adapt_durationfield_value",
    "adapt_integerfield_value",
    "adapt_ipaddressfield_value",
    "adapt_json_value",
    "adapt_timefield_value",
    "adapt_unknown_value",
    "autoinc_sql",
    "binary_placeholder_sql",
    "bulk_batch_size",
    "bulk_insert_sql",
    "cache_key_culling_sql",
    "check_expression_support",
    "combine_duration_expression",
    "combine_expression",
    "compile_json_path",
    "compiler",
    "conditional_expression_supported_in_where_clause",
    "convert_durationfield_value",
    "convert_trunc_expression",
    "date_extract_sql",
    "date_trunc_sql",
    "datetime_cast_date_sql",
    "datetime_cast_time_sql",
    "datetime_extract_sql",
    "datetime_trunc_sql",
    "deferrable_sql",
    "distinct_sql",
    "end_transaction_sql",
    "execute_sql_flush",
    "explain_query_prefix",
    "fetch_returned_rows",
    "fk_on_delete_sql",
    "for_update_sql",
    "force_group_by",
    "force_no_ordering",
    "format_debug_sql",
    "format_for_duration_arithmetic",
    "format_json_path_numeric_index",
    "get_db_converters",
    "insert_statement",
    "integer_field_range",
    "last_executed_query",
    "last_insert_id",
    "limit_offset_sql",
    "lookup_cast",
    "max_in_list_size",
    "max_name_length",
    "modify_insert_params",
    "no_limit_value",
    "on_conflict_suffix_sql",
    "pk_default_value",
    "prep_for_like_query",
    "prepare_join_on_clause",
    "prepare_sql_script",
    "process_clob",
    "quote_name",
    "regex_lookup",
    "returning_columns",
    "savepoint_commit_sql",
    "savepoint_create_sql",
    "savepoint_rollback_sql",
    "sequence_reset_by_name_sql",
    "sequence_reset_sql",
    "set_time_zone_sql",
    "sql_flush",
    "start_transaction_sql",
    "subtract_temporals",
    "tablespace_sql",
    "time_extract_sql",
    "time_trunc_sql",
    "unification_cast_sql",
    "validate_autopk_value",
    "window_frame_range_start_end",
    "window_frame_rows_start_end",
    "window_frame_value",
    "year_lookup_bounds_for_date_field",
    "year_lookup_bounds_for_datetime_field",
];

/// What `django.db.models.functions`, `django.db.models.aggregates` and `django.contrib.postgres` offer there, without base classes.
const FUNCTIONS: [&str; 122] = [
    "ACos",
    "ASin",
    "ATan",
    "ATan2",
    "Abs",
    "AnyValue",
    "ArrayAgg",
    "Avg",
    "BitAnd",
    "BitOr",
    "BitXor",
    "BoolAnd",
    "BoolOr",
    "Cast",
    "Ceil",
    "Chr",
    "Coalesce",
    "Collate",
    "Concat",
    "ConcatPair",
    "Corr",
    "Cos",
    "Cot",
    "Count",
    "CovarPop",
    "CumeDist",
    "Degrees",
    "DenseRank",
    "Exp",
    "Extract",
    "ExtractDay",
    "ExtractHour",
    "ExtractIsoWeekDay",
    "ExtractIsoYear",
    "ExtractMinute",
    "ExtractMonth",
    "ExtractQuarter",
    "ExtractSecond",
    "ExtractWeek",
    "ExtractWeekDay",
    "ExtractYear",
    "FirstValue",
    "Floor",
    "Greatest",
    "JSONArray",
    "JSONBAgg",
    "JSONObject",
    "LPad",
    "LTrim",
    "Lag",
    "LastValue",
    "Lead",
    "Least",
    "Left",
    "Length",
    "Ln",
    "Log",
    "Lower",
    "MD5",
    "Max",
    "Min",
    "Mod",
    "Now",
    "NthValue",
    "Ntile",
    "NullIf",
    "Ord",
    "PercentRank",
    "Pi",
    "Power",
    "RPad",
    "RTrim",
    "Radians",
    "Random",
    "RandomUUID",
    "Rank",
    "RegrAvgX",
    "RegrAvgY",
    "RegrCount",
    "RegrIntercept",
    "RegrR2",
    "RegrSXX",
    "RegrSXY",
    "RegrSYY",
    "RegrSlope",
    "Repeat",
    "Replace",
    "Reverse",
    "Right",
    "Round",
    "RowNumber",
    "SHA1",
    "SHA224",
    "SHA256",
    "SHA384",
    "SHA512",
    "Sign",
    "Sin",
    "Sqrt",
    "StdDev",
    "StrIndex",
    "StringAgg",
    "Substr",
    "Sum",
    "Tan",
    "TransactionNow",
    "Trim",
    "Trunc",
    "TruncDate",
    "TruncDay",
    "TruncHour",
    "TruncMinute",
    "TruncMonth",
    "TruncQuarter",
    "TruncSecond",
    "TruncTime",
    "TruncWeek",
    "TruncYear",
    "UUID4",
    "UUID7",
    "Upper",
    "Variance",
];

/// The words of the code below a folder, without comments.
fn words(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            words(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
                found.extend(words.map(str::to_owned));
            }
        }
    }
}

/// A row of a table of the document.
struct Row {
    /// The heading that it stands under.
    heading: String,
    /// Django's names and ours.
    theirs: Vec<String>,
    ours: Vec<String>,
    /// What stands in our column.
    cell: String,
}

fn rows() -> Vec<Row> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("../docs/operations.md")).unwrap();
    let names = |cell: &str| -> Vec<String> {
        let quoted = cell.split('`').skip(1).step_by(2);
        quoted.map(str::to_owned).collect()
    };
    let mut heading = String::new();
    let mut rows = Vec::new();
    for line in text.lines() {
        if let Some(text) = line.strip_prefix("## ") {
            text.clone_into(&mut heading);
        }
        let cells: Vec<_> = line.split('|').collect();
        let is_head = line.starts_with("| Django |") || line.starts_with("|---|");
        if cells.len() >= 4 && !is_head {
            rows.push(Row {
                heading: heading.clone(),
                theirs: names(cells[1]),
                ours: names(cells[2]),
                cell: cells[2].trim().to_owned(),
            });
        }
    }
    rows
}

#[test]
fn the_document_of_operations_names_what_is_there() {
    let mut code = BTreeSet::new();
    words(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut code,
    );
    let mut missing = Vec::new();
    for row in rows() {
        assert_eq!(
            row.ours.is_empty(),
            row.cell == "—",
            "names, or a dash: {}",
            row.cell
        );
        let is_here = |name: &String| name.split("::").all(|word| code.contains(word));
        let ours = row.ours.into_iter();
        missing.extend(ours.filter(|name| !name.starts_with("sea_query::") && !is_here(name)));
    }
    assert!(missing.is_empty(), "nothing is called {missing:?}");
}

#[test]
fn the_document_of_operations_names_every_one_of_djangos_once() {
    let named = |is_of: &dyn Fn(&str) -> bool| -> Vec<String> {
        let of = rows().into_iter().filter(|row| is_of(&row.heading));
        let mut names: Vec<_> = of.flat_map(|row| row.theirs).collect();
        names.sort_unstable();
        names
    };
    let (attributes, functions) = ("Attributes", "Functions of databases");
    assert_eq!(named(&|heading| heading == attributes), ATTRIBUTES);
    assert_eq!(
        named(&|heading| heading != attributes && heading != functions),
        METHODS
    );
    assert_eq!(named(&|heading| heading == functions), FUNCTIONS);
}
