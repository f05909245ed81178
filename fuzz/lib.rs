//! What every fuzz target does: [`check`], and [`ask`] where a server has to answer. The properties and questions themselves are
//! the suite's, where cases try them in every run.

use std::cell::RefCell;

use backend_core::backend::Backend;
use backend_core::blocking::Connection;
use backend_core::value::Value;
use conformance_tests::properties::{self, PROPERTIES, QUESTIONS};

/// The vendors of this repository.
const BACKENDS: [&Backend; 3] = [
    &backend_sqlite::BACKEND,
    &backend_postgres::BACKEND,
    &backend_mssql::BACKEND,
];

/// A database that needs no server.
const IN_MEMORY: &str = "sqlite::memory:";

thread_local! {
    /// The session that is asked.
    static SESSION: RefCell<Connection> = RefCell::new(open());
}

/// Tries a property on every vendor.
///
/// # Panics
/// Where it does not hold: that is how a fuzzer is told.
pub fn check(name: &str, data: &[u8]) {
    let property = PROPERTIES.iter().find(|property| property.name == name);
    let property = property.expect("a property of that name");
    for backend in BACKENDS {
        if let Err(found) = (property.check)(backend, data) {
            panic!("{}: {found}", backend.vendor);
        }
    }
}

/// Asks a database in memory.
///
/// # Panics
/// Where it answers anything but what it has to.
pub fn ask(name: &str, data: &[u8]) {
    let question = QUESTIONS.iter().find(|question| question.name == name);
    let question = question.expect("a question of that name");
    SESSION.with_borrow_mut(|session| {
        let asked = (question.ask)(session.features(), data);
        let dialect = session.dialect().clone();
        let built = dialect.build(&properties::query(&asked));
        let mut row: Vec<Value> = Vec::new();
        for statement in built.expect("the vendor has it") {
            let rows = session.fetch(&statement, |cells| {
                Ok(cells.iter().map(|cell| cell.to_value()).collect::<Vec<_>>())
            });
            row.extend(rows.expect("an answer").concat());
        }
        if let Err(found) = properties::compare(&asked, &row) {
            panic!("{found}");
        }
    });
}

fn open() -> Connection {
    let backend = &backend_sqlite::BACKEND;
    let settings = backend.settings(IN_MEMORY).expect("a URL");
    Connection::open(backend, &settings).expect("a session")
}
