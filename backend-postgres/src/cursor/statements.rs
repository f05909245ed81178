//! [`Statements`]: statements that the server has prepared for this session, each once, at most so many.

use std::num::NonZeroUsize;
use std::sync::Arc;

use backend_core::error::Error;
use backend_core::value::{ColumnKind, Param, ValueRef};
use lru::LruCache;
use smallvec::SmallVec;
use tokio_postgres::types::{Oid, Type};
use tokio_postgres::{Client, Statement};

use super::assigned::assigned;
use super::query::check_count;
use super::verb::{Verb, count_parameters};
use super::wrapped;
use crate::value::{Readings, declared_type};

/// The types that a statement's parameters are declared with; 0 leaves one to the server.
type Declared = SmallVec<[Oid; 8]>;

/// How many ways to declare the parameters of one text are kept.
const MOST_VARIANTS: usize = 4;

/// The statements that are prepared, the latest used last to go.
pub(crate) struct Statements(Option<LruCache<Box<str>, Text>>);

/// One text, prepared for each way in which its parameters were declared.
struct Text {
    parameters: usize,
    variants: SmallVec<[(Declared, Arc<Prepared>); 1]>,
}

/// A statement that the server has prepared, and how its rows are read.
pub(crate) struct Prepared {
    pub(crate) statement: Statement,
    pub(crate) readings: Readings,
    pub(crate) verb: Verb,
}

/// Why a statement could not be prepared.
pub(crate) enum Refused {
    /// The caller has to change something; nothing was sent.
    Caller(Error),
    /// The server says so.
    Server(tokio_postgres::Error),
}

impl Statements {
    /// None yet, and at most so many.
    pub(crate) fn new(capacity: usize) -> Self {
        Self(NonZeroUsize::new(capacity).map(LruCache::new))
    }

    /// Forgets all: what they mean may have changed.
    pub(crate) fn clear(&mut self) {
        if let Some(cache) = &mut self.0 {
            cache.clear();
        }
    }

    /// Forgets one text.
    pub(crate) fn forget(&mut self, sql: &str) {
        if let Some(cache) = &mut self.0 {
            cache.pop(sql);
        }
    }

    /// The statement, prepared now or earlier for parameters of the same kinds.
    pub(crate) async fn prepare(
        &mut self,
        client: &Client,
        sql: &str,
        params: &[Param<'_>],
    ) -> Result<Arc<Prepared>, Refused> {
        if let Some(text) = self.0.as_mut().and_then(|cache| cache.get(sql)) {
            check_count(text.parameters, params.len()).map_err(Refused::Caller)?;
            let declares = |(declared, _): &&(Declared, _)| {
                declared.iter().copied().eq(params.iter().map(declare))
            };
            if let Some((_, prepared)) = text.variants.iter().find(declares) {
                return Ok(Arc::clone(prepared));
            }
        }
        // Boxed: a statement is prepared once and used often.
        let prepared = Box::pin(prepare(client, sql, params)).await?;
        let prepared = Arc::new(prepared);
        if let Some(cache) = &mut self.0 {
            let text = cache.get_or_insert_mut(sql.into(), || Text {
                parameters: params.len(),
                variants: SmallVec::new(),
            });
            text.variants.truncate(MOST_VARIANTS - 1);
            let declared = params.iter().map(declare).collect();
            text.variants.push((declared, Arc::clone(&prepared)));
        }
        Ok(prepared)
    }
}

/// The type of a parameter's own kind, where it has one.
fn declared(param: &Param<'_>) -> Option<Type> {
    match param.value {
        // Greater than any integer of the server; one that is not is compared with integers by their own operators.
        ValueRef::U64(_) => Some(Type::NUMERIC),
        ValueRef::I64(_) if param.kind == Some(ColumnKind::U64) => Some(Type::INT8),
        _ => declared_type(param.kind?),
    }
}

/// The type that a parameter is declared with: its own. JSON, of which the server has two, and lists of texts are left to the
/// server, as texts are, which takes them for whatever the place needs.
pub(super) fn first_type(param: &Param<'_>) -> Option<Type> {
    let left = [Type::JSON, Type::JSONB, Type::TEXT_ARRAY];
    declared(param).filter(|own| !left.contains(own))
}

fn declare(param: &Param<'_>) -> Oid {
    first_type(param).map_or(0, |own| own.oid())
}

async fn prepare(client: &Client, sql: &str, params: &[Param<'_>]) -> Result<Prepared, Refused> {
    check_count(count_parameters(sql), params.len()).map_err(Refused::Caller)?;
    let assigned = assigned(sql);
    let first =
        |(position, param): (usize, &Param<'_>)| match assigned.binary_search(&position).is_ok() {
            true => Type::UNKNOWN,
            false => first_type(param).unwrap_or(Type::UNKNOWN),
        };
    let mut types: SmallVec<[Type; 8]> = (1..).zip(params).map(first).collect();
    let mut statement = ask(client, sql, &types).await?;
    // `text` is what the server says where a place tells it nothing: then the value's own kind decides.
    let mut again = false;
    for ((position, type_), (inferred, param)) in (1..)
        .zip(&mut types)
        .zip(statement.params().iter().zip(params))
    {
        if assigned.binary_search(&position).is_ok() {
            // The column is of text, and says so.
            continue;
        }
        let own = declared(param).filter(|own| *inferred == Type::TEXT && own != inferred);
        if let Some(own) = own {
            again |= *type_ != own;
            *type_ = own;
        }
    }
    if again {
        statement = ask(client, sql, &types).await?;
    }
    let verb = Verb::of(sql);
    match Readings::of(statement.columns()) {
        Ok(readings) => Ok(Prepared {
            statement,
            readings,
            verb,
        }),
        Err(_) if !wrapped::can_stand_inside(sql) => {
            let readings = Readings::with_bytes(statement.columns());
            Ok(Prepared {
                statement,
                readings,
                verb,
            })
        }
        Err(unreadable) => {
            let text = wrapped::with_texts(sql, verb, statement.columns().len(), &unreadable);
            let wrapped = ask(client, &text, statement.params()).await?;
            let readings = Readings::with_texts(statement.columns());
            Ok(Prepared {
                statement: wrapped,
                readings,
                verb,
            })
        }
    }
}

async fn ask(client: &Client, sql: &str, types: &[Type]) -> Result<Statement, Refused> {
    let asked = client.prepare_typed(sql, types).await;
    asked.map_err(Refused::Server)
}
