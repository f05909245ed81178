//! Compiling a query: what our builders, typed parameters and refusals cost beside `sea_query`'s own `build`.
//!
//! `cargo bench --manifest-path benches/Cargo.toml --bench compile` needs no server and no database, as a query is compiled
//! without one. Each piece of work compiles a query that is there already, by `sea_query`'s own builder of the vendor into its
//! text and values, and by ours into a statement.

use std::hint::black_box;
use std::path::Path;

use backend_benches::measure::{self, Contender, Run};
use backend_core::backend::Backend;
use backend_core::operations::Dialect;
use backend_core::query::Query;
use backend_core::sea_query::{
    Expr, ExprTrait as _, InsertStatement, Order, PostgresQueryBuilder, QueryBuilder,
    SelectStatement, SqliteQueryBuilder,
};
use backend_core::wrapper::{ServerInfo, Version};

const WORKLOADS: [(&str, u32); 10] = [
    ("SQLite, point select", 4_000),
    ("SQLite, insert of 10 columns", 4_000),
    ("SQLite, join with conditions", 2_000),
    ("SQLite, list of 20", 2_000),
    ("SQLite, insert of 100 rows", 100),
    ("PostgreSQL, point select", 4_000),
    ("PostgreSQL, insert of 10 columns", 4_000),
    ("PostgreSQL, join with conditions", 2_000),
    ("PostgreSQL, list of 20", 2_000),
    ("PostgreSQL, insert of 100 rows", 100),
];

#[derive(Clone, Copy)]
enum Who {
    SeaQuery,
    Ours,
}

impl Contender for Who {
    const ALL: &'static [Self] = &[Self::SeaQuery, Self::Ours];
    const BASE: &'static str = "sea-query's build";

    fn name(self) -> &'static str {
        match self {
            Self::SeaQuery => "sea-query",
            Self::Ours => "ours",
        }
    }

    fn make(self, workload: &str, _folder: &Path) -> Option<Run> {
        let (vendor, work) = workload.split_once(", ")?;
        Some(match (self, vendor) {
            (Self::SeaQuery, "SQLite") => own(work, || SqliteQueryBuilder),
            (Self::SeaQuery, _) => own(work, || PostgresQueryBuilder),
            (Self::Ours, "SQLite") => ours(work, &sqlite()),
            (Self::Ours, _) => ours(work, &postgres()),
        })
    }
}

fn main() {
    measure::run::<Who>(&WORKLOADS);
}

fn sqlite() -> Dialect {
    let server = ServerInfo::new("SQLite", Version::new(3, 53, 0));
    dialect(&backend_sqlite::BACKEND, &server)
}

fn postgres() -> Dialect {
    let server = ServerInfo::new("PostgreSQL", Version::new(18, 0, 0));
    dialect(&backend_postgres::BACKEND, &server)
}

fn dialect(backend: &Backend, server: &ServerInfo) -> Dialect {
    backend.dialect(server)
}

fn own<B: QueryBuilder + 'static>(work: &str, builder: fn() -> B) -> Run {
    match statement(work) {
        Statement::Select(select) => Box::new(move || {
            let (sql, values) = black_box(&select).build(builder());
            black_box(sql).len() + black_box(values).0.len()
        }),
        Statement::Insert(insert) => Box::new(move || {
            let (sql, values) = black_box(&insert).build(builder());
            black_box(sql).len() + black_box(values).0.len()
        }),
    }
}

fn ours(work: &str, dialect: &Dialect) -> Run {
    let dialect = dialect.clone();
    let query: Query = match statement(work) {
        Statement::Select(select) => select.into(),
        Statement::Insert(insert) => insert.into(),
    };
    Box::new(move || {
        let statements = dialect
            .build(black_box(&query))
            .expect("both vendors have it");
        black_box(statements)
            .iter()
            .map(|statement| statement.sql.len() + statement.params.len())
            .sum()
    })
}

enum Statement {
    Select(SelectStatement),
    Insert(InsertStatement),
}

fn statement(work: &str) -> Statement {
    match work {
        "point select" => Statement::Select(point()),
        "join with conditions" => Statement::Select(join()),
        "list of 20" => Statement::Select(list()),
        "insert of 10 columns" => Statement::Insert(insert(1)),
        _ => Statement::Insert(insert(100)),
    }
}

fn point() -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("item")
        .and_where(Expr::col("id").eq(7_i64))
        .take()
}

fn join() -> SelectStatement {
    Query::select()
        .column(("item", "id"))
        .column(("item", "name"))
        .column(("place", "name"))
        .from("item")
        .left_join(
            "place",
            Expr::col(("place", "id")).equals(("item", "place_id")),
        )
        .and_where(Expr::col(("item", "active")).eq(true))
        .and_where(
            Expr::col(("item", "price"))
                .between(100_i64, 200_i64)
                .or(Expr::col(("place", "name")).like("North%")),
        )
        .and_where(Expr::col(("item", "note")).is_not_null())
        .order_by(("item", "name"), Order::Asc)
        .order_by(("item", "id"), Order::Desc)
        .limit(50)
        .offset(100)
        .take()
}

fn list() -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("item")
        .and_where(Expr::col("id").is_in(1_i64..=20))
        .take()
}

const COLUMNS: [&str; 10] = [
    "id", "price", "ratio", "name", "note", "code", "quantity", "active", "data", "place",
];

fn insert(rows: i64) -> InsertStatement {
    let mut insert = Query::insert();
    insert.into_table("item").columns(COLUMNS);
    for id in 0..rows {
        insert.values_panic([
            id.into(),
            (id * 100).into(),
            0.5_f64.into(),
            "a name of some length".into(),
            None::<String>.into(),
            "a code".into(),
            Some(7_i64).into(),
            true.into(),
            vec![0_u8, 1, 2, 3].into(),
            "a place".into(),
        ]);
    }
    insert
}
