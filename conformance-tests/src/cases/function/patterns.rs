//! Patterns: with `%` and `_`, and regular expressions.

use backend_core::flag::Flag;
use backend_core::function;
use backend_core::query::bind;
use backend_core::sea_query::{Expr, ExprTrait as _, LikeExpr};

use super::{expect_data_error, expect_refused, expect_value, knows_letters};
use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;

const LIKE: &[Flag] = &[Flag::supports_text_lookups];
const REGULAR: &[Flag] = &[Flag::supports_regular_expressions];

pub(super) const CASES: &[CaseDef] = &[
    case!("function.like.whole_text", like, "A pattern is of the whole text: % is any characters, _ is one.")
        .requires(LIKE),
    case!("function.like.escape", escape, "Behind the escape, whichever it is, a sign is itself.")
        .requires(LIKE),
    case!("function.like.unfinished_escape", unfinished_escape, "A pattern that ends with its escape is an error.")
        .requires(LIKE),
    case!("function.like.any_case", like_any_case, "A pattern is looked for in any case, and its escape stays one.")
        .requires(&[Flag::supports_any_case_lookups]),
    case!("function.like.many_wildcards", many_wildcards, "A pattern of many wildcards is answered in time.")
        .requires(LIKE),
    case!("function.like.of_sea_query", of_sea_query, "The LIKE of sea_query tells letters by case, and its escape is the backslash unless another is named.")
        .requires(LIKE),
    case!("function.matches.common_syntax", common_syntax, "What regular expressions have in common is read alike.")
        .requires(REGULAR)
        .django("lookup/tests.py"),
    case!("function.matches.anywhere", anywhere, "A regular expression matches anywhere unless it says where.")
        .requires(REGULAR)
        .django("lookup/tests.py"),
    case!("function.matches.any_case", matches_any_case, "A regular expression matches in any case where that is asked for.")
        .requires(REGULAR)
        .django("lookup/tests.py"),
    case!("function.matches.unicode", unicode, "A regular expression is of characters, not of bytes.")
        .requires(REGULAR),
    case!("function.matches.line_feeds", line_feeds, "A line feed is a character like any other, and no end.")
        .requires(REGULAR),
    case!("function.matches.of_an_expression", of_an_expression, "The regular expression can be computed, another one for each row.")
        .requires(&[Flag::supports_regular_expressions, Flag::supports_text_functions]),
    case!("function.matches.invalid", invalid, "A regular expression that cannot be read is an error, and the session goes on.")
        .requires(REGULAR),
    case!("function.matches.null", null, "Of NULL it is neither true nor false whether it matches.").requires(REGULAR),
    case!("function.matches.is_refused", is_refused, "Where there are no regular expressions, one is refused with the flag.")
        .refuses(Flag::supports_regular_expressions),
];

async fn like(context: &mut Context) -> Outcome {
    for (text, pattern, expected) in [
        ("Hildegard", "Hil%", true),
        ("Hildegard", "hil%", false),
        ("Hildegard", "%deg%", true),
        ("Hildegard", "Hil", false),
        ("Hildegard", "H_ldegard", true),
        ("Hildegard", "_", false),
        ("", "%", true),
        ("", "_", false),
        ("", "", true),
        ("a😀b", "a_b", true),
        ("a\nb", "a%b", true),
        ("aXbXc", "a%X%c", true),
        ("a*b", "a*b", true),
        ("axb", "a*b", false),
        ("ab", "a[b]", false),
    ] {
        let expression = function::like(bind(text), bind(pattern), '\\');
        expect_value(
            context,
            &format!("{text:?} like {pattern:?}"),
            expression,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn escape(context: &mut Context) -> Outcome {
    for escape in ['\\', '!', '\'', 'e', '😀', '*'] {
        for (text, pattern, expected) in [
            ("100%".to_owned(), format!("100{escape}%"), true),
            ("100x".to_owned(), format!("100{escape}%"), false),
            ("a_c".to_owned(), format!("a{escape}_c"), true),
            ("axc".to_owned(), format!("a{escape}_c"), false),
            (format!("a{escape}"), format!("a{escape}{escape}"), true),
            ("abc".to_owned(), "a%".to_owned(), true),
        ] {
            let what = format!("{text:?} like {pattern:?} by {escape:?}");
            let expression = function::like(bind(text), bind(pattern), escape);
            expect_value(context, &what, expression, expected).await?;
        }
    }
    let backslash = function::like(bind("a\\b"), bind("a\\b"), '!');
    expect_value(context, "a backslash that is no escape", backslash, true).await
}

async fn unfinished_escape(context: &mut Context) -> Outcome {
    let expression = function::like(bind("abc"), bind("ab!"), '!');
    expect_data_error(context, "at the end", expression).await
}

async fn like_any_case(context: &mut Context) -> Outcome {
    let all = knows_letters(context).await?;
    for (text, pattern, escape, expected) in [
        ("Hildegard", "hIL%", '\\', true),
        ("ÄÖ", "ä_", '\\', true),
        ("λόγος", "%ΟΣ", '\\', true),
        ("100%", "100e%", 'e', true),
        ("100X", "100e%", 'e', false),
        ("ENDE", "een%", 'e', true),
        ("Ex", "E_", 'e', true),
    ] {
        if !all && !text.is_ascii() {
            continue;
        }
        let expression = function::like_any_case(bind(text), bind(pattern), escape);
        expect_value(
            context,
            &format!("{text:?} like {pattern:?}"),
            expression,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn many_wildcards(context: &mut Context) -> Outcome {
    let (text, pattern) = ("a".repeat(200), format!("{}b", "%a".repeat(4)));
    let expression = function::like(bind(text), bind(pattern), '\\');
    expect_value(context, "without an end", expression, false).await
}

async fn of_sea_query(context: &mut Context) -> Outcome {
    let text = || Expr::from(bind("100% Hil"));
    for (what, expression, expected) in [
        ("like", text().like("100%"), true),
        ("another case", text().like("%HIL"), false),
        ("not like", text().not_like("%HIL"), true),
        ("a backslash", text().like("100\\% H%"), true),
        (
            "a backslash before another sign",
            text().like("10\\%%"),
            false,
        ),
        (
            "an escape",
            text().like(LikeExpr::new("100!% H%").escape('!')),
            true,
        ),
        (
            "not by an escape",
            text().not_like(LikeExpr::new("10!%%").escape('!')),
            true,
        ),
    ] {
        expect_value(context, what, expression, expected).await?;
    }
    Ok(())
}

async fn common_syntax(context: &mut Context) -> Outcome {
    for (text, expression, expected) in [
        ("abc", "^a.c$", true),
        ("ac", "^a.c$", false),
        ("abbc", "ab*c", true),
        ("ac", "ab*c", true),
        ("ac", "ab+c", false),
        ("ac", "ab?c", true),
        ("abbbc", "^ab{2,3}c$", true),
        ("abc", "^ab{2,}c$", false),
        ("abbc", "^ab{2}c$", true),
        ("cat", "^(cat|dog)$", true),
        ("cow", "^(cat|dog)$", false),
        ("abab", "^(?:ab)+$", true),
        ("x7", "[0-9]", true),
        ("xy", "[^a-z]", false),
        ("x7", "^[[:alpha:]][[:digit:]]$", true),
        ("x 7", r"^\w\s\d$", true),
        ("x-7", r"^\w\W\d$", true),
        ("a.b", r"a\.b", true),
        ("axb", r"a\.b", false),
        (r"a\b", r"a\\b", true),
        ("a(b", r"a\(b", true),
        ("aXXb", "a.*?b", true),
        ("anything", "", true),
        ("", "^$", true),
    ] {
        let call = function::matches(bind(text), bind(expression));
        expect_value(
            context,
            &format!("{text:?} by {expression:?}"),
            call,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn anywhere(context: &mut Context) -> Outcome {
    for (expression, expected) in [
        ("deg", true),
        ("^deg", false),
        ("deg$", false),
        ("gard$", true),
        ("D", false),
    ] {
        let call = function::matches(bind("Hildegard"), bind(expression));
        expect_value(context, expression, call, expected).await?;
    }
    Ok(())
}

async fn matches_any_case(context: &mut Context) -> Outcome {
    let all = knows_letters(context).await?;
    for (text, expression, expected) in [
        ("Hildegard", "^hIL", true),
        ("Hildegard", "dog", false),
        ("ÄÖ", "^äö$", true),
        ("ДОСТО", "досто", true),
    ] {
        if !all && !text.is_ascii() {
            continue;
        }
        let call = function::matches_any_case(bind(text), bind(expression));
        expect_value(
            context,
            &format!("{text:?} by {expression:?}"),
            call,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn unicode(context: &mut Context) -> Outcome {
    for (text, expression, expected) in [
        ("a😀b", "^a.b$", true),
        ("ä", "^[ä-ö]$", true),
        ("ä", "^..$", false),
        ("日本", "^日.$", true),
    ] {
        let call = function::matches(bind(text), bind(expression));
        expect_value(
            context,
            &format!("{text:?} by {expression:?}"),
            call,
            expected,
        )
        .await?;
    }
    Ok(())
}

async fn line_feeds(context: &mut Context) -> Outcome {
    for (expression, expected) in [
        ("^a.b$", true),
        ("^b", false),
        ("a$", false),
        ("a[^x]b", true),
        (r"a\sb", true),
    ] {
        let call = function::matches(bind("a\nb"), bind(expression));
        expect_value(context, expression, call, expected).await?;
    }
    Ok(())
}

async fn of_an_expression(context: &mut Context) -> Outcome {
    let computed = function::concatenate([Expr::from(bind("^H")), bind(".*d$").into()]);
    let call = function::matches(bind("Hildegard"), computed);
    expect_value(context, "computed", call, true).await
}

async fn invalid(context: &mut Context) -> Outcome {
    for expression in ["(", "a{2,1}", "[b-a]", "*a", "a\\"] {
        let call = function::matches(bind("abc"), bind(expression));
        expect_data_error(context, expression, call).await?;
    }
    let call = function::matches(bind("abc"), bind("b"));
    expect_value(context, "afterwards", call, true).await
}

async fn null(context: &mut Context) -> Outcome {
    let nothing = || bind(None::<String>);
    let of_null = function::matches(nothing(), bind("a"));
    expect_value(context, "of NULL", of_null, None::<bool>).await?;
    let by_null = function::matches_any_case(bind("a"), nothing());
    expect_value(context, "by NULL", by_null, None::<bool>).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    let expression = function::matches(bind("ab"), bind("a"));
    expect_refused(context, Flag::supports_regular_expressions, expression).await
}
