//! Reading a catalog: the number of queries does not grow with the tables, the time grows in step with them.

use backend_core::introspection::Scope;
use backend_sqlite::BACKEND;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use futures_executor::block_on;

fn introspect(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("introspect");
    group.sample_size(10);
    let folder = tempfile::tempdir().expect("a folder");
    for tables in [10_usize, 100, 1_000, 10_000] {
        let path = folder.path().join(format!("{tables}.sqlite3"));
        backend_benches::make_tables(&path, tables);
        let path = path.to_str().expect("the path is text");
        let mut connection = backend_benches::session(path, "inline");
        let snapshot = block_on(BACKEND.introspect(&mut connection, &Scope::all()))
            .expect("the catalog is read");
        println!("{tables} tables: {} catalog queries", snapshot.queries);
        assert_eq!(snapshot.schema.tables.len(), tables);
        group.throughput(Throughput::Elements(tables as u64));
        group.bench_function(BenchmarkId::new("ours", tables), |bencher| {
            bencher.iter(|| block_on(BACKEND.introspect(&mut connection, &Scope::all())));
        });
        group.bench_function(
            BenchmarkId::new("our queries, rows dropped", tables),
            |bencher| {
                let raw = rusqlite::Connection::open(path).expect("the file opens");
                bencher.iter(|| our_queries(&raw).expect("the catalog is read"));
            },
        );
        group.bench_function(BenchmarkId::new("one pragma a table", tables), |bencher| {
            let raw = rusqlite::Connection::open(path).expect("the file opens");
            bencher.iter(|| pragmas_by_table(&raw).expect("the catalog is read"));
        });
    }
    group.finish();
}

/// SQLite's own part of ours: the same queries, whose rows are only counted.
fn our_queries(raw: &rusqlite::Connection) -> rusqlite::Result<usize> {
    let mut rows = 0;
    for sql in [
        include_str!("../../backend-sqlite/src/introspection/sql/relations.sql"),
        include_str!("../../backend-sqlite/src/introspection/sql/objects.sql"),
        include_str!("../../backend-sqlite/src/introspection/sql/columns.sql"),
        include_str!("../../backend-sqlite/src/introspection/sql/indexes.sql"),
        include_str!("../../backend-sqlite/src/introspection/sql/foreign_keys.sql"),
    ] {
        let mut statement = raw.prepare_cached(sql)?;
        if statement.parameter_count() == 1 {
            statement.raw_bind_parameter(1, "table")?;
        }
        let mut found = statement.raw_query();
        while found.next()?.is_some() {
            rows += 1;
        }
    }
    Ok(rows)
}

/// What a hand-written program does, and all it does: three pragmas a table and one an index, rows counted.
fn pragmas_by_table(raw: &rusqlite::Connection) -> rusqlite::Result<usize> {
    let mut names = raw.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")?;
    let names: Vec<String> = names
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut rows = 0;
    let mut indexes = Vec::new();
    for name in names {
        for pragma in ["table_xinfo", "index_list", "foreign_key_list"] {
            raw.pragma(None, pragma, &name, |row| {
                rows += 1;
                if pragma == "index_list" {
                    indexes.push(row.get::<_, String>(1)?);
                }
                Ok(())
            })?;
        }
    }
    for index in indexes {
        raw.pragma(None, "index_xinfo", &index, |_| {
            rows += 1;
            Ok(())
        })?;
    }
    Ok(rows)
}

criterion_group!(benches, introspect);
criterion_main!(benches);
