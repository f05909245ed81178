//! Reading a catalog of PostgreSQL: the number of queries does not grow with the tables, the time no faster than they do.

use backend_benches::postgres::{Catalog, runtime, said_missing, session, url};
use backend_core::introspection::Scope;
use backend_postgres::BACKEND;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn introspect(criterion: &mut Criterion) {
    let Some(url) = url() else {
        said_missing();
        return;
    };
    let mut group = criterion.benchmark_group("introspect PostgreSQL");
    group.sample_size(10);
    for tables in [10_usize, 100, 1_000] {
        let catalog = Catalog::make(&url, tables);
        let runtime = runtime();
        let mut connection = session(&runtime, &catalog.url);
        let snapshot = runtime
            .block_on(BACKEND.introspect(&mut connection, &Scope::all()))
            .expect("the catalog is read");
        println!("{tables} tables: {} catalog queries", snapshot.queries);
        assert_eq!(snapshot.schema.tables.len(), tables);
        group.throughput(Throughput::Elements(tables as u64));
        group.bench_function(BenchmarkId::new("ours", tables), |bencher| {
            bencher.iter(|| runtime.block_on(BACKEND.introspect(&mut connection, &Scope::all())));
        });
        group.bench_function(
            BenchmarkId::new("ours, session opened first", tables),
            |bencher| {
                bencher.iter(|| {
                    let mut connection = session(&runtime, &catalog.url);
                    runtime.block_on(BACKEND.introspect(&mut connection, &Scope::all()))
                });
            },
        );
        runtime.block_on(connection.close()).expect("it closes");
    }
    group.finish();
}

criterion_group!(benches, introspect);
criterion_main!(benches);
