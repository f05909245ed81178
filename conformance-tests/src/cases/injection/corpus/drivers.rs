//! What drivers, clients and servers let through, by the number of the report.

use crate::cases::injection::entry::{Entry, Place};

pub(super) const ENTRIES: &[Entry] = &[
    Entry::new(
        "injection.stored.invalid_bytes_before_a_quote",
        "CVE-2025-1094 (quoting by a client, half a character before a quote)",
        Place::Stored,
        "\u{fffd}'; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.default_text.invalid_bytes_before_a_quote",
        "CVE-2025-1094 (quoting by a client, half a character in a literal)",
        Place::DefaultText,
        "\u{fffd}\u{fffd}'; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.table.invalid_bytes_before_a_quote",
        "CVE-2025-1094 (quoting by a client, half a character in a name)",
        Place::Table,
        "\u{fffd}\"; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.script.shell_command",
        "CVE-2025-1094 (a line of a script that a shell would run)",
        Place::Script,
        "x\n\\! touch /tmp/x\n.shell touch /tmp/x\n",
    ),
    Entry::new(
        "injection.negated.minus",
        "CVE-2024-1597 (pgjdbc, a negative number behind a minus)",
        Place::Negated,
        "-5",
    ),
    Entry::new(
        "injection.negated.minus_of_a_great_one",
        "CVE-2024-27289 (pgx, a great number behind a minus)",
        Place::Negated,
        "-2147483640",
    ),
    Entry::new(
        "injection.stored.minus_and_line",
        "CVE-2024-1597 (pgjdbc, the text behind the comment that two minuses begin)",
        Place::Stored,
        "\n OR 1=1; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.shown.minus_and_line",
        "CVE-2024-1597 (pgjdbc, values in place of their marks)",
        Place::Shown,
        "-1\n' OR 1=1 --",
    ),
    Entry::new(
        "injection.selected.refreshed_column",
        "CVE-2022-31197 (pgjdbc, the name of a column of a result)",
        Place::Selected,
        "id\"; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.alias.refreshed_column",
        "CVE-2022-31197 (pgjdbc, a column that a result names)",
        Place::Alias,
        "song; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.alias.result_column",
        "CVE-2017-16082 (node, a column of a result that becomes code)",
        Place::Alias,
        "\\'/*\", console.log(1), \"*/",
    ),
    Entry::new(
        "injection.stored.length_16_bits",
        "CVE-2024-27304 (pgx, the length of a message overflows)",
        Place::Stored,
        "'; DROP TABLE canary; --",
    )
    .after(65530),
    Entry::new(
        "injection.stored.length_17_bits",
        "RUSTSEC-2024-0363 (SQLx, a length is cut to fewer bits)",
        Place::Stored,
        "'; DROP TABLE canary; --",
    )
    .after(131100),
    Entry::new(
        "injection.stored_bytes.length_20_bits",
        "RUSTSEC-2024-0365 (Diesel, a length is cut to fewer bits)",
        Place::StoredBytes,
        "'; DROP TABLE canary; --",
    )
    .after(1048570),
    Entry::new(
        "injection.stored_many.length",
        "CVE-2024-32655 (Npgsql, the length of many values overflows)",
        Place::StoredMany,
        "'; DROP TABLE canary; --",
    )
    .after(4090),
    Entry::new(
        "injection.default_text.length",
        "CVE-2024-27304 (pgx, a long literal)",
        Place::DefaultText,
        "'; DROP TABLE canary; --",
    )
    .after(70000),
    Entry::new(
        "injection.equal.length",
        "CVE-2024-27304 (pgx, a long value to compare with)",
        Place::Equal,
        "'; DROP TABLE canary; --",
    )
    .after(70000),
    Entry::new(
        "injection.stored.backslash_quote",
        "CVE-2006-2314 (quoting by a backslash where it is the second half of a character)",
        Place::Stored,
        "\u{3041}\\'; DROP TABLE canary; --",
    )
    .smoke(),
    Entry::new(
        "injection.default_text.backslash_quote",
        "CVE-2006-2314 (a backslash and a quote in a literal)",
        Place::DefaultText,
        "\u{3041}\\\\'; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.stored.half_a_character",
        "CVE-2006-2313 (invalid characters that hide what follows)",
        Place::Stored,
        "\u{c0}\u{bf}'; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.table.dumped_line",
        "CVE-2012-0868 (a line break in a name that a dump writes into a comment)",
        Place::Table,
        "x\nDROP TABLE canary;\n--",
    ),
    Entry::new(
        "injection.index.dumped_line",
        "CVE-2025-8715 (a line break in a name, and a command of a shell)",
        Place::Index,
        "x\n\\! touch /tmp/x\n;",
    ),
    Entry::new(
        "injection.unique.dumped_line",
        "CVE-2025-8715 (a line break in the name of a constraint)",
        Place::Unique,
        "x\n\\copy canary to /tmp/x\n",
    ),
    Entry::new(
        "injection.view.dumped_line",
        "CVE-2018-16850 (names in what a dump writes again)",
        Place::View,
        "x\" AS SELECT 1; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.schema.search_path",
        "CVE-2018-1058 (a schema that is looked into first)",
        Place::Schema,
        "public, pg_catalog; --",
    ),
    Entry::new(
        "injection.url_option.search_path",
        "CVE-2018-1058 (a path through schemas)",
        Place::UrlOption,
        "public; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.schema.substituted",
        "CVE-2023-39417 (a name that is put into a script between quotes)",
        Place::Schema,
        "x'$$\"; DROP TABLE canary; --",
    ),
    Entry::new(
        "injection.function.substituted",
        "CVE-2023-39417 (a name with a mark that is replaced)",
        Place::Function,
        "@extschema@\".f",
    ),
];
