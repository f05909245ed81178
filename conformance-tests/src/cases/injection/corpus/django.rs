//! What Django let through, by the number of its report.

use crate::cases::injection::entry::{Entry, Place};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::new(
        "injection.compared.django_cast_by_type",
        "CVE-2014-0474 (Django, a text compared with a number)",
        Place::Compared,
        "0",
    )
    .django("model_fields/tests.py"),
    Entry::new(
        "injection.equal.django_cast_by_type",
        "CVE-2014-0474 (Django, a text that looks like a number)",
        Place::Equal,
        "0x7374696c6c20616c697665",
    ),
    Entry::new(
        "injection.alias.django_json_key",
        "CVE-2019-14234 (Django, a key of JSON as part of a lookup)",
        Place::Alias,
        "test' = 'a') OR 1 = 1 OR ('d",
    )
    .django("model_fields/test_jsonfield.py"),
    Entry::new(
        "injection.template.django_json_key_value",
        "CVE-2019-14234 (Django, a key of JSON in an expression)",
        Place::Template,
        "a' || (SELECT song FROM canary) || '",
    ),
    Entry::new(
        "injection.column.django_hstore_key",
        "CVE-2019-14234 (Django, a key of a map of texts)",
        Place::Column,
        "test' = 'a') OR 1 = 1 OR ('d\"; --",
    ),
    Entry::new(
        "injection.delimiter.django_delimiter",
        "CVE-2020-7471 (Django, the delimiter that texts are joined with)",
        Place::Delimiter,
        "-') AS x; DROP TABLE canary; --",
    )
    .django("aggregation/test_aggregates.py"),
    Entry::new(
        "injection.delimiter.django_delimiter_quotes",
        "CVE-2020-7471 (Django, a delimiter of quotes alone)",
        Place::Delimiter,
        "''''",
    ),
    Entry::new(
        "injection.numeric.django_tolerance",
        "CVE-2020-9402 (Django, the tolerance of a distance)",
        Place::Numeric,
        "0.05))) = 1 OR 1=1 --",
    ),
    Entry::new(
        "injection.order_by.django_order",
        "CVE-2021-35042 (Django, a column to order by from outside)",
        Place::OrderBy,
        "canary.id); DROP TABLE canary; --",
    )
    .django("ordering/tests.py"),
    Entry::new(
        "injection.order_by.django_order_with_a_point",
        "CVE-2021-35042 (Django, a point lets a column to order by pass)",
        Place::OrderBy,
        "canary.name\"; DROP TABLE canary; --.id",
    ),
    Entry::new(
        "injection.alias.django_annotate",
        "CVE-2022-28346 (Django, the alias of an annotation)",
        Place::Alias,
        "injected_name\" from \"canary\"; --",
    )
    .django("annotations/tests.py"),
    Entry::new(
        "injection.alias.django_aggregate",
        "CVE-2022-28346 (Django, the alias of an aggregate)",
        Place::Alias,
        "injected_name\" from \"canary\"; DELETE FROM canary; --",
    )
    .django("aggregation/tests.py"),
    Entry::new(
        "injection.alias.django_extra",
        "CVE-2022-28346 (Django, the alias of an extra column)",
        Place::Alias,
        "abc\" OR 1=1; DROP TABLE canary /*",
    )
    .django("queries/tests.py"),
    Entry::new(
        "injection.keyword.django_explain_option",
        "CVE-2022-28347 (Django, the name of an option of explain)",
        Place::Keyword,
        "ANALYZE; DROP TABLE canary; --",
    )
    .django("queries/test_explain.py"),
    Entry::new(
        "injection.function.django_explain_option_as_call",
        "CVE-2022-28347 (Django, an option of explain with parentheses)",
        Place::Function,
        "TEXT) SELECT 1; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.date_part.django_truncate_kind",
        "CVE-2022-34265 (Django, the part that a date is cut to)",
        Place::DatePart,
        "year', start_datetime)) OR 1=1;--",
    )
    .django("db_functions/datetime/test_extract_trunc.py"),
    Entry::new(
        "injection.date_part.django_extract_part",
        "CVE-2022-34265 (Django, the part that is taken out of a date)",
        Place::DatePart,
        "day' FROM start_datetime)) OR 1=1;--",
    )
    .django("db_functions/datetime/test_extract_trunc.py"),
    Entry::new(
        "injection.constant.django_truncate_kind_as_text",
        "CVE-2022-34265 (Django, the part of a date as a text)",
        Place::Constant,
        "day' FROM start_datetime)) OR 1=1;--",
    ),
    Entry::new(
        "injection.alias.django_values_of_json",
        "CVE-2024-42005 (Django, a key of JSON among the columns to read)",
        Place::Alias,
        "data__field\" AS x, (SELECT 1)\"",
    )
    .django("expressions/test_queryset_values.py"),
    Entry::new(
        "injection.selected.django_values_of_json",
        "CVE-2024-42005 (Django, a key of JSON as a column)",
        Place::Selected,
        "key']) , \"canary\".* FROM canary; --",
    ),
    Entry::new(
        "injection.template.django_has_key",
        "CVE-2024-53908 (Django, the left side of a search for a key)",
        Place::Template,
        "$.\"; DROP TABLE canary; --\"') OR ('1'='1",
    ),
    Entry::new(
        "injection.table_alias.django_filtered_relation",
        "CVE-2025-57833 (Django, the alias of a filtered relation)",
        Place::TableAlias,
        "jocker\"; DROP TABLE canary; --",
    )
    .django("annotations/tests.py"),
    Entry::new(
        "injection.join_alias.django_filtered_relation",
        "CVE-2025-57833 (Django, the alias of a filtered relation in a join)",
        Place::JoinAlias,
        "alias\" ON 1=1; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.alias.django_backquote",
        "CVE-2025-59681 (Django, a backquote or a hash in an alias)",
        Place::Alias,
        "abc` FROM canary; DROP TABLE canary; #",
    )
    .django("annotations/tests.py"),
    Entry::new(
        "injection.keyword.django_connector",
        "CVE-2025-64459 (Django, the connector of conditions)",
        Place::Keyword,
        "AND 1=1) OR 1=1 OR (1",
    )
    .django("queries/test_q.py"),
    Entry::new(
        "injection.keyword.django_connector_of_words",
        "CVE-2025-64459 (Django, a connector of words alone)",
        Place::Keyword,
        "AND 1 OR",
    ),
    Entry::new(
        "injection.join_alias.django_dollar_in_alias",
        "CVE-2025-13372 (Django, a dollar sign in the alias of a filtered relation)",
        Place::JoinAlias,
        "a$tag$; DROP TABLE canary; --$tag$",
    )
    .django("annotations/tests.py"),
    Entry::new(
        "injection.alias.django_control_characters",
        "CVE-2026-1287 (Django, control characters in an alias)",
        Place::Alias,
        "x\u{1}\u{1f}\u{7f}\"\u{b}; DROP TABLE canary\u{c}--",
    )
    .django("annotations/tests.py"),
    Entry::new(
        "injection.order_by.django_alias_with_a_point",
        "CVE-2026-1312 (Django, an alias with a point that is ordered by)",
        Place::OrderBy,
        "canary\".\"id\"; DROP TABLE canary; --",
    )
    .django("ordering/tests.py"),
    Entry::new(
        "injection.table_alias.django_alias_with_a_point",
        "CVE-2026-1312 (Django, an alias of a relation with a point)",
        Place::TableAlias,
        "canary.alice",
    ),
];
