//! The events of `tracing`, alone in their program: which events are wanted is kept for all threads, and a test beside this one could
//! meet them before anybody wants them.
#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use backend_core::sql::Statement;
use futures_executor::block_on;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
struct Writer(Arc<Mutex<Vec<String>>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() != "duration_us" {
            self.0.push_str(&format!(" {}={value:?}", field.name()));
        }
    }
}

impl Subscriber for Writer {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "backend_core::statement"
    }

    fn new_span(&self, _span: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, _values: &Record<'_>) {}

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = event.metadata().level().to_string();
        event.record(&mut Line(&mut line));
        self.0.lock().unwrap().push(line);
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[test]
fn one_event_a_call_with_parameters_only_where_asked_for() {
    let writer = Writer::default();
    let lines = Arc::clone(&writer.0);
    tracing::subscriber::with_default(writer, || {
        let backend = &toy_backend::BACKEND;
        let settings = backend.settings("toy:").unwrap();
        let mut connection = block_on(backend.connect(&settings)).unwrap();
        block_on(connection.batch("CREATE TABLE artist (id bigint, name text)")).unwrap();
        lines.lock().unwrap().clear();
        let sql = "INSERT INTO artist (id, name) VALUES (1, ?)";
        let statement = Statement::new(sql).bind("secret");
        block_on(connection.execute(&statement)).unwrap();
        connection.show_parameters(true);
        block_on(connection.execute(&statement)).unwrap();
    });
    let lines = lines.lock().unwrap();
    let head = "DEBUG phase=\"execute\" rows=0 affected=1 sql=\"INSERT INTO artist (id, name) VALUES (1, ?)\"";
    assert_eq!(lines[0], head);
    assert!(
        lines[1].starts_with(head) && lines[1].contains("secret"),
        "{}",
        lines[1]
    );
    assert_eq!(lines.len(), 2);
}
