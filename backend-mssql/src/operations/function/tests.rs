//! The text of each function.

use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::function::{
    self, Bound, Call, DatePart, DateUnit, ExpressionWriter, Frame, HashFunction, JsonPath,
    TimeZone, Window, ascending, distinct, ordered, over,
};
use backend_core::model::{ColumnType, Identifier};
use backend_core::operations::Dialect;
use backend_core::query::bind;
use backend_core::sea_query::{ColumnRef, Cond, Condition, Expr, Func, FunctionCall};
use backend_core::sql::Writer;
use backend_core::value::TypedValue;
use backend_core::wrapper::{ServerInfo, Version};

use crate::BACKEND;
use crate::features::{BABELFISH, SQL_2017, SQL_2025};
use crate::sql::SYNTAX;

/// Keeps the text of a function. A column is its name, a value is `@`, and a condition is `condition`.
#[derive(Default)]
struct Text {
    text: String,
    error: Option<Error>,
}

impl Text {
    fn written(&mut self, write: impl FnOnce(&mut Writer<'_>)) {
        let mut writer = Writer::new(&SYNTAX);
        write(&mut writer);
        self.text.push_str(writer.as_str());
    }
}

impl ExpressionWriter for Text {
    fn push(&mut self, sql: &'static str) {
        self.text.push_str(sql);
    }

    fn fragment(&mut self, sql: &str) {
        self.text.push_str(sql);
    }

    fn expression(&mut self, expression: &Expr) {
        match expression {
            Expr::Column(ColumnRef::Column(name)) => self.text.push_str(&name.1.inner()),
            Expr::Column(_) => self.push("*"),
            Expr::Tuple(members) => {
                self.push("(");
                self.expressions(members);
                self.push(")");
            }
            Expr::FunctionCall(call) => match text_of(call, &dialect(SQL_2025)) {
                Ok(text) => self.text.push_str(&text),
                Err(error) => self.error = Some(error),
            },
            _ => self.text.push('@'),
        }
    }

    fn condition(&mut self, _: &Condition) {
        self.push("condition");
    }

    fn bind(&mut self, value: TypedValue) {
        self.text.push_str(&format!("@{:?}", value.value));
    }

    fn number(&mut self, number: i128) {
        self.text.push_str(&number.to_string());
    }

    fn string(&mut self, text: &str) {
        self.written(|writer| {
            writer.string(text);
        });
    }

    fn identifier(&mut self, name: &Identifier) {
        self.written(|writer| {
            writer.identifier(name);
        });
    }
}

fn dialect(version: Version) -> Dialect {
    BACKEND.dialect(&ServerInfo::new("", version))
}

fn text_of(call: &FunctionCall, dialect: &Dialect) -> Result<String> {
    let call = Call::of(call)?.unwrap();
    let mut out = Text::default();
    super::write(dialect, &call, &mut out)?;
    out.error.map_or(Ok(out.text), Err)
}

fn written(call: &FunctionCall) -> String {
    text_of(call, &dialect(SQL_2025)).unwrap()
}

fn a() -> Expr {
    Expr::col("a")
}

fn b() -> Expr {
    Expr::col("b")
}

fn expect<const N: usize>(rows: [(FunctionCall, &str); N]) {
    for (call, expected) in rows {
        assert_eq!(written(&call), expected);
    }
}

#[test]
fn numbers() {
    expect([
        (function::absolute(a()), "ABS(a)"),
        (function::sin(a()), "SIN(CAST(a AS float))"),
        (function::ln(a()), "LOG(CAST(a AS float))"),
        (
            function::exclusive_or(a(), b()),
            "(CAST(a AS bigint) ^ CAST(b AS bigint))",
        ),
        (
            function::exp(a()),
            "(EXP(CAST(a AS float)) / CASE WHEN EXP(CAST(a AS float)) = 0 THEN 0 ELSE 1 END)",
        ),
        (
            function::modulo(a(), b()),
            "(CASE WHEN b = -1 THEN a - a ELSE a % b END)",
        ),
        (
            function::round(bind(7_i64), bind(-1_i64)),
            "ROUND(@, CAST(@ AS int))",
        ),
    ]);
}

#[test]
fn doubles_are_rounded_by_their_digits_and_columns_when_the_query_runs() {
    let of_double = written(&function::round(bind(0.5), bind(0_i64)));
    assert!(
        of_double.starts_with("CAST((SELECT CASE WHEN v = 0"),
        "{of_double}"
    );
    let of_column = written(&function::round(a(), bind(0_i64)));
    assert!(
        of_column.ends_with("ELSE ROUND(a, CAST(@ AS int)) END)"),
        "{of_column}"
    );
    assert!(
        of_column.contains("'real' THEN CAST(TRY_CAST(TRY_CAST("),
        "{of_column}"
    );
}

#[test]
fn texts() {
    expect([
        (
            function::length(a()),
            "(LEN(CAST(a AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC + N'x') - 1)",
        ),
        (
            function::left(a(), bind(2_i64)),
            "(LEFT(CAST(a AS nvarchar(max)) COLLATE Latin1_General_100_CI_AS_SC, CAST(@ AS int)) COLLATE DATABASE_DEFAULT)",
        ),
        (
            function::upper(a()),
            "(UPPER(CAST(a AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) COLLATE DATABASE_DEFAULT)",
        ),
        (
            function::trim(a()),
            "(LTRIM(RTRIM(CAST(a AS nvarchar(max)))) COLLATE DATABASE_DEFAULT)",
        ),
        (
            function::concatenate([a(), b()]),
            "(CONCAT(CAST(a AS nvarchar(max)) COLLATE DATABASE_DEFAULT, CAST(b AS nvarchar(max)) COLLATE DATABASE_DEFAULT, N'') COLLATE DATABASE_DEFAULT)",
        ),
    ]);
    let babelfish = BACKEND.dialect(&ServerInfo::new("", SQL_2025).with_attribute(BABELFISH, "4"));
    let length = text_of(&function::length(a()), &babelfish).unwrap();
    assert_eq!(length, "(LEN(CAST(a AS nvarchar(max)) + N'x') - 1)");
}

#[test]
fn characters_of_two_units_are_trimmed_as_one() {
    let text = written(&function::trim_start_characters(a(), bind("x🦀")));
    assert!(text.contains("N'🦀', NCHAR(64976))"), "{text}");
    assert!(
        text.ends_with("NCHAR(64976), N'🦀') COLLATE DATABASE_DEFAULT)"),
        "{text}"
    );
}

#[test]
fn lookups() {
    expect([
        (
            function::contains(a(), bind("5%")),
            "(CAST(a AS nvarchar(max)) COLLATE Latin1_General_100_BIN2 LIKE @Text(\"%5\\\\%%\") ESCAPE N'\\')",
        ),
        (
            function::starts_with_any_case(a(), bind("x")),
            "(UPPER(CAST(a AS nvarchar(max)) COLLATE Latin1_General_100_BIN2) LIKE UPPER(@Text(\"x%\") COLLATE Latin1_General_100_BIN2) ESCAPE N'\\')",
        ),
        (
            function::matches(a(), b()),
            "REGEXP_LIKE(CAST(a AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, CAST(b AS nvarchar(max)) COLLATE Latin1_General_100_BIN2, 'cs')",
        ),
    ]);
    let one = function::like(a(), bind("_"), '!');
    assert!(written(&one).contains("Latin1_General_100_BIN2_UTF8"));
    let before = text_of(&one, &dialect(SQL_2017)).unwrap();
    assert!(!before.contains("UTF8"), "{before}");
    let long = function::starts_with(a(), bind("x".repeat(4_000)));
    assert!(!written(&long).contains("LIKE"));
    let unfinished = text_of(&function::like(a(), bind("a!"), '!'), &dialect(SQL_2025));
    assert_eq!(unfinished.unwrap_err().kind(), ErrorKind::Data);
}

#[test]
fn aggregates() {
    let some = || Cond::all().add(Expr::col("c"));
    expect([
        (function::count_rows(), "COUNT_BIG(*)"),
        (
            function::count_rows().filter(some()),
            "COUNT_BIG(CASE WHEN condition THEN 1 END)",
        ),
        (Func::count_distinct(a()), "COUNT_BIG(DISTINCT a)"),
        (
            function::sum(a()),
            "SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE a END)",
        ),
        (
            function::sum(a()).filter(some()),
            "SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) WHEN condition THEN a END)",
        ),
        (
            distinct(function::average(a())).filter(some()),
            "AVG(DISTINCT CASE WHEN condition THEN CAST(a AS float) END)",
        ),
        (
            function::bool_or(a()),
            "CAST(MAX(CAST(a AS tinyint)) AS bit)",
        ),
        (
            ordered(function::string_aggregate(a(), ","), [ascending(b())]),
            "STRING_AGG(CAST(a AS nvarchar(max)), @) WITHIN GROUP (ORDER BY b ASC)",
        ),
        (
            ordered(function::sum(a()), [ascending(b())]),
            "SUM(CASE WHEN 1 = 0 THEN CAST(0 AS decimal(1,0)) ELSE a END)",
        ),
    ]);
    let median = text_of(&function::median(a()), &dialect(SQL_2025));
    let flag = Some(Flag::supports_percentiles);
    assert_eq!(median.unwrap_err().kind(), ErrorKind::NotSupported(flag));
}

#[test]
fn aggregates_that_the_server_lacks() {
    let some = || Cond::all().add(Expr::col("c"));
    expect([
        (
            function::regression_slope(a(), b()),
            "((VARP(CAST(a AS float) + CAST(b AS float)) - VARP(CAST(a AS float) - CAST(b AS float))) / 4 \
             / NULLIF(VARP(CASE WHEN CAST(a AS float) IS NOT NULL THEN CAST(b AS float) END), 0))",
        ),
        (
            function::regression_count(a(), b()),
            "COUNT_BIG(CAST(a AS float) + CAST(b AS float))",
        ),
        (
            function::json_array_aggregate(a()),
            "(N'[' + STRING_AGG(CAST(SUBSTRING(JSON_ARRAY(a NULL ON NULL), 2, LEN(JSON_ARRAY(a NULL ON NULL)) - 2) AS nvarchar(max)), N', ') + N']')",
        ),
    ]);
    for (call, start, end) in [
        (
            function::bit_and(a()).filter(some()),
            "(MIN(CASE WHEN condition THEN CAST(a AS bigint) END & CAST(1 AS bigint)) + MIN(",
            " + MAX(CASE WHEN condition THEN CAST(a AS bigint) END & CAST(-9223372036854775808 AS bigint)))",
        ),
        (
            distinct(function::bit_xor(a())),
            "(CASE WHEN COUNT_BIG(DISTINCT CAST(a AS bigint)) > 0 THEN COUNT_BIG(DISTINCT CASE WHEN CAST(a AS bigint) & CAST(1 AS bigint) <> 0 \
             THEN CAST(a AS bigint) END) % 2 * CAST(1 AS bigint) + ",
            " % 2 * CAST(-9223372036854775808 AS bigint) END)",
        ),
    ] {
        let text = written(&call);
        assert!(text.starts_with(start) && text.ends_with(end), "{text}");
        assert_eq!(text.matches(" & CAST(").count(), 64);
    }
}

#[test]
fn windows_have_an_order() {
    let framed = Window::new().frame(Frame::rows(Bound::CurrentRow, Bound::UnboundedFollowing));
    let by_b = || Window::new().order_by(ascending(b()));
    expect([
        (
            over(function::row_number(), Window::new()),
            "ROW_NUMBER() OVER (ORDER BY (SELECT NULL))",
        ),
        (
            over(function::lag_or(a(), 2, bind(0_i64)), by_b()),
            "LAG(a, 2, @) OVER (ORDER BY b ASC)",
        ),
        (
            over(function::average(a()), Window::new()),
            "AVG(CAST(a AS float)) OVER ()",
        ),
        (
            over(Func::max(a()), framed),
            "MAX(a) OVER (ORDER BY (SELECT NULL) ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)",
        ),
    ]);
}

#[test]
fn dates() {
    expect([
        (
            function::extract(DatePart::IsoWeekDay, a()),
            "(DATEDIFF(day, DATEFROMPARTS(1, 1, 1), CAST(a AS datetime2(7))) % 7 + 1)",
        ),
        (
            function::extract_from_time(DatePart::Hour, a()),
            "DATEPART(hour, CAST(a AS time(7)))",
        ),
        (
            function::truncate_date(DateUnit::Month, a()),
            "DATEFROMPARTS(DATEPART(year, CAST(a AS date)), DATEPART(month, CAST(a AS date)), 1)",
        ),
        (function::now(), "TODATETIMEOFFSET(SYSUTCDATETIME(), 0)"),
        (
            function::add_days(a(), b()),
            "DATEADD(day, CAST(b AS int), CAST(a AS date))",
        ),
        (
            function::local_timestamp(&TimeZone::UTC, a()),
            "CAST(SWITCHOFFSET(a, 0) AS datetime2(7))",
        ),
        (
            function::instant(&TimeZone::offset(-5_400).unwrap(), a()),
            "TODATETIMEOFFSET(DATEADD(second, 5400, CAST(a AS datetime2(7))), 0)",
        ),
    ]);
    let west = TimeZone::named("Etc/GMT+12").unwrap();
    let text = written(&function::instant(&west, a()));
    assert!(text.contains("(-43200)") && !text.contains("--"), "{text}");
    let zone = TimeZone::named("Asia/Kathmandu").unwrap();
    assert_eq!(
        written(&function::local_timestamp(&zone, a())),
        "(SELECT DATEADD(second, (20476 + COALESCE((SELECT SUM(backend_change.d) FROM (VALUES (-1577943676, -676), (504901800, 900)) \
         AS backend_change(a, d) WHERE backend_change.a <= DATEDIFF_BIG(second, '1970-01-01', backend_utc.u)), 0)), backend_utc.u) \
         FROM (SELECT CAST(SWITCHOFFSET(a, 0) AS datetime2(7)) AS u) AS backend_utc)"
    );
}

#[test]
fn the_others() {
    expect([
        (function::random_uuid(), "NEWID()"),
        (function::rollup([a(), b()]), "ROLLUP (a, b)"),
        (
            function::grouping_sets([vec![a()], vec![]]),
            "GROUPING SETS ((a), ())",
        ),
        (function::grouping([a(), b()]), "GROUPING_ID(a, b)"),
        (
            function::greatest([a(), b()]),
            "(SELECT MAX(backend_value) FROM (VALUES (a), (b)) AS backend_values(backend_value))",
        ),
        (
            function::hash_bytes(HashFunction::Md5, a()),
            "LOWER(CONVERT(varchar(128), HASHBYTES('MD5', CAST(a AS varbinary(max))), 2))",
        ),
        (
            function::cast(a(), &ColumnType::Integer, &ColumnType::Boolean),
            "CAST(CASE WHEN a <> 0 THEN 1 WHEN a = 0 THEN 0 END AS bit)",
        ),
        (
            function::cast(a(), &ColumnType::Date, &ColumnType::Text),
            "(CAST(CONVERT(nvarchar(10), a, 23) AS nvarchar(max)) COLLATE DATABASE_DEFAULT)",
        ),
    ]);
    let collation = Identifier::new("Latin1_General_BIN2").unwrap();
    assert_eq!(
        written(&function::collate(a(), &collation)),
        "(a COLLATE Latin1_General_BIN2)"
    );
    let strange = Identifier::new("a] OR 1=1").unwrap();
    let refused = text_of(&function::collate(a(), &strange), &dialect(SQL_2025));
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::DoesNotExist);
}

const ROOT: &str = "FROM (SELECT MIN([type]) AS t, MIN([value]) AS v FROM OPENJSON(NCHAR(123) + N'\"x\": ' + CAST(a AS nvarchar(max)) \
     + NCHAR(125)) HAVING 1 = CASE COUNT(*) WHEN 1 THEN 1 WHEN 0 THEN 0 \
     ELSE CAST(CONCAT(N'no JSON document', NULLIF(COUNT(*), COUNT(*))) AS int) END) AS backend_0";

#[test]
fn documents_are_read_step_by_step() {
    let path = JsonPath::ROOT.key("it's \"x\" ").index(-2).index(7);
    let steps = " CROSS APPLY (SELECT TOP (1) [type] AS t, [value] AS v FROM OPENJSON(CASE WHEN backend_0.t = 5 THEN backend_0.v END) \
         WHERE CAST([key] AS nvarchar(max)) + N'.' = N'it''s \"x\" .' COLLATE Latin1_General_100_BIN2) AS backend_1 \
         CROSS APPLY (SELECT t, v FROM (SELECT [type] AS t, [value] AS v, CAST([key] AS int) AS i, COUNT(*) OVER () AS n \
         FROM OPENJSON(CASE WHEN backend_1.t = 4 THEN backend_1.v END)) AS backend_elements WHERE i = n - 2) AS backend_2 \
         CROSS APPLY (SELECT [type] AS t, [value] AS v FROM OPENJSON(CASE WHEN backend_2.t = 4 THEN backend_2.v END) \
         WHERE [key] = N'7') AS backend_3";
    let text = written(&function::json_text_at(a(), &path));
    assert_eq!(text, format!("(SELECT backend_3.v {ROOT}{steps})"));
    let has = written(&function::json_has_path(a(), &path));
    let steps = steps.strip_prefix(" CROSS APPLY ").unwrap();
    assert_eq!(
        has,
        format!(
            "((SELECT CASE WHEN EXISTS (SELECT 1 AS x FROM {steps}) THEN 1 ELSE 0 END {ROOT}) = 1)"
        )
    );
    let none = written(&function::json_has_any_key(a(), &JsonPath::ROOT, [""; 0]));
    assert!(none.contains("WHERE backend_0.t = 5 AND (1 = 0)"), "{none}");
}

#[test]
fn documents_are_made_of_documents() {
    let null = "COALESCE((SELECT CASE backend_0.t WHEN 0 THEN N'null' WHEN 1 THEN N'\"' + STRING_ESCAPE(backend_0.v, 'json') + N'\"' \
         ELSE backend_0.v END ";
    let made = written(&function::json_object([
        ("x", b()),
        ("y\"'", a()),
        ("x", a()),
    ]));
    assert_eq!(
        made,
        format!(
            "(N'{{' + N'\"y\\\"''\": ' + {null}{ROOT}), N'null') + N', ' + N'\"x\": ' + {null}{ROOT}), N'null') + N'}}')"
        )
    );
    let none: [Expr; 0] = [];
    assert_eq!(written(&function::json_array(none)), "(N'[]')");
    let text = function::to_json(a(), &ColumnType::Text);
    assert_eq!(
        written(&function::json_array([Expr::from(text)])),
        "(N'[' + COALESCE((N'\"' + STRING_ESCAPE((CAST(CAST(a AS nvarchar(max)) AS nvarchar(max)) COLLATE DATABASE_DEFAULT), 'json') + N'\"'), N'null') + N']')"
    );
}

#[test]
fn documents_are_put_together_again() {
    let set = written(&function::json_set(
        a(),
        &JsonPath::ROOT.key("k").index(0),
        b(),
    ));
    for part in [
        "CASE WHEN backend_0.t = 5 THEN NCHAR(123) + COALESCE((SELECT STRING_AGG(m, N', ') FROM (SELECT N'\"' + STRING_ESCAPE([key], 'json')",
        "CASE WHEN CAST([key] AS nvarchar(max)) + N'.' = N'k.' COLLATE Latin1_General_100_BIN2 THEN CASE WHEN backend_1.t = 4 THEN N'[' +",
        "CASE WHEN i = 0 THEN backend_value.w ELSE",
        "UNION ALL SELECT 0, backend_value.w WHERE (SELECT COUNT(*) FROM OPENJSON(CASE WHEN backend_1.t = 4 THEN backend_1.v END)) = 0",
        "CROSS JOIN (SELECT COALESCE((SELECT",
    ] {
        assert!(set.contains(part), "{part} in {set}");
    }
    let remove = written(&function::json_remove(a(), &JsonPath::ROOT.index(-1)));
    assert!(
        remove.contains("WHERE NOT (i = n - 1)") && !remove.contains("backend_value"),
        "{remove}"
    );
}

#[test]
fn what_the_server_does_not_find_is_refused() {
    let long = |count: usize| JsonPath::ROOT.key("k".repeat(count));
    let deep = |count: i32| (0..count).fold(JsonPath::ROOT, JsonPath::index);
    for (path, is_good) in [
        (long(4_000), true),
        (long(4_001), false),
        (JsonPath::ROOT.key("\u{1f980}".repeat(2_001)), false),
        (deep(127), true),
        (deep(128), false),
    ] {
        let found = text_of(&function::json_at(a(), &path), &dialect(SQL_2025));
        assert_eq!(found.is_ok(), is_good);
    }
}
