//! Planning a change: the processor time does not grow with the tables as it would if each were looked at more than once.
//!
//! `cargo bench --manifest-path benches/Cargo.toml --bench plan` needs no server and no database, as planning asks nobody.
//! It prints a table in Markdown: for each sort of change and each vendor the processor time of one plan in microseconds, the
//! median of all rounds, on schemas of 10 to 10,000 tables; below it the same of `Schema::apply`, of the difference of two
//! schemas that differ in one column, and of making a whole schema. In a round every change is planned in turn on every size.
//! `-- --rounds 20` changes the number of rounds. It fails where a plan on 1,000 tables takes 5 ms or more.

use std::hint::black_box;
use std::process::ExitCode;
use std::time::Duration;

use backend_core::backend::Backend;
use backend_core::model::{
    Change, Check, Column, ColumnType, Constraint, ForeignKey, Identifier, Identity, Index,
    IndexPart, PrimaryKey, QualifiedName, Schema, Table, Unique, View, diff,
};
use backend_core::operations::Dialect;
use backend_core::schema_editor::{creation, plan};
use backend_core::wrapper::{ServerInfo, Version};
use cpu_time::ProcessTime;

/// The sizes, in tables.
const SIZES: [usize; 4] = [10, 100, 1_000, 10_000];
/// The size that the limit is for, and the limit.
const LIMIT: (usize, Duration) = (1_000, Duration::from_millis(5));
/// The vendors, with a version that alters columns.
const VENDORS: [(&Backend, &str, Version); 2] = [
    (&backend_sqlite::BACKEND, "SQLite", Version::new(3, 53, 0)),
    (
        &backend_postgres::BACKEND,
        "PostgreSQL",
        Version::new(18, 0, 0),
    ),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let rounds = arguments
        .iter()
        .skip_while(|argument| *argument != "--rounds")
        .nth(1)
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(15);
    let schemas = SIZES.map(schema);
    let mut is_fast = true;
    println!("| change | vendor | 10 | 100 | 1,000 | 10,000 |\n|---|---|---:|---:|---:|---:|");
    for (name, change) in CHANGES {
        for (backend, vendor, version) in VENDORS {
            let dialect = backend.dialect(&ServerInfo::new(vendor, version));
            let planned = |schema: &Schema| planned(backend, &dialect, schema, &change(schema));
            if planned(&schemas[0]) == Planned::Refused {
                continue;
            }
            let taken = measure(&schemas, rounds, |schema| {
                black_box(planned(schema));
            });
            is_fast &= show(name, vendor, &taken);
        }
    }
    for (name, work) in OTHERS {
        let taken = measure(&schemas, rounds, work);
        show(name, "", &taken);
    }
    if is_fast {
        return ExitCode::SUCCESS;
    }
    eprintln!("a plan on {} tables takes {:?} or more", LIMIT.0, LIMIT.1);
    ExitCode::FAILURE
}

#[derive(PartialEq, Eq)]
enum Planned {
    Steps(usize),
    Refused,
}

fn planned(backend: &Backend, dialect: &Dialect, schema: &Schema, change: &Change) -> Planned {
    match plan(backend.schema_editor, dialect, schema, change) {
        Ok(plan) => Planned::Steps(plan.steps.len()),
        Err(_) => Planned::Refused,
    }
}

/// The median processor time of one piece of work on each size.
fn measure(schemas: &[Schema; 4], rounds: usize, work: impl Fn(&Schema)) -> [Duration; 4] {
    let mut taken: [Vec<Duration>; 4] = Default::default();
    let times = schemas.each_ref().map(|schema| repetitions(schema, &work));
    for _ in 0..rounds {
        for ((schema, times), taken) in schemas.iter().zip(times).zip(&mut taken) {
            let begun = ProcessTime::now();
            for _ in 0..times {
                work(schema);
            }
            taken.push(begun.elapsed() / times);
        }
    }
    taken.map(|mut taken| {
        taken.sort();
        taken[taken.len() / 2]
    })
}

/// How often work is done to take some milliseconds, which the clock can tell.
fn repetitions(schema: &Schema, work: impl Fn(&Schema)) -> u32 {
    let begun = ProcessTime::now();
    work(schema);
    let once = begun.elapsed().max(Duration::from_nanos(500));
    let times = Duration::from_millis(4).as_nanos() / once.as_nanos();
    u32::try_from(times.clamp(1, 2_000)).unwrap_or(1)
}

/// Prints a row, and says whether it is within the limit.
fn show(name: &str, vendor: &str, taken: &[Duration; 4]) -> bool {
    let cells = taken.map(|taken| format!("{:.1}", taken.as_secs_f64() * 1e6));
    println!("| {name} | {vendor} | {} |", cells.join(" | "));
    let limited = SIZES.iter().zip(taken).find(|(size, _)| **size == LIMIT.0);
    limited.is_none_or(|(_, taken)| *taken < LIMIT.1)
}

/// What is done beside planning.
const OTHERS: [(&str, fn(&Schema)); 4] = [
    ("`Schema::apply`, adding a column, with a copy", |schema| {
        let mut schema = schema.clone();
        schema
            .apply(&add_column(schema_middle(&schema)))
            .expect("it fits");
        black_box(schema);
    }),
    ("a copy of the schema", |schema| {
        black_box(schema.clone());
    }),
    ("`diff`, with a copy, one column differs", |schema| {
        let mut other = schema.clone();
        other
            .apply(&add_column(schema_middle(schema)))
            .expect("it fits");
        assert_eq!(diff(schema, &other, &[]).expect("it can be said").len(), 1);
    }),
    ("`creation`", |schema| {
        let server = ServerInfo::new("PostgreSQL", Version::new(18, 0, 0));
        let dialect = backend_postgres::BACKEND.dialect(&server);
        black_box(creation(schema, &dialect.features));
    }),
];

/// A sort of change, made for the table in the middle.
type Making = fn(&Schema) -> Change;

const CHANGES: [(&str, Making); 15] = [
    ("create a table", |schema| {
        let mut table = schema_middle(schema).clone();
        table.name = name("another");
        Change::CreateTable(table)
    }),
    ("drop a table", |schema| {
        Change::DropTable(last(schema).name.clone())
    }),
    ("rename a table", |schema| Change::RenameTable {
        table: schema_middle(schema).name.clone(),
        to: id("another"),
    }),
    ("add a column", |schema| add_column(schema_middle(schema))),
    ("drop a column", |schema| Change::DropColumn {
        table: schema_middle(schema).name.clone(),
        name: id("c5"),
    }),
    ("rename a column", |schema| Change::RenameColumn {
        table: schema_middle(schema).name.clone(),
        from: id("c5"),
        to: id("another"),
    }),
    ("NOT NULL", |schema| {
        alter(schema, |column| column.nullable = false)
    }),
    ("another type", |schema| {
        alter(schema, |column| column.column_type = ColumnType::BigInteger)
    }),
    ("create an index", |schema| Change::CreateIndex {
        table: schema_middle(schema).name.clone(),
        index: index("another", "c5"),
    }),
    ("drop an index", |schema| Change::DropIndex {
        table: schema_middle(schema).name.clone(),
        name: schema_middle(schema).indexes[0].name.clone(),
    }),
    ("add a foreign key", |schema| {
        let to = schema_middle(schema).name.clone();
        add(
            schema,
            Constraint::ForeignKey(ForeignKey::new(vec![id("c5")], to, vec![id("id")])),
        )
    }),
    ("add a check", |schema| {
        add(schema, Constraint::Check(Check::new("c5 > 0")))
    }),
    ("drop a unique constraint", |schema| {
        Change::DropConstraint {
            table: schema_middle(schema).name.clone(),
            name: id("one_c2"),
        }
    }),
    ("create a view", |_| {
        Change::CreateView(View::new(name("another"), "SELECT 1"))
    }),
    ("drop a view", |schema| {
        Change::DropView(schema.views[0].name.clone())
    }),
];

fn add_column(table: &Table) -> Change {
    Change::AddColumn {
        table: table.name.clone(),
        column: column("another"),
    }
}

fn add(schema: &Schema, constraint: Constraint) -> Change {
    Change::AddConstraint {
        table: schema_middle(schema).name.clone(),
        constraint,
    }
}

fn alter(schema: &Schema, change: fn(&mut Column)) -> Change {
    let table = schema_middle(schema);
    let mut column = table.column("c5").expect("the column").clone();
    change(&mut column);
    Change::AlterColumn {
        table: table.name.clone(),
        column,
        using: None,
    }
}

fn schema_middle(schema: &Schema) -> &Table {
    &schema.tables[schema.tables.len() / 2]
}

/// The last table, which no other refers to.
fn last(schema: &Schema) -> &Table {
    schema.tables.last().expect("a table")
}

fn id(text: &str) -> Identifier {
    Identifier::new(text).expect("a name")
}

fn name(text: &str) -> QualifiedName {
    QualifiedName::new(text).expect("a name")
}

fn column(text: &str) -> Column {
    Column::new(text, ColumnType::Integer).expect("a name")
}

fn index(named: &str, of: &str) -> Index {
    Index::new(id(named), vec![IndexPart::column(id(of))])
}

/// So many tables of eleven columns with two foreign keys to tables before them, two indexes, a unique constraint and a check,
/// and a view for each ten.
fn schema(tables: usize) -> Schema {
    let mut schema = Schema::new();
    schema.tables = (0..tables).map(table).collect();
    schema.views = (0..tables.div_ceil(10))
        .map(|n| {
            let query = format!("SELECT id, c1 FROM {} WHERE c2 > 0", table_name(n * 10));
            View::new(name(&format!("v{n:05}")), query)
        })
        .collect();
    schema
}

fn table_name(n: usize) -> String {
    format!("t{n:05}")
}

fn table(n: usize) -> Table {
    let id_column = Column::new("id", ColumnType::BigInteger).expect("a name");
    let mut table = Table::new(name(&table_name(n)))
        .with_column(id_column.with_identity(Identity::new()))
        .with_primary_key(PrimaryKey::new(vec![id("id")]).with_name(id("key")))
        .with_unique(Unique::new(vec![id("c2")]).with_name(id("one_c2")))
        .with_check(Check::new("c1 > 0").with_name(id("positive")))
        .with_index(index(&format!("i{n:05}_c1"), "c1"))
        .with_index(index(&format!("i{n:05}_c3"), "c3"));
    for n in 1..=8 {
        table = table.with_column(column(&format!("c{n}")));
    }
    for (key, to) in [("r1", n / 2), ("r2", n / 3)] {
        table = table.with_column(Column::new(key, ColumnType::BigInteger).expect("a name"));
        if n > 0 {
            let key = ForeignKey::new(vec![id(key)], name(&table_name(to)), vec![id("id")])
                .with_name(id(&format!("to_{key}")));
            table = table.with_foreign_key(key);
        }
    }
    table
}
