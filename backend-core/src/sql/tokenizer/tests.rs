//! Tests of the tokenizer: losslessness on arbitrary text, and every kind of token.

use std::borrow::Cow;

use proptest::prelude::{Just, Strategy as _, any, prop};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::{Lexicon, Token, TokenKind, Tokenizer, split_statements};

/// Every switch on.
const RICH: Lexicon = Lexicon {
    escape_strings: true,
    dollar_quotes: true,
    nested_comments: true,
    bracket_identifiers: true,
    doubled_brackets: true,
    backtick_identifiers: true,
    placeholder_marks: &['?', ':', '@', '$'],
    word_start_marks: &['#'],
    word_marks: &['$', '#', '@'],
    ..Lexicon::STANDARD
};
const BACKSLASH: Lexicon = Lexicon {
    backslash_escapes: true,
    ..Lexicon::STANDARD
};
const LEXICONS: [Lexicon; 4] = [Lexicon::STANDARD, RICH, BACKSLASH, MARKED];

/// Pieces that make arbitrary text likely to be interesting.
const PIECES: [&str; 40] = [
    "'",
    "''",
    "\"",
    "`",
    "[",
    "]",
    "]]",
    "$",
    "$$",
    "$a$",
    "--",
    "/*",
    "*/",
    "\n",
    "\\",
    ";",
    " ",
    "(",
    ")",
    ".",
    "1",
    "1e",
    "0x",
    "+",
    "x'",
    "E'",
    "N'",
    "é",
    "🦀",
    ":",
    "?",
    "@",
    "->>",
    "|",
    "begin",
    "end",
    "case",
    "create trigger ",
    "\u{feff}",
    "\0",
];

fn tokens(sql: &str, lexicon: Lexicon) -> Vec<Token<'_>> {
    Tokenizer::new(sql, lexicon).collect()
}

/// The kinds and texts of the tokens that are no whitespace.
fn kinds(sql: &str, lexicon: Lexicon) -> Vec<(TokenKind, &str)> {
    let visible = tokens(sql, lexicon)
        .into_iter()
        .filter(|t| t.kind != TokenKind::Whitespace);
    visible.map(|token| (token.kind, token.text)).collect()
}

/// The kind of a text that has to be a single token.
fn only(sql: &str, lexicon: Lexicon) -> TokenKind {
    let tokens = tokens(sql, lexicon);
    assert_eq!(tokens.len(), 1, "{sql} became {tokens:?}");
    tokens[0].kind
}

fn check_any_text(check: impl Fn(&str)) {
    let pieces = prop::collection::vec(prop::sample::select(PIECES.as_slice()), 0..24);
    let text = proptest::strategy::Union::new([
        pieces.prop_map(|pieces| pieces.concat()).boxed(),
        any::<String>().boxed(),
        Just(String::new()).boxed(),
    ]);
    let config = Config {
        cases: 2_000,
        failure_persistence: None,
        ..Config::default()
    };
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let outcome = TestRunner::new_with_rng(config, random).run(&text, |text| {
        check(&text);
        Ok(())
    });
    outcome.unwrap();
}

#[test]
fn the_tokens_of_any_text_are_the_text() {
    check_any_text(|text| {
        for lexicon in LEXICONS {
            let mut offset = 0;
            for token in Tokenizer::new(text, lexicon) {
                assert!(!token.text.is_empty());
                assert_eq!(token.offset, offset);
                assert_eq!(text.get(offset..token.end()), Some(token.text));
                // Values are computed from any token without a panic.
                let _ = (token.identifier_or_string(), token.string_value());
                offset = token.end();
            }
            assert_eq!(offset, text.len());
        }
    });
}

#[test]
fn the_statements_of_any_text_are_pieces_of_it_in_order() {
    check_any_text(|text| {
        for lexicon in LEXICONS {
            let mut rest = text;
            for statement in split_statements(text, lexicon) {
                assert!(kinds(statement, lexicon).iter().any(|(kind, _)| {
                    !matches!(kind, TokenKind::LineComment | TokenKind::BlockComment)
                }));
                rest = rest.split_once(statement).unwrap().1;
            }
        }
    });
}

#[test]
fn every_kind_is_told_apart() {
    let sql = "select \"a b\", 'it''s', x'0F', 1.5e-3, ?, :id -- end\n/* /* */ <> t.* ; \0";
    let expected = [
        (TokenKind::Word, "select"),
        (TokenKind::QuotedIdentifier, "\"a b\""),
        (TokenKind::Symbol, ","),
        (TokenKind::String, "'it''s'"),
        (TokenKind::Symbol, ","),
        (TokenKind::Blob, "x'0F'"),
        (TokenKind::Symbol, ","),
        (TokenKind::Number, "1.5e-3"),
        (TokenKind::Symbol, ","),
        (TokenKind::Placeholder, "?"),
        (TokenKind::Symbol, ","),
        (TokenKind::Placeholder, ":id"),
        (TokenKind::LineComment, "-- end"),
        (TokenKind::BlockComment, "/* /* */"),
        (TokenKind::Symbol, "<>"),
        (TokenKind::Word, "t"),
        (TokenKind::Symbol, "."),
        (TokenKind::Symbol, "*"),
        (TokenKind::Symbol, ";"),
        (TokenKind::Symbol, "\0"),
    ];
    assert_eq!(kinds(sql, Lexicon::STANDARD), expected);
}

#[test]
fn operators_are_one_symbol() {
    for operator in [
        "||", "->>", "->", "<=", ">=", "<>", "!=", "==", "::", "<<", ">>", ":=",
    ] {
        let sql = format!("a{operator}b");
        let expected = [
            (TokenKind::Word, "a"),
            (TokenKind::Symbol, operator),
            (TokenKind::Word, "b"),
        ];
        assert_eq!(kinds(&sql, Lexicon::STANDARD), expected);
    }
    assert_eq!(kinds("a|b", Lexicon::STANDARD)[1], (TokenKind::Symbol, "|"));
}

#[test]
fn numbers_take_their_fraction_and_exponent() {
    for number in [
        "1", "1.5", ".5", "1.", "1e10", "1.5E+3", "0xFF", "1_000", "12abc",
    ] {
        assert_eq!(
            only(number, Lexicon::STANDARD),
            TokenKind::Number,
            "{number}"
        );
    }
    let range = [
        (TokenKind::Number, "1"),
        (TokenKind::Symbol, "."),
        (TokenKind::Number, ".9"),
    ];
    assert_eq!(kinds("1..9", Lexicon::STANDARD), range);
    let sum = [
        (TokenKind::Number, "0x1e"),
        (TokenKind::Symbol, "+"),
        (TokenKind::Number, "5"),
    ];
    assert_eq!(kinds("0x1e+5", Lexicon::STANDARD), sum);
    assert_eq!(kinds("t1.5", Lexicon::STANDARD)[0], (TokenKind::Word, "t1"));
}

#[test]
fn words_reach_beyond_ascii() {
    for word in ["café", "🦀", "_x1", "a$b", "\u{a0}"] {
        assert_eq!(only(word, Lexicon::STANDARD), TokenKind::Word, "{word:?}");
    }
    assert_eq!(only("##temporary", RICH), TokenKind::Word);
    assert_eq!(kinds("#t", Lexicon::STANDARD)[0], (TokenKind::Symbol, "#"));
    assert_eq!(
        only("\u{feff}\u{b} \r\n", Lexicon::STANDARD),
        TokenKind::Whitespace
    );
}

#[test]
fn placeholders_follow_the_lexicon() {
    for placeholder in ["?", "?12", "$1", ":name", "@p1", "@@rowcount"] {
        assert_eq!(
            only(placeholder, RICH),
            TokenKind::Placeholder,
            "{placeholder}"
        );
    }
    let dollar = Lexicon {
        placeholder_marks: &['$'],
        ..Lexicon::STANDARD
    };
    assert_eq!(only("$1", dollar), TokenKind::Placeholder);
    assert_eq!(only("?", dollar), TokenKind::Symbol);
    let cast = [
        (TokenKind::Placeholder, "$1"),
        (TokenKind::Symbol, "::"),
        (TokenKind::Word, "int"),
    ];
    assert_eq!(kinds("$1::int", RICH), cast);
}

#[test]
fn comments_nest_only_where_the_dialect_nests_them() {
    assert_eq!(only("/* a /* b */ c */", RICH), TokenKind::BlockComment);
    assert_eq!(
        kinds("/* a /* b */ c", Lexicon::STANDARD)[1],
        (TokenKind::Word, "c")
    );
    assert_eq!(only("/*/", RICH), TokenKind::Unterminated);
    assert_eq!(only("-- to the end", RICH), TokenKind::LineComment);
}

#[test]
fn what_never_ends_reaches_the_end() {
    for sql in ["'a;", "\"a", "/* a", "x'00", "'''", "N'"] {
        assert_eq!(
            only(sql, Lexicon::STANDARD),
            TokenKind::Unterminated,
            "{sql}"
        );
    }
    for sql in ["`a", "[a]]", "$$a$", "$t$ $$", "E'\\'"] {
        assert_eq!(only(sql, RICH), TokenKind::Unterminated, "{sql}");
    }
}

#[test]
fn names_lose_their_quotes() {
    let cases = [
        ("Plain", "Plain"),
        ("\"a\"\"b\"", "a\"b"),
        ("`a``b`", "a`b"),
        ("[a]]b]", "a]b"),
        ("[a[\"b]", "a[\"b"),
        ("\"\"", ""),
    ];
    for (sql, name) in cases {
        assert_eq!(
            tokens(sql, RICH)[0].identifier(),
            Some(Cow::Borrowed(name)),
            "{sql}"
        );
    }
    assert_eq!(tokens("'a''b'", RICH)[0].identifier(), None);
    assert_eq!(
        tokens("'a''b'", RICH)[0].identifier_or_string(),
        Some("a'b".into())
    );
    assert_eq!(tokens("1", RICH)[0].identifier_or_string(), None);
}

#[test]
fn brackets_end_at_the_first_where_they_do_not_double() {
    let lexicon = Lexicon {
        doubled_brackets: false,
        ..RICH
    };
    assert_eq!(
        kinds("[a]]", lexicon)[0],
        (TokenKind::QuotedIdentifier, "[a]")
    );
    assert_eq!(
        kinds("a[1]", Lexicon::STANDARD)[1],
        (TokenKind::Symbol, "[")
    );
}

#[test]
fn strings_have_values() {
    let cases = [
        ("'it''s'", "it's"),
        ("N'é'", "é"),
        ("'a\\'", "a\\"),
        ("$$it's$$", "it's"),
        ("$tag$a $$ b$tag$", "a $$ b"),
        ("E'plain'", "plain"),
        (
            r"E'it\'s''\n\t\\\x41\101\u00e9\U0001f980\xc3\xa9\q'",
            "it's'\n\t\\AAé🦀éq",
        ),
    ];
    for (sql, value) in cases {
        let tokens = tokens(sql, RICH);
        assert_eq!(tokens.len(), 1, "{sql}");
        assert_eq!(tokens[0].string_value(), Some(value.into()), "{sql}");
    }
    assert_eq!(tokens(r"E'\xff'", RICH)[0].string_value(), None);
    assert_eq!(
        tokens(r"'\''", BACKSLASH)[0].string_value(),
        Some("'".into())
    );
    assert_eq!(
        tokens(r"N'\''", BACKSLASH)[0].string_value(),
        Some("'".into())
    );
    assert_eq!(tokens("\"a\"", RICH)[0].string_value(), None);
}

#[test]
fn keywords_and_symbols_are_asked_for_by_text() {
    let [create, _, quoted, comma] = tokens("CrEaTe \"create\",", RICH)[..] else {
        panic!()
    };
    assert!(create.is_keyword("create") && create.is_keyword("CREATE"));
    assert!(!quoted.is_keyword("create"));
    assert!(comma.is_symbol(",") && !comma.is_symbol(";") && !comma.is_trivia());
    assert!(tokens("--", RICH)[0].is_trivia() && tokens("/**/", RICH)[0].is_comment());
}

#[test]
fn statements_end_at_top_level_semicolons() {
    let sql =
        "\n-- first; really\nselect ';', \";\" /* ; */ ; ;; -- next;\n insert into t values (1)";
    let expected = [
        "-- first; really\nselect ';', \";\" /* ; */",
        "-- next;\n insert into t values (1)",
    ];
    assert_eq!(split_statements(sql, Lexicon::STANDARD), expected);
    assert_eq!(
        split_statements(" ; -- nothing", Lexicon::STANDARD),
        [""; 0]
    );
    let rule = [
        "create rule r as on insert to t do (delete from u; notify n)",
        "select 1",
    ];
    assert_eq!(split_statements(&rule.join(";"), Lexicon::STANDARD), rule);
    assert_eq!(
        split_statements("select $$;$$; select 2", RICH),
        ["select $$;$$", "select 2"]
    );
}

#[test]
fn bodies_of_triggers_and_routines_stay_whole() {
    let bodies = [
        "CREATE TEMP TRIGGER a AFTER INSERT ON t BEGIN DELETE FROM u; SELECT 1; END",
        "create trigger b after update on t when new.a > (case when 1 then 2 end) begin \
         update t set a = case a when 1 then case b when 2 then 3 end else 4 end; delete from u; end",
        "CREATE TRIGGER c BEFORE DELETE ON t FOR EACH ROW BEGIN SELECT old.end, old.begin; \
         UPDATE t SET \"end\" = 1, begin = 2, end = 3; END",
        "CREATE OR ALTER PROCEDURE d AS BEGIN BEGIN TRY BEGIN TRAN; SELECT 1; COMMIT; END TRY \
         BEGIN CATCH THROW; END CATCH END",
        "ALTER FUNCTION e() RETURNS int AS BEGIN RETURN 1; END",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END",
    ];
    let script = bodies.join(";\n");
    assert_eq!(split_statements(&script, RICH), bodies);
}

#[test]
fn begin_outside_a_body_opens_nothing() {
    let statements = [
        "BEGIN",
        "CREATE TABLE trigger (begin int)",
        "CREATE TRIGGER t AFTER INSERT ON u EXECUTE FUNCTION f()",
        "END",
        "SELECT 1",
    ];
    assert_eq!(
        split_statements(&statements.join("; "), Lexicon::STANDARD),
        statements
    );
}

/// As some servers have it: strings that go on, comments that end with any line, parameters that are numbers.
const MARKED: Lexicon = Lexicon {
    escape_strings: true,
    dollar_quotes: true,
    line_ends: &['\n', '\r'],
    nested_blocks: false,
    placeholder_marks: &['$'],
    ..Lexicon::STANDARD
};

#[test]
fn a_string_with_escapes_goes_on_after_a_line_break() {
    for (sql, value) in [
        ("E'a'\n'b\\'c'", "ab'c"),
        ("E'a' -- it's\r\n\t'\\n'\n'd'", "a\nd"),
        ("e'a''b'\n\n--x\n''", "a'b"),
    ] {
        assert_eq!(only(sql, MARKED), TokenKind::EscapeString);
        assert_eq!(
            tokens(sql, MARKED)[0].string_value(),
            Some(value.into()),
            "{sql}"
        );
    }
    for sql in ["E'a' 'b'", "E'a' -- \n", "E'a'\n/**/'b'", "'a'\n'b'"] {
        let first = tokens(sql, MARKED)[0];
        assert!(first.text.ends_with("a'"), "{sql}");
    }
    assert_eq!(only("E'a'\n'b\\'", MARKED), TokenKind::Unterminated);
}

#[test]
fn lines_and_numbers_end_where_the_lexicon_says() {
    let cases = [
        ("-- a\r;", "-- a"),
        ("$1$$;$$", "$1"),
        ("1$$;$$", "1"),
        ("a$$", "a$$"),
    ];
    for (sql, first) in cases {
        assert_eq!(tokens(sql, MARKED)[0].text, first, "{sql}");
    }
    assert_eq!(tokens("-- a\r;", Lexicon::STANDARD).len(), 1);
    assert_eq!(tokens("$a$1", RICH)[0].kind, TokenKind::Unterminated);
}

#[test]
fn a_body_without_blocks_ends_after_a_whole_statement() {
    let statements = [
        "CREATE TRIGGER a AFTER INSERT ON t WHEN begin > 1 BEGIN SELECT 1 AS end; \
         UPDATE t SET begin = CASE WHEN end THEN 1 END, end = begin; SELECT begin FROM t; END",
        "CREATE FUNCTION f(begin int DEFAULT (1)) RETURNS int BEGIN ATOMIC SELECT begin; \
         SELECT CASE a WHEN 1 THEN 2 END FROM t; END",
        "CREATE PROCEDURE p() BEGIN ATOMIC END",
        "EXPLAIN QUERY PLAN CREATE TRIGGER b AFTER DELETE ON t BEGIN DELETE FROM u; END",
        "CREATE FUNCTION g() RETURNS int LANGUAGE x AS $$BEGIN; END;$$",
        "BEGIN",
        "SELECT 1",
        "END",
    ];
    assert_eq!(
        split_statements(&statements.join(";\n"), MARKED),
        statements
    );
}

#[test]
fn what_no_server_takes_for_a_space_stays_with_its_statement() {
    for sql in ["\u{a0}", "select 1\u{2003}", "\u{85}x"] {
        assert_eq!(split_statements(sql, Lexicon::STANDARD), [sql]);
    }
}
