//! The evidence of limits and styles: what works at the limit, and what is refused one beyond it.

/// The cases of one field of [`Features`](backend_core::features::Features) that is no flag.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    /// The field.
    pub(crate) name: &'static str,
    /// The cases that go as far as the field says; of a style, those that do what it says.
    pub(crate) at: &'static [&'static str],
    /// The cases that go one further and are refused; a style has none.
    pub(crate) over: &'static [&'static str],
}

const fn limit(
    name: &'static str,
    at: &'static [&'static str],
    over: &'static [&'static str],
) -> Limit {
    Limit { name, at, over }
}

/// Every field of the features that is no flag.
pub(crate) const LIMITS: &[Limit] = &[
    limit(
        "max_identifier_bytes",
        &["names.limit.longest"],
        &["names.limit.too_long", "features.limits.names_are_checked"],
    ),
    limit(
        "max_query_parameters",
        &["cursor.parameters.at_the_limit"],
        &["cursor.parameters.over_the_limit"],
    ),
    limit(
        "max_columns_per_table",
        &["schema.column.most"],
        &["schema.column.most"],
    ),
    limit(
        "max_columns_per_index",
        &["schema.index.most_columns"],
        &["schema.index.most_columns"],
    ),
    limit(
        "max_decimal_digits",
        &["values.decimal.most_digits", "schema.type.most_digits"],
        &[
            "values.decimal.one_digit_too_many",
            "schema.type.most_digits",
        ],
    ),
    limit(
        "max_json_path_steps",
        &["function.json.deep_documents"],
        &["function.json.deep_documents"],
    ),
    limit(
        "max_json_key_length",
        &["function.json.long_keys"],
        &["function.json.long_keys"],
    ),
    limit(
        "fractional_second_digits",
        &["values.time.round_trip", "values.timestamp.round_trip"],
        &["schema.type.most_digits"],
    ),
    limit(
        "nulls_order",
        &["query.select.nulls_as_the_features_say"],
        &[],
    ),
    limit(
        "identifier_case",
        &["names.twins.tables", "names.twins.columns"],
        &[],
    ),
    limit("text_unit", &["values.text.length_of_wide_characters"], &[]),
];
