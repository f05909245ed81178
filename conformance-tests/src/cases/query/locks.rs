//! Rows that a select locks, seen from a second session.

use std::pin::pin;
use std::time::Duration;

use backend_core::connection::Connection;
use backend_core::error::{Error, ErrorKind, Result};
use backend_core::flag::Flag;
use backend_core::query::{Query, RowLock, Selection, bind};
use backend_core::sea_query::{
    Expr, ExprTrait as _, LockBehavior, LockType, Order, SelectStatement,
};
use backend_core::wrapper::TransactionOptions;
use tokio::time::timeout;

use crate::case::{CaseDef, Outcome, case};
use crate::context::Context;
use crate::failure::{Failure, expect_eq, expect_error};
use crate::fixtures::{artist, artists, many_items};

const NOWAIT: &[Flag] = &[
    Flag::has_select_for_update_nowait,
    Flag::supports_transactions,
];
const SKIP: &[Flag] = &[
    Flag::has_select_for_update_skip_locked,
    Flag::supports_transactions,
];
const OF: &[Flag] = &[
    Flag::has_select_for_update_of,
    Flag::has_select_for_update_nowait,
    Flag::supports_transactions,
];
const NO_KEY: &[Flag] = &[
    Flag::has_select_for_no_key_update,
    Flag::has_select_for_key_share,
    Flag::has_select_for_update_nowait,
    Flag::supports_transactions,
];
const SHARE: &[Flag] = &[
    Flag::has_select_for_share,
    Flag::has_select_for_update_nowait,
    Flag::supports_transactions,
];
const KEY_SHARE: &[Flag] = &[
    Flag::has_select_for_key_share,
    Flag::has_select_for_update_nowait,
    Flag::supports_transactions,
];
const WAITS: &[Flag] = &[
    Flag::has_select_for_update,
    Flag::supports_lock_timeout,
    Flag::supports_transactions,
];

pub(super) const CASES: &[CaseDef] = &[
    case!("query.lock.waits", waits, "Who locks rows that another has locked waits, as long as the session may.")
        .requires(WAITS)
        .django("select_for_update/tests.py"),
    case!("query.lock.is_given_back", is_given_back, "A lock ends with its transaction, however that ends.")
        .requires(NOWAIT)
        .django("select_for_update/tests.py"),
    case!("query.lock.nowait_fails", nowait_fails, "Who does not wait fails at once, with the kind that says why.")
        .requires(NOWAIT)
        .django("select_for_update/tests.py"),
    case!("query.lock.nowait_at_free_rows", nowait_at_free_rows, "Who does not wait gets rows that nobody has locked.")
        .requires(NOWAIT)
        .django("select_for_update/tests.py"),
    case!("query.lock.nowait_is_refused", nowait_is_refused, "Where a lock always waits, one that does not is refused with the flag.")
        .refuses(Flag::has_select_for_update_nowait)
        .django("select_for_update/tests.py"),
    case!("query.lock.skips_locked_rows", skips_locked_rows, "Rows that others have locked are left out, and the others come.")
        .requires(SKIP)
        .django("select_for_update/tests.py"),
    case!("query.lock.next_free_row", next_free_row, "Two sessions that take the first free row of an order take two different ones.")
        .requires(SKIP),
    case!("query.lock.skipping_is_refused", skipping_is_refused, "Where locked rows cannot be left out, a select that asks is refused with the flag.")
        .refuses(Flag::has_select_for_update_skip_locked)
        .django("select_for_update/tests.py"),
    case!("query.lock.of_one_table", of_one_table, "Of a join only the rows of the named table are locked.")
        .requires(OF)
        .django("select_for_update/tests.py"),
    case!("query.lock.of_a_table_by_another_name", of_another_name, "A table is named as the select calls it.")
        .requires(OF)
        .django("select_for_update/tests.py"),
    case!("query.lock.of_several_tables", of_several_tables, "Rows of one table are locked one way, those of another otherwise.")
        .requires(&[
            Flag::has_select_for_update_of,
            Flag::has_select_for_share,
            Flag::has_select_for_update_nowait,
            Flag::supports_transactions,
        ]),
    case!("query.lock.of_is_waited_for", of_is_waited_for, "Who changes a row of the named table waits until its lock is given back.")
        .requires(&[Flag::has_select_for_update_of, Flag::supports_transactions]),
    case!("query.lock.of_is_refused", of_is_refused, "Where the tables to lock cannot be named, a select that names them is refused with the flag.")
        .refuses(Flag::has_select_for_update_of)
        .django("select_for_update/tests.py"),
    case!("query.lock.no_key_update", no_key_update, "A lock but for keys lets others refer to the rows, and keeps them from changing them.")
        .requires(NO_KEY)
        .django("select_for_update/tests.py"),
    case!("query.lock.no_key_update_is_waited_for", no_key_update_is_waited_for, "Who changes a row that is locked but for its key waits until the lock is given back.")
        .requires(&[Flag::has_select_for_no_key_update, Flag::supports_transactions]),
    case!("query.lock.no_key_update_is_refused", no_key_update_is_refused, "Where there is no lock but for keys, a select that asks is refused with the flag.")
        .refuses(Flag::has_select_for_no_key_update)
        .django("select_for_update/tests.py"),
    case!("query.lock.share", share, "A shared lock is shared with others, and keeps them from changing the rows.")
        .requires(SHARE),
    case!("query.lock.share_is_waited_for", share_is_waited_for, "Who changes a row with a shared lock waits until the lock is given back.")
        .requires(&[Flag::has_select_for_share, Flag::supports_transactions]),
    case!("query.lock.share_is_refused", share_is_refused, "Where there is no shared lock, a select that asks is refused with the flag.")
        .refuses(Flag::has_select_for_share),
    case!("query.lock.key_share", key_share, "A shared lock of keys keeps others from locking the rows wholly.")
        .requires(KEY_SHARE),
    case!("query.lock.key_share_is_waited_for", key_share_is_waited_for, "Who deletes a row whose key has a shared lock waits until the lock is given back.")
        .requires(&[Flag::has_select_for_key_share, Flag::supports_transactions]),
    case!("query.lock.key_share_is_refused", key_share_is_refused, "Where there is no shared lock of keys, a select that asks is refused with the flag.")
        .refuses(Flag::has_select_for_key_share),
    case!("query.lock.is_refused_in_a_selection", is_refused, "Where a select locks no rows, a selection that asks is refused with the flag.")
        .refuses(Flag::has_select_for_update),
];

/// The rows of these keys, in order.
fn items(keys: &[i64]) -> SelectStatement {
    let keys = keys.iter().map(|key| bind(*key));
    let mut select = Query::select();
    select
        .column("id")
        .from("item")
        .and_where(Expr::col("id").is_in(keys))
        .order_by("id", Order::Asc);
    select
}

fn locking(keys: &[i64], lock: RowLock) -> Query {
    Selection::new(items(keys)).lock(lock).into()
}

const fn update() -> RowLock {
    RowLock::new(LockType::Update)
}

fn nowait(lock_type: LockType) -> RowLock {
    RowLock::new(lock_type).behavior(LockBehavior::Nowait)
}

async fn keys(connection: &mut Connection, query: &Query) -> Result<Vec<i64>> {
    let keys: Vec<(i64,)> = connection.fetch_query(query).await?;
    Ok(keys.into_iter().map(|(id,)| id).collect())
}

/// A second session, which holds what `query` locks in a transaction.
async fn holding(context: &mut Context, query: &Query) -> Result<Connection> {
    let mut other = context.connect().await?;
    other.begin(&TransactionOptions::default()).await?;
    other.fetch_query::<(i64,)>(query).await?;
    Ok(other)
}

/// What becomes of a query in a transaction of the case's own session, which is rolled back.
async fn attempt(context: &mut Context, query: &Query) -> Result<Vec<i64>> {
    let connection = context.connection();
    connection.begin(&TransactionOptions::default()).await?;
    let found = keys(connection, query).await;
    connection.rollback().await?;
    found
}

async fn expect_locked(context: &mut Context, what: &str, query: &Query) -> Result<Error, Failure> {
    let found = attempt(context, query).await;
    expect_error(what, found, ErrorKind::Locked)
}

async fn waits(context: &mut Context) -> Outcome {
    many_items(context, 3).await?;
    let mut other = holding(context, &locking(&[2], update())).await?;
    let patience = Duration::from_millis(50);
    context.connection().set_lock_timeout(patience).await?;
    let free = attempt(context, &locking(&[1, 3], update())).await?;
    expect_eq("rows that nobody locked", free, [1, 3])?;
    let found = attempt(context, &locking(&[1, 2], update())).await;
    let Err(error) = found else {
        return Err(Failure::new("two sessions locked one row"));
    };
    expect_eq("may be tried again", error.is_retryable(), true)?;
    other.rollback().await?;
    let found = attempt(context, &locking(&[1, 2], update())).await?;
    expect_eq("afterwards", found, [1, 2])
}

async fn is_given_back(context: &mut Context) -> Outcome {
    many_items(context, 2).await?;
    let query = locking(&[1], nowait(LockType::Update));
    for commits in [true, false] {
        let mut other = holding(context, &query).await?;
        expect_locked(context, "while it is locked", &query).await?;
        if commits {
            other.commit().await?;
        } else {
            other.rollback().await?;
        }
        expect_eq("afterwards", attempt(context, &query).await?, [1])?;
    }
    Ok(())
}

/// The same lock as `sea_query`'s own select says it.
fn own(keys: &[i64], lock_type: LockType, behavior: LockBehavior) -> Query {
    items(keys)
        .lock_with_behavior(lock_type, behavior)
        .take()
        .into()
}

async fn nowait_fails(context: &mut Context) -> Outcome {
    many_items(context, 3).await?;
    let _other = holding(context, &locking(&[2], update())).await?;
    let selection = locking(&[1, 2], nowait(LockType::Update));
    expect_locked(context, "a selection", &selection).await?;
    let select = own(&[1, 2], LockType::Update, LockBehavior::Nowait);
    expect_locked(context, "a select", &select).await?;
    Ok(())
}

async fn nowait_at_free_rows(context: &mut Context) -> Outcome {
    many_items(context, 3).await?;
    let _other = holding(context, &locking(&[2], update())).await?;
    let query = locking(&[1, 3], nowait(LockType::Update));
    expect_eq("keys", attempt(context, &query).await?, [1, 3])
}

async fn skips_locked_rows(context: &mut Context) -> Outcome {
    many_items(context, 4).await?;
    let _other = holding(context, &locking(&[2, 3], update())).await?;
    let selection = locking(&[1, 2, 3, 4], update().behavior(LockBehavior::SkipLocked));
    expect_eq("a selection", attempt(context, &selection).await?, [1, 4])?;
    let select = own(&[1, 2, 3, 4], LockType::Update, LockBehavior::SkipLocked);
    expect_eq("a select", attempt(context, &select).await?, [1, 4])
}

async fn next_free_row(context: &mut Context) -> Outcome {
    many_items(context, 4).await?;
    let next: Query = Selection::new(items(&[1, 2, 3, 4]))
        .limit(1)
        .lock(update().behavior(LockBehavior::SkipLocked))
        .into();
    let _first = holding(context, &next).await?;
    let _second = holding(context, &next).await?;
    expect_eq("the third", attempt(context, &next).await?, [3])
}

/// Demands that a change of the row that is locked waits, and is made once the lock is given back.
async fn is_waited_for(context: &mut Context, lock: RowLock, change: Query) -> Outcome {
    many_items(context, 3).await?;
    let mut other = context.connect().await?;
    other.begin(&TransactionOptions::default()).await?;
    let held = keys(&mut other, &locking(&[1], lock)).await?;
    expect_eq("rows that are locked", held, [1])?;
    let mut changing = pin!(context.connection().execute_query(&change));
    if let Ok(done) = timeout(AWHILE, &mut changing).await {
        done?;
        return Err(Failure::new("nobody waits for the lock"));
    }
    other.rollback().await?;
    expect_eq("rows that are changed", changing.await?.affected, Some(1))
}

/// How long a change that nobody keeps away has at most.
const AWHILE: Duration = Duration::from_millis(200);

fn first() -> Expr {
    Expr::col("id").eq(bind(1_i64))
}

fn updating() -> Query {
    let mut update = Query::update();
    update
        .table("item")
        .value("n", bind(7_i64))
        .and_where(first());
    update.into()
}

async fn of_is_waited_for(context: &mut Context) -> Outcome {
    is_waited_for(context, update().of(["item"]), updating()).await
}

async fn no_key_update_is_waited_for(context: &mut Context) -> Outcome {
    is_waited_for(context, RowLock::new(LockType::NoKeyUpdate), updating()).await
}

async fn share_is_waited_for(context: &mut Context) -> Outcome {
    is_waited_for(context, RowLock::new(LockType::Share), updating()).await
}

async fn key_share_is_waited_for(context: &mut Context) -> Outcome {
    let mut delete = Query::delete();
    delete.from_table("item").and_where(first());
    is_waited_for(context, RowLock::new(LockType::KeyShare), delete.into()).await
}

/// Items with the artists of the same key.
fn joined(lock: RowLock) -> Selection {
    let mut select = Query::select();
    let same = Expr::col(("artist", "id")).equals(("item", "id"));
    select
        .column(("item", "id"))
        .from("item")
        .inner_join("artist", same)
        .and_where(Expr::col(("item", "id")).eq(bind(1_i64)));
    Selection::new(select).lock(lock)
}

async fn both_tables(context: &mut Context) -> Result<()> {
    many_items(context, 2).await?;
    let artists = artists()?;
    context.create(&artists).await?;
    let rows = [artist(1, "Bach", None), artist(2, "Clara", None)];
    context.insert(&artists, &rows).await
}

fn of_artist(lock: RowLock) -> Query {
    let mut select = Query::select();
    select
        .column("id")
        .from("artist")
        .and_where(Expr::col("id").eq(bind(1_i64)));
    Selection::new(select).lock(lock).into()
}

async fn of_one_table(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let _other = holding(context, &joined(update().of(["item"])).into()).await?;
    let item = locking(&[1], nowait(LockType::Update));
    expect_locked(context, "the table that is named", &item).await?;
    let artist = of_artist(nowait(LockType::Update));
    expect_eq("the other table", attempt(context, &artist).await?, [1])
}

async fn of_another_name(context: &mut Context) -> Outcome {
    many_items(context, 2).await?;
    let mut select = Query::select();
    select
        .column(("there", "id"))
        .from_as("item", "there")
        .and_where(Expr::col(("there", "id")).eq(bind(1_i64)));
    let query = Selection::new(select).lock(update().of(["there"]));
    let _other = holding(context, &query.into()).await?;
    expect_locked(
        context,
        "its rows",
        &locking(&[1], nowait(LockType::Update)),
    )
    .await?;
    expect_eq(
        "others",
        attempt(context, &locking(&[2], nowait(LockType::Update))).await?,
        [2],
    )
}

async fn of_several_tables(context: &mut Context) -> Outcome {
    both_tables(context).await?;
    let query = joined(update().of(["item"])).lock(RowLock::new(LockType::Share).of(["artist"]));
    let _other = holding(context, &query.into()).await?;
    expect_locked(
        context,
        "locked wholly",
        &locking(&[1], nowait(LockType::Share)),
    )
    .await?;
    let shared = of_artist(nowait(LockType::Share));
    expect_eq("shared", attempt(context, &shared).await?, [1])?;
    let wholly = of_artist(nowait(LockType::Update));
    expect_locked(context, "what is shared", &wholly).await?;
    Ok(())
}

/// Holds a lock, and looks which others can be had.
async fn beside(
    context: &mut Context,
    held: LockType,
    free: &[LockType],
    taken: &[LockType],
) -> Outcome {
    many_items(context, 2).await?;
    let mut other = holding(context, &locking(&[1], RowLock::new(held))).await?;
    for lock_type in free {
        let query = locking(&[1], nowait(*lock_type));
        let what = format!("{lock_type:?} beside {held:?}");
        expect_eq(&what, attempt(context, &query).await?, [1])?;
        let query = own(&[1], *lock_type, LockBehavior::Nowait);
        expect_eq(&what, attempt(context, &query).await?, [1])?;
    }
    for lock_type in taken {
        let query = locking(&[1], nowait(*lock_type));
        expect_locked(context, &format!("{lock_type:?} beside {held:?}"), &query).await?;
    }
    other.rollback().await?;
    Ok(())
}

async fn no_key_update(context: &mut Context) -> Outcome {
    let free = [LockType::KeyShare];
    let taken = [LockType::NoKeyUpdate, LockType::Update];
    beside(context, LockType::NoKeyUpdate, &free, &taken).await
}

async fn share(context: &mut Context) -> Outcome {
    let (free, taken) = ([LockType::Share], [LockType::Update]);
    beside(context, LockType::Share, &free, &taken).await
}

async fn key_share(context: &mut Context) -> Outcome {
    let (free, taken) = ([LockType::KeyShare], [LockType::Update]);
    beside(context, LockType::KeyShare, &free, &taken).await
}

/// Demands that both ways to say a lock are refused with the flag.
async fn refused(context: &mut Context, flag: Flag, lock: RowLock) -> Outcome {
    many_items(context, 2).await?;
    let mut select = items(&[1]);
    match (lock.behavior, lock.tables.is_empty()) {
        (Some(behavior), _) => select.lock_with_behavior(lock.lock_type, behavior),
        (None, false) => select.lock_with_tables(lock.lock_type, ["item"]),
        (None, true) => select.lock(lock.lock_type),
    };
    for query in [locking(&[1], lock), select.into()] {
        context
            .refused(flag, async |context| context.execute_query(&query).await)
            .await?;
    }
    Ok(())
}

async fn nowait_is_refused(context: &mut Context) -> Outcome {
    let flag = Flag::has_select_for_update_nowait;
    refused(context, flag, nowait(LockType::Update)).await
}

async fn skipping_is_refused(context: &mut Context) -> Outcome {
    let flag = Flag::has_select_for_update_skip_locked;
    refused(context, flag, update().behavior(LockBehavior::SkipLocked)).await
}

async fn of_is_refused(context: &mut Context) -> Outcome {
    refused(
        context,
        Flag::has_select_for_update_of,
        update().of(["item"]),
    )
    .await
}

async fn no_key_update_is_refused(context: &mut Context) -> Outcome {
    let lock = RowLock::new(LockType::NoKeyUpdate);
    refused(context, Flag::has_select_for_no_key_update, lock).await
}

async fn share_is_refused(context: &mut Context) -> Outcome {
    let lock = RowLock::new(LockType::Share);
    refused(context, Flag::has_select_for_share, lock).await
}

async fn key_share_is_refused(context: &mut Context) -> Outcome {
    let lock = RowLock::new(LockType::KeyShare);
    refused(context, Flag::has_select_for_key_share, lock).await
}

async fn is_refused(context: &mut Context) -> Outcome {
    refused(context, Flag::has_select_for_update, update()).await
}
