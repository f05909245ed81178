//! [`Flag`]: a capability's name as a value, and the one table from which flags and features are made.
//!
//! A flag describes the server as this backend drives it, never the tests and never the vendor: callers ask
//! [`Features::get`](crate::features::Features::get), and nobody asks "which vendor is this?".

/// The table of flags: documentation, name, and the flags without which one makes no sense.
///
/// `flag_table!(make)` expands `make!` with every row, so that [`Flag`] and
/// [`Features`](crate::features::Features) are made from the same rows and cannot drift apart.
macro_rules! flag_table {
    ($make:ident) => {
        $make! {
            // Transactions
            /// Statements can be grouped so that all of them take effect or none does.
            supports_transactions [];
            /// A transaction can be undone in part, back to a named point.
            uses_savepoints [supports_transactions];
            /// A savepoint can be given up without undoing what came after it (`RELEASE SAVEPOINT`).
            can_release_savepoints [uses_savepoints];
            /// A transaction goes on after a statement in it failed; otherwise the server refuses whatever follows, up to
            /// the rollback of the transaction or to a savepoint.
            transactions_survive_errors [supports_transactions];
            /// A transaction can be told to read only: the server then refuses its writes.
            supports_read_only_transactions [supports_transactions];
            /// A transaction can read rows that others have not committed.
            supports_read_uncommitted [supports_transactions];
            /// A transaction can see, each statement anew, what others have committed.
            supports_read_committed [supports_transactions];
            /// A transaction can keep the rows that it read as they were.
            supports_repeatable_read [supports_transactions];
            /// A transaction can see the database as it was when it began, without keeping others from writing.
            supports_snapshot_isolation [supports_transactions];
            /// Transactions can be told to have the effect of running one after the other.
            supports_serializable [supports_transactions];
            /// A serializable transaction that only reads can be told to wait until it cannot conflict with others.
            supports_deferrable_transactions [supports_read_only_transactions, supports_serializable];
            /// `CREATE`, `ALTER` and `DROP` roll back with the transaction around them.
            can_rollback_ddl [supports_transactions];

            // Sessions
            /// A session is opened by a user, who proves it with a password or a token.
            supports_credentials [];

            // The cursor
            /// A result can be paused between two rows: the cursor awaits a sink that answered
            /// [`Flow::Pause`](crate::cursor::Flow::Pause).
            can_pause_rows [];
            /// A running statement can be stopped from another task.
            can_cancel_statements [];
            /// The time that a statement may run can be limited for a session.
            supports_statement_timeout [];
            /// The time that a statement waits for a lock can be limited for a session.
            supports_lock_timeout [];
            /// One call may carry several statements without parameters
            /// ([`Cursor::batch`](crate::cursor::Cursor::batch)).
            supports_batches [];

            /// The server tells a session more than what it answers: notices and warnings.
            supports_notices [];
            /// A session can listen to a channel, and others can send to it (`LISTEN`, `NOTIFY`).
            supports_notifications [];

            // Values
            /// Booleans are a type of the server; otherwise they are stored as the integers 0 and 1.
            has_native_boolean [];
            /// Decimals are exact numbers to the server; otherwise they are stored as text, exact as well, but
            /// compared and sorted as text.
            has_native_decimal [];
            /// UUIDs are a type of the server; otherwise they are stored as hyphenated text.
            has_native_uuid [];
            /// JSON is a type of the server; otherwise it is stored as text.
            has_native_json [];
            /// Intervals are a type of the server; otherwise they are stored as ISO 8601 text.
            has_native_interval [];
            /// Dates and times are types of the server; otherwise they are stored as ISO 8601 text.
            has_native_temporal_types [];
            /// A column can hold an array.
            supports_arrays [];
            /// A floating-point column can hold NaN.
            supports_float_nan [];
            /// A floating-point column can hold positive and negative infinity.
            supports_float_infinity [];
            /// A decimal column can hold NaN.
            supports_decimal_nan [];
            /// Text can hold the character U+0000.
            supports_nul_in_text [];
            /// A time of day can be 24:00:00, the end of the day.
            supports_end_of_day [];
            /// A timestamp with time zone gives back the offset that it was stored with; otherwise the same
            /// instant in UTC.
            keeps_time_zone_offset [];
            /// Columns of a table keep the declared type's values only: the server refuses text in a number
            /// column.
            enforces_column_types [];
            /// The server refuses text longer than a column's declared length.
            enforces_text_length [];

            // Tables and columns
            /// Objects live in named schemas, and a name can be qualified with one.
            supports_schemas [];
            /// Tables and columns can carry comments in the catalog.
            supports_comments [];
            /// A column's default can be an expression that is computed at each insert.
            supports_expression_defaults [];
            /// A generated column can be computed when it is written and stored.
            supports_stored_generated_columns [];
            /// A generated column can be computed when it is read.
            supports_virtual_generated_columns [];
            /// A text column can name its collation.
            supports_column_collations [];
            /// A key column can be filled by the server with ascending numbers that are never used twice.
            supports_identity_columns [];
            /// An identity column can refuse numbers that an insert gives (`GENERATED ALWAYS`).
            supports_always_generated_identities [supports_identity_columns];
            /// An insert may give a number of its own to a column that the server numbers without saying so, unless only the server
            /// may.
            takes_given_identity_numbers [supports_identity_columns];
            /// An insert that says so can give numbers of its own to any column that the server numbers
            /// ([`crate::query::Modification::giving_numbers`]).
            can_override_identities [supports_identity_columns];
            /// An identity column can begin with another number than 1 and go in other steps.
            supports_identity_start_and_increment [supports_identity_columns];
            /// A table that is there can be changed: renamed, and its columns added, dropped, renamed and altered.
            can_alter_tables [];
            /// A column can be made NOT NULL, and nullable again, without its table being made anew.
            can_alter_nullability_in_place [can_alter_tables];
            /// A stored generated column can be made an ordinary one that keeps its values.
            can_drop_expression [can_alter_tables, supports_stored_generated_columns];
            /// A primary key can be added to a table that is there, and dropped.
            can_alter_primary_keys [can_alter_tables];
            /// A table that is there can be made a partition of another, and a table by itself again.
            can_attach_partitions [can_alter_tables];
            /// A name can be the empty string.
            supports_empty_identifiers [];

            // Constraints
            /// Foreign keys are enforced.
            supports_foreign_keys [];
            /// A foreign key can name a table that does not exist yet.
            supports_forward_references [supports_foreign_keys];
            /// A foreign key or another constraint can be added to a table that exists.
            can_add_constraints [];
            /// A constraint can be added that the rows which are there need not meet, and be validated later.
            supports_unvalidated_constraints [can_add_constraints, supports_foreign_keys];
            /// A constraint can be given another name.
            can_rename_constraints [can_add_constraints];
            /// A foreign key can be checked at the end of the transaction rather than at the statement.
            can_defer_constraint_checks [supports_foreign_keys, supports_transactions];
            /// A unique constraint can be checked at the end of the transaction.
            supports_deferrable_unique_constraints [supports_transactions];
            /// Constraints of some names can be told to wait, and others not (`SET CONSTRAINTS a, b DEFERRED`).
            can_defer_named_constraints [can_defer_constraint_checks];
            /// A foreign key can demand that all of its columns are NULL or none is (`MATCH FULL`).
            supports_match_full [supports_foreign_keys];
            /// A foreign key can have another type than what it refers to, where values of the two compare.
            supports_references_across_types [supports_foreign_keys];
            /// A foreign key can refer to a unique constraint whose columns can be NULL, and which tells NULLs apart.
            supports_references_to_nullable_keys [supports_foreign_keys];
            /// Foreign-key checks can be switched off for a session, and on again.
            can_disable_constraint_checks [supports_foreign_keys];
            /// A row can be reached by several cascades of foreign keys, and cascades can form circles.
            supports_multiple_cascade_paths [supports_foreign_keys];
            /// `CHECK` constraints are enforced.
            supports_check_constraints [];
            /// A unique constraint can be told to treat NULLs as equal.
            supports_nulls_not_distinct [];
            /// A key or an index can be on text or bytes without limit.
            supports_unlimited_keys [];

            // Indexes and views
            /// An index can cover only the rows that meet a condition.
            supports_partial_indexes [];
            /// An index can be built on an expression.
            supports_expression_indexes [];
            /// An index column can be sorted descending.
            supports_index_column_ordering [];
            /// An index column can name its collation.
            supports_index_collations [];
            /// An index can carry columns that are not part of its key.
            supports_covering_indexes [];
            /// An index can be made and dropped while others write its table, outside a transaction.
            can_index_concurrently [];
            /// Indexes can carry comments in the catalog.
            supports_index_comments [supports_comments];
            /// Views can be created.
            supports_views [];
            /// A view can store its rows.
            supports_materialized_views [supports_views];
            /// Creating a view checks that its columns and tables exist.
            checks_view_definitions [supports_views];
            /// A table that a view reads can be dropped, which leaves a view that cannot be read.
            can_drop_table_under_view [supports_views];

            // Whole objects
            /// Numbers can be drawn from a sequence that is no column's (`CREATE SEQUENCE`).
            supports_sequences [];
            /// A type can be made of a list of words (`CREATE TYPE … AS ENUM`).
            supports_enum_types [];
            /// A type can be made of another under rules (`CREATE DOMAIN`).
            supports_domains [];
            /// A type can be made of several fields (`CREATE TYPE … AS (…)`).
            supports_composite_types [];
            /// A type can be made of all values between two bounds (`CREATE TYPE … AS RANGE`).
            supports_range_types [];
            /// Functions and procedures are kept in the database.
            supports_functions [];
            /// A table or view can have triggers.
            supports_triggers [];
            /// Packages of objects can be installed into a database (`CREATE EXTENSION`).
            supports_extensions [];

            // Queries
            /// `INSERT` can give back columns of the rows it made.
            can_return_columns_from_insert [];
            /// `UPDATE` can give back columns of the rows it changed.
            can_return_columns_from_update [];
            /// `DELETE` can give back columns of the rows it removed.
            can_return_columns_from_delete [];
            /// One `INSERT` can carry several rows.
            has_bulk_insert [];
            /// A query can be built on others with `WITH`.
            supports_common_table_expressions [];
            /// A query that is named with `WITH` can insert, update or delete.
            can_modify_in_named_queries [supports_common_table_expressions];
            /// Window functions (`OVER`) can be used.
            supports_over_clause [];
            /// A select can give windows names, by which its functions take them (`WINDOW`).
            supports_named_windows [supports_over_clause];
            /// The value of the row of some number in a window's frame can be asked for (`NTH_VALUE`).
            supports_nth_value [supports_over_clause];
            /// Rows that are in both of two results, or in one alone, can be kept as often as they are (`INTERSECT ALL`, `EXCEPT ALL`).
            supports_intersect_all [];
            /// `SELECT DISTINCT ON (…)` keeps the first row of each group.
            can_distinct_on_fields [];
            /// `SELECT … FOR UPDATE` locks the rows it reads.
            has_select_for_update [];
            /// A locking select can name the tables whose rows it locks (`OF`).
            has_select_for_update_of [has_select_for_update];
            /// A locking select can fail at rows that others have locked (`NOWAIT`).
            has_select_for_update_nowait [has_select_for_update];
            /// A locking select can leave out rows that others have locked (`SKIP LOCKED`).
            has_select_for_update_skip_locked [has_select_for_update];
            /// A select can lock rows but for those who only refer to their keys (`FOR NO KEY UPDATE`).
            has_select_for_no_key_update [has_select_for_update];
            /// A select can keep others from changing rows but not from reading them so (`FOR SHARE`).
            has_select_for_share [has_select_for_update];
            /// A select can keep others from removing rows or changing their keys (`FOR KEY SHARE`).
            has_select_for_key_share [has_select_for_update];
            /// A limit can be told to give all rows that are equal to the last in the order (`WITH TIES`).
            supports_fetch_with_ties [];
            /// `ORDER BY … NULLS FIRST` and `NULLS LAST` can be asked for.
            supports_order_by_nulls_modifier [];
            /// The rows of a query can be stored in a new table (`SELECT … INTO`).
            supports_select_into [];
            /// A value can be compared with the rows of a subquery (`= ANY (…)`, `> ALL (…)`).
            supports_quantified_comparisons [];
            /// A joined subquery can refer to the tables before it (`JOIN LATERAL`).
            supports_lateral_joins [];
            /// A query can name the index by which a table is read (`INDEXED BY`, `WITH (INDEX (…))`, `USE INDEX`).
            supports_index_hints [];
            /// A query can read a random part of a table (`TABLESAMPLE`).
            supports_table_samples [];
            /// A recursive query can be told its order and where to stop (`SEARCH`, `CYCLE`).
            supports_search_and_cycle [supports_common_table_expressions];
            /// `UPDATE` and `DELETE` can be limited to the first rows of an order (`ORDER BY`, `LIMIT`).
            supports_limited_updates [];
            /// `DEFAULT` can stand in place of a value in `INSERT` and `UPDATE`.
            supports_default_keyword [];
            /// One `INSERT` can make several rows of nothing but defaults.
            supports_bulk_default_values [has_bulk_insert];
            /// `INSERT` can leave a row alone that is there already (`ON CONFLICT DO NOTHING`).
            supports_ignore_conflicts [];
            /// `INSERT` can change a row that is there already (`ON CONFLICT DO UPDATE`).
            supports_update_conflicts [];
            /// `INSERT` can name the columns or expressions whose conflict it resolves.
            supports_update_conflicts_with_target [supports_update_conflicts];
            /// `INSERT` can change the row that is there whatever the conflict is.
            supports_update_conflicts_without_target [supports_update_conflicts];
            /// One `INSERT` can meet a key twice and change what it made of it before; otherwise the server refuses it.
            can_update_conflicts_repeatedly [has_bulk_insert, supports_update_conflicts];
            /// `INSERT` can name the constraint whose conflict it resolves (`ON CONFLICT ON CONSTRAINT`).
            supports_conflict_constraint_names [supports_update_conflicts];
            /// An upsert can be asked as one `MERGE` ([`crate::query::Upsert::by_merge`]).
            supports_merge_upserts [supports_update_conflicts_with_target];
            /// While a `MERGE` is at work no other session can insert a key that it looked for; otherwise one of two that insert it at
            /// once gets an error of its unique key.
            merge_locks_new_keys [supports_merge_upserts, supports_transactions];
            /// A `MERGE` can give back the rows that it inserted and changed.
            can_return_columns_from_merge [supports_merge_upserts, can_return_columns_from_insert];

            // Whole statements
            /// A statement can be asked how the server would carry it out (`EXPLAIN`).
            supports_explain [];
            /// A statement can be carried out, and asked how it was (`EXPLAIN ANALYZE`).
            supports_explaining_query_execution [supports_explain];
            /// A plan can be had as a JSON document.
            supports_explain_json [supports_explain];
            /// A plan can be had as an XML document.
            supports_explain_xml [supports_explain];
            /// A plan can be had as a YAML document.
            supports_explain_yaml [supports_explain];
            /// A plan can be told with more and with less: output columns, costs, settings, buffers, times, a summary.
            supports_explain_details [supports_explain];
            /// A statement that is carried out can be asked what it wrote to the write-ahead log.
            supports_explain_wal [supports_explaining_query_execution];
            /// A statement that is carried out can be asked what it costs to write its result for the network.
            supports_explain_serialization [supports_explaining_query_execution];
            /// A plan can be asked how much memory planning took.
            supports_explain_memory [supports_explain];
            /// The numbers of identity columns can be made to follow those that are there, or to begin anew.
            supports_sequence_reset [supports_identity_columns];

            // Functions in queries
            /// Numbers can be computed with: powers, roots, logarithms, angles ([`crate::function::MathFunction`]).
            supports_math_functions [];
            /// Rows can be counted and summed: `COUNT`, `SUM`, `AVG`, `MIN`, `MAX`.
            supports_aggregates [];
            /// An aggregate can take some of the rows (`FILTER (WHERE …)`).
            supports_aggregate_filter_clause [supports_aggregates];
            /// An aggregate can take its rows in an order (`ORDER BY` inside it).
            supports_aggregate_order_by_clause [supports_aggregates];
            /// One select can group rows in several ways (`ROLLUP`, `CUBE`, `GROUPING SETS`).
            supports_grouping_sets [supports_aggregates];
            /// Any value of a group can be asked for (`ANY_VALUE`).
            supports_any_value [supports_aggregates];
            /// Bits can be joined by AND and OR (`BIT_AND`, `BIT_OR`).
            supports_bit_aggregates [supports_aggregates];
            /// Bits can be joined by XOR (`BIT_XOR`).
            has_bit_xor [supports_bit_aggregates];
            /// Conditions can be joined by AND and OR (`BOOL_AND`, `BOOL_OR`).
            supports_logical_aggregates [supports_aggregates];
            /// Texts can be strung together (`STRING_AGG`).
            supports_string_aggregation [supports_aggregates];
            /// Texts can be strung together once each (`STRING_AGG(DISTINCT …)`).
            supports_distinct_string_aggregation [supports_string_aggregation];
            /// Texts can be strung together over a window (`STRING_AGG(…) OVER (…)`).
            supports_string_aggregation_over_windows [supports_string_aggregation, supports_over_clause];
            /// A JSON array or object can be made of rows.
            supports_json_aggregation [supports_aggregates];
            /// A JSON array can be made of rows' values once each.
            supports_distinct_json_aggregation [supports_json_aggregation];
            /// A JSON array or object can be made of the rows of a window (`OVER`).
            supports_json_aggregation_over_windows [supports_json_aggregation, supports_over_clause];
            /// Variances and deviations can be computed (`VAR_POP`, `STDDEV_POP`).
            supports_statistical_aggregates [supports_aggregates];
            /// Covariances, correlations and regressions of two columns can be computed (`COVAR_POP`, `REGR_SLOPE`).
            supports_regression_aggregates [supports_statistical_aggregates];
            /// The value below which a part of the values lies can be computed (`PERCENTILE_CONT`).
            supports_percentiles [supports_aggregates];
            /// A window's frame can end at a distance of values (`RANGE 2 PRECEDING`).
            supports_frame_range_fixed_distance [supports_over_clause];
            /// A window's frame can be counted in groups of peers (`GROUPS`).
            supports_frame_groups [supports_over_clause];
            /// A window's frame can leave rows out (`EXCLUDE`).
            supports_frame_exclusion [supports_over_clause];
            /// Parts of dates and times can be extracted, and dates and times truncated, made and counted ([`crate::function::DateFunction`]).
            supports_date_functions [];
            /// Instants can be read, truncated and made in the time zones of the IANA database.
            supports_time_zones [supports_date_functions];
            /// Intervals can be computed with: added to timestamps and to each other, negated, multiplied, measured.
            supports_interval_arithmetic [supports_date_functions];
            /// JSON documents can be looked into, made and changed ([`crate::function::JsonFunction`]).
            supports_json_functions [];
            /// Documents that functions make are written in one form, whatever they were made of
            /// ([`crate::function::JsonFunction`]); otherwise as they were, or as the server likes.
            has_one_json_form [supports_json_functions];
            /// Of equal keys of an object the last one counts; otherwise another one, or any.
            keeps_last_of_equal_json_keys [supports_json_functions];
            /// It can be asked whether two JSON documents say the same ([`crate::function::json_equals`]).
            supports_json_comparison [supports_json_functions];
            /// Numbers of JSON documents can be had as decimals with all their digits ([`crate::function::json_decimal_at`]).
            supports_json_decimals [supports_json_functions];
            /// It can be asked whether a JSON document contains another ([`crate::function::json_contains`]).
            supports_json_containment [supports_json_functions];
            /// It can be asked whether a text is JSON, without an error where it is not ([`crate::function::json_is_valid`]).
            supports_json_validation [supports_json_functions];
            /// Values can be converted to other types with one meaning on every server ([`crate::function::cast`]).
            supports_casts [];
            /// Text can be taken apart, put together and changed ([`crate::function::TextFunction`]).
            supports_text_functions [];
            /// A text can be looked for in another, with case ([`crate::function::contains`]).
            supports_text_lookups [];
            /// A text can be looked for in another in any case ([`crate::function::contains_any_case`]).
            supports_any_case_lookups [];
            /// A text can be compared with a regular expression ([`crate::function::matches`]).
            supports_regular_expressions [];
            /// Text and bytes can be hashed by MD5, SHA-256 and SHA-512 ([`crate::function::hash`]).
            supports_hash_functions [];
            /// Text and bytes can be hashed by SHA-224 and SHA-384 ([`crate::function::HashFunction::Sha224`]).
            supports_sha224_and_sha384_hashes [supports_hash_functions];
            /// Text and bytes can be hashed by SHA-1 ([`crate::function::HashFunction::Sha1`]).
            supports_sha1_hashes [];
            /// The greatest and the least of several values can be asked for ([`crate::function::greatest`]).
            supports_comparison_functions [];
            /// A text in a query can be given a collation ([`crate::function::collate`]).
            supports_query_collations [];
            /// The server makes UUIDs by chance ([`crate::function::random_uuid`]).
            supports_random_uuids [];
            /// The server makes UUIDs that begin with the time ([`crate::function::time_ordered_uuid`]).
            supports_time_ordered_uuids [];
            /// The server makes UUIDs that begin with another time than now ([`crate::function::shifted_time_ordered_uuid`]).
            supports_shifted_time_ordered_uuids [supports_time_ordered_uuids];

            // Test databases
            /// A test database can be copied.
            can_clone_databases [];
        }
    };
}
pub(crate) use flag_table;

macro_rules! make_flag {
    ($($(#[doc = $doc:literal])+ $name:ident [$($needs:ident),*];)+) => {
        /// The name of one capability, spelled like its field in [`Features`](crate::features::Features).
        ///
        /// # Example
        /// ```
        /// use backend_core::flag::Flag;
        ///
        /// let flag: Flag = "can_release_savepoints".parse()?;
        /// assert_eq!(flag, Flag::can_release_savepoints);
        /// assert_eq!(flag.info().requires, [Flag::uses_savepoints]);
        /// # Ok::<(), backend_core::error::Error>(())
        /// ```
        #[allow(non_camel_case_types, reason = "a flag is spelled the same as a field, a value and a text")]
        #[allow(clippy::exhaustive_enums, reason = "a vendor answers for every flag")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Flag {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Flag {
            /// Every flag, in the order of the table.
            pub const ALL: &'static [FlagInfo] = &[$(
                FlagInfo {
                    flag: Self::$name,
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    requires: &[$(Self::$needs),*],
                },
            )+];

            /// The flag's name, as its field is spelled.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }
        }
    };
}
flag_table!(make_flag);

/// What the table says of one flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagInfo {
    /// The flag.
    pub flag: Flag,
    /// Its name, as its field is spelled.
    pub name: &'static str,
    /// Its documentation.
    pub doc: &'static str,
    /// The flags that MUST be on where this one is.
    pub requires: &'static [Flag],
}

impl Flag {
    /// What the table says of this flag.
    #[must_use]
    pub fn info(self) -> FlagInfo {
        Self::ALL
            .iter()
            .copied()
            .find(|info| info.flag == self)
            .unwrap_or_else(|| FlagInfo {
                flag: self,
                name: self.name(),
                doc: "",
                requires: &[],
            })
    }
}

impl std::fmt::Display for Flag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl std::str::FromStr for Flag {
    type Err = crate::error::Error;

    /// Finds the flag of that name.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .iter()
            .find(|info| info.name == name)
            .map(|info| info.flag)
            .ok_or_else(|| {
                crate::error::Error::new(
                    crate::error::ErrorKind::Interface,
                    format!("there is no flag `{name}`"),
                )
            })
    }
}

#[cfg(test)]
mod tests {
    use super::Flag;

    #[test]
    fn the_table_lists_each_flag_once_and_in_the_order_of_the_enum() {
        for pair in Flag::ALL.windows(2) {
            assert!(
                pair[0].flag < pair[1].flag,
                "{} before {}",
                pair[0].name,
                pair[1].name
            );
        }
    }

    #[test]
    fn every_flag_has_documentation_and_parses_from_its_name() {
        for info in Flag::ALL {
            assert!(info.doc.trim().ends_with('.'), "{}", info.name);
            assert_eq!(info.name.parse::<Flag>().unwrap(), info.flag);
            assert_eq!(info.flag.info(), *info);
        }
        assert!("no_such_flag".parse::<Flag>().is_err());
    }
}
