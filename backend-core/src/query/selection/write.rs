//! Writes a [`Selection`]: its select, and what stands at both ends of it.

use sea_query::{LockBehavior, LockClause, LockType, QueryBuilder as _, SqlWriter};

use super::super::hooks::{write_list, write_text};
use super::super::render::Collector;
use super::super::{Builder, Defaults, Probe, bind};
use super::{RowLock, Selection, Ties};
use crate::flag::Flag;

const SELECT: &str = "SELECT ";

/// Writes a selection. What stands right behind the word `SELECT` is the select's own business, so that word is written first
/// and the select's is taken away.
pub(in crate::query) fn write_selection(
    builder: &impl Builder,
    selection: &Selection,
    sql: &mut Collector<'_>,
) {
    if let Err(error) = selection.check() {
        builder.refusal().note(error);
        return;
    }
    if let Some(with) = &selection.with {
        builder.prepare_with_clause(with, sql);
    }
    write_text(SELECT, sql);
    builder.prepare_selection_start(selection, sql);
    let start = sql.written();
    if selection.sample.is_none() && selection.index.is_none() {
        builder.prepare_select_statement(&selection.select, sql);
    } else {
        let mut select = selection.select.clone();
        if let Some(sample) = &selection.sample {
            builder.prepare_sample(sample, &mut select);
        }
        if let Some(index) = &selection.index {
            builder.prepare_index(index, &mut select);
        }
        builder.prepare_select_statement(&select, sql);
    }
    sql.take_away(start, SELECT);
    builder.prepare_selection_end(selection, sql);
}

/// Writes `DISTINCT ON (…)`, where it is asked for.
pub fn write_distinct_on(builder: &impl Builder, selection: &Selection, sql: &mut impl SqlWriter) {
    if selection.distinct_on.is_empty() {
        return;
    }
    builder
        .refusal()
        .require(builder.features(), Flag::can_distinct_on_fields);
    write_text("DISTINCT ON ", sql);
    builder.prepare_tuple(&selection.distinct_on, sql);
    write_text(" ", sql);
}

/// Writes `LIMIT … OFFSET …`, as far as they are asked for. `no_limit` is what has to stand before an offset alone.
pub fn write_limit(
    builder: &impl Builder,
    selection: &Selection,
    no_limit: &str,
    sql: &mut impl SqlWriter,
) {
    if selection.ties == Ties::With {
        builder
            .refusal()
            .require(builder.features(), Flag::supports_fetch_with_ties);
    }
    match (selection.limit, selection.offset) {
        (Some(limit), _) => write_number(builder, " LIMIT ", limit, sql),
        (None, Some(_)) => write_text(no_limit, sql),
        (None, None) => {}
    }
    if let Some(offset) = selection.offset {
        write_number(builder, " OFFSET ", offset, sql);
    }
}

/// Writes `OFFSET … FETCH FIRST … WITH TIES`. Without ties it is [`write_limit`].
pub fn write_limit_with_ties(
    builder: &impl Builder,
    selection: &Selection,
    sql: &mut impl SqlWriter,
) {
    let (Ties::With, Some(limit)) = (selection.ties, selection.limit) else {
        return write_limit(builder, selection, "", sql);
    };
    builder
        .refusal()
        .require(builder.features(), Flag::supports_fetch_with_ties);
    if let Some(offset) = selection.offset {
        write_number(builder, " OFFSET ", offset, sql);
        write_text(" ROWS", sql);
    }
    write_number(builder, " FETCH FIRST ", limit, sql);
    write_text(" ROWS WITH TIES", sql);
}

fn write_number(builder: &impl Builder, word: &str, rows: u64, sql: &mut impl SqlWriter) {
    write_text(word, sql);
    builder.prepare_value(bind(rows), sql);
}

/// Writes the locks: `FOR UPDATE OF … SKIP LOCKED` and the like.
pub fn write_locks(builder: &impl Builder, selection: &Selection, sql: &mut impl SqlWriter) {
    for lock in &selection.locks {
        write_lock(builder, lock, sql);
    }
}

fn write_lock(builder: &impl Builder, lock: &RowLock, sql: &mut impl SqlWriter) {
    let require = |flag| builder.refusal().require(builder.features(), flag);
    require(Flag::has_select_for_update);
    let (words, flag) = match lock.lock_type {
        LockType::Update => (" FOR UPDATE", Flag::has_select_for_update),
        LockType::NoKeyUpdate => (" FOR NO KEY UPDATE", Flag::has_select_for_no_key_update),
        LockType::Share => (" FOR SHARE", Flag::has_select_for_share),
        // There is no other, and one to come would need words of its own.
        _ => (" FOR KEY SHARE", Flag::has_select_for_key_share),
    };
    require(flag);
    write_text(words, sql);
    if !lock.tables.is_empty() {
        require(Flag::has_select_for_update_of);
        write_text(" OF ", sql);
        write_list(&lock.tables, sql, |table, sql| {
            builder.prepare_iden(table, sql);
        });
    }
    match lock.behavior {
        None => {}
        Some(LockBehavior::SkipLocked) => {
            require(Flag::has_select_for_update_skip_locked);
            write_text(" SKIP LOCKED", sql);
        }
        Some(_) => {
            require(Flag::has_select_for_update_nowait);
            write_text(" NOWAIT", sql);
        }
    }
}

/// The hook [`prepare_select_lock`](sea_query::QueryBuilder::prepare_select_lock): a lock of `sea_query`'s own select takes the
/// flags that a [`RowLock`] takes. What it holds is hidden, but its words are not.
pub fn write_select_lock(builder: &impl Builder, lock: &LockClause, sql: &mut impl SqlWriter) {
    let require = |flag| builder.refusal().require(builder.features(), flag);
    require(Flag::has_select_for_update);
    let mut words = Probe::default();
    Defaults(builder).prepare_select_lock(lock, &mut words);
    let mut rest = words.text.as_str();
    for (lock_type, flag) in [
        (LockType::Update, Flag::has_select_for_update),
        (LockType::NoKeyUpdate, Flag::has_select_for_no_key_update),
        (LockType::Share, Flag::has_select_for_share),
        (LockType::KeyShare, Flag::has_select_for_key_share),
    ] {
        if let Some(after) = rest.strip_prefix(Defaults(builder).lock_phrase(lock_type)) {
            require(flag);
            rest = after;
        }
    }
    // Names stand in quotes, so that no table ends in these words.
    for (end, flag) in [
        (" NOWAIT", Flag::has_select_for_update_nowait),
        (" SKIP LOCKED", Flag::has_select_for_update_skip_locked),
    ] {
        if let Some(before) = rest.strip_suffix(end) {
            require(flag);
            rest = before;
        }
    }
    if !rest.is_empty() {
        require(Flag::has_select_for_update_of);
    }
    Defaults(builder).prepare_select_lock(lock, sql);
}
