//! What stands around the statements of an upsert, so that they take effect together or not at all, be it in a transaction that
//! is open or in one of their own: all of it is one request.

use backend_core::query::write_text;
use backend_core::sql::Writer;
use sea_query::SqlWriter;

use super::MssqlBuilder;
use crate::sql::PROGRAM;
use backend_core::query::Builder as _;

/// What the names of parameters begin with.
pub(super) const PARAMETER: &str = "@P";
/// Takes one of the new rows.
pub(super) const THIS_ROW: &str = "[excluded].[backend_row] = @backend_row";

/// A transaction is begun where none is open, and undone at an error; otherwise what was done is undone up to here. Of a
/// transaction of its own nothing is to be left where the request is broken off, so that every error ends it; where some are
/// passed over, the cursor undoes what is left, by its name.
pub(super) fn write_start(ends_at_errors: bool, sql: &mut impl SqlWriter) {
    write_text(PROGRAM, sql);
    if ends_at_errors {
        write_text("IF @backend_depth = 0 SET XACT_ABORT ON; ", sql);
    }
    write_text(
        "IF @backend_depth = 0 BEGIN TRANSACTION [backend_upsert]; \
         IF @backend_depth > 0 SAVE TRANSACTION [backend_upsert]; \
         BEGIN TRY ",
        sql,
    );
}

/// What was set aside goes with the request, unless it is one that is not named by its parameters.
pub(super) fn write_end(ends_at_errors: bool, is_aside: bool, sql: &mut impl SqlWriter) {
    write_text(
        if is_aside {
            "DROP TABLE [#backend_excluded]; "
        } else {
            ""
        },
        sql,
    );
    write_text("IF @backend_depth = 0 COMMIT TRANSACTION; ", sql);
    let back = "IF @backend_depth = 0 SET XACT_ABORT OFF; ";
    write_text(if ends_at_errors { back } else { "" }, sql);
    write_text(
        "END TRY BEGIN CATCH \
         IF @backend_depth = 0 AND XACT_STATE() <> 0 ROLLBACK TRANSACTION; \
         IF @backend_depth > 0 AND XACT_STATE() = 1 ROLLBACK TRANSACTION [backend_upsert]; ",
        sql,
    );
    write_text(if ends_at_errors { back } else { "" }, sql);
    write_text("THROW; END CATCH", sql);
}

/// Demands that the columns are those of a unique key or index: without one rows would be met that the upsert does not mean, and
/// no lock would keep a second one away.
pub(super) fn write_key_check<'c>(
    builder: &MssqlBuilder<'_>,
    table: &str,
    columns: impl Iterator<Item = std::borrow::Cow<'c, str>>,
    sql: &mut impl SqlWriter,
) {
    if table.starts_with("[#") {
        // Tables of the session are in another catalog.
        return;
    }
    let mut literals = Writer::new(builder.syntax());
    let columns: Vec<_> = columns.collect();
    literals.list(&columns, |out, column| {
        out.string(column);
    });
    let names = literals.finish().sql;
    let mut literal = Writer::new(builder.syntax());
    literal.string(table);
    let table = literal.finish().sql;
    let count = columns.len();
    let of_index = "SELECT COUNT(*) FROM sys.index_columns AS c WHERE c.object_id = i.object_id \
                    AND c.index_id = i.index_id AND c.is_included_column = 0";
    write_text(
        &format!(
            "IF NOT EXISTS (SELECT 1 FROM sys.indexes AS i WHERE i.object_id = OBJECT_ID({table}) AND i.is_unique = 1 \
             AND ({of_index}) = {count} AND ({of_index} AND COL_NAME(c.object_id, c.column_id) IN ({names})) = {count}) \
             THROW 50000, N'the target of an upsert has to be the columns of a unique key or index', 1; "
        ),
        sql,
    );
}

/// Puts the rows of a select aside, with a number each, so that they stay the same.
pub(super) fn write_aside<W: SqlWriter>(rows: impl FnOnce(&mut W), sql: &mut W) {
    write_text(
        "SET NOCOUNT ON; \
         SELECT ROW_NUMBER() OVER (ORDER BY (SELECT NULL)) AS [backend_row], [excluded].* INTO [#backend_excluded] FROM ",
        sql,
    );
    rows(sql);
    write_text(
        "; DECLARE @backend_rows bigint = @@ROWCOUNT; SET NOCOUNT OFF; ",
        sql,
    );
}

/// Begins to take rows one after the other: so many, or those that were put aside.
pub(super) fn write_loop_start(count: Option<usize>, sql: &mut impl SqlWriter) {
    write_text(
        "DECLARE @backend_row bigint = 1; WHILE @backend_row <= ",
        sql,
    );
    match count {
        Some(count) => write_text(&count.to_string(), sql),
        None => write_text("@backend_rows", sql),
    }
    write_text(" BEGIN ", sql);
}

pub(super) fn write_loop_end(sql: &mut impl SqlWriter) {
    write_text("SET @backend_row = @backend_row + 1; END; ", sql);
}

/// Begins what a key that is there may refuse.
pub(super) fn write_attempt_start(sql: &mut impl SqlWriter) {
    write_text("BEGIN TRY ", sql);
}

/// Passes over a row whose key is there, by the numbers of the errors that say so.
///
/// Source: <https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors>.
pub(super) fn write_attempt_end(sql: &mut impl SqlWriter) {
    write_text(
        "END TRY BEGIN CATCH IF ERROR_NUMBER() NOT IN (2601, 2627) THROW; END CATCH; ",
        sql,
    );
}
