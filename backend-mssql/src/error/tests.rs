//! What the server's messages come to, by number and text.

use backend_core::error::{ErrorKind, Integrity};

use super::classify;
use crate::driver::{Failure, ServerMessage, Stop};

/// A message of the server, of the usual severity.
pub(crate) fn said(number: u32, message: &str) -> ServerMessage {
    ServerMessage {
        number,
        state: 1,
        class: 16,
        message: message.to_owned(),
        procedure: String::new(),
        line: 1,
    }
}

/// Constraint, table and column.
type Names = (
    Option<&'static str>,
    Option<&'static str>,
    Option<&'static str>,
);

const NONE: Names = (None, None, None);

const UNIQUE: ErrorKind = ErrorKind::Integrity(Integrity::Unique);
const FOREIGN_KEY: ErrorKind = ErrorKind::Integrity(Integrity::ForeignKey);
const CHECK: ErrorKind = ErrorKind::Integrity(Integrity::Check);
const NOT_NULL: ErrorKind = ErrorKind::Integrity(Integrity::NotNull);

/// Texts of `sys.messages` in English with their places filled, and what they come to.
const OF_SQL_SERVER: &[(u32, &str, ErrorKind, Names)] = &[
    (
        2627,
        "Violation of PRIMARY KEY constraint 'PK_artist'. Cannot insert duplicate key in object 'dbo.artist'. The duplicate key value is (1).",
        UNIQUE,
        (Some("PK_artist"), Some("artist"), None),
    ),
    (
        2627,
        "Violation of UNIQUE KEY constraint 'it's a name'. Cannot insert duplicate key in object 'my schema.a.b'. The duplicate key value is (constraint 'x').",
        UNIQUE,
        (Some("it's a name"), Some("a.b"), None),
    ),
    (
        2601,
        "Cannot insert duplicate key row in object 'dbo.artist' with unique index 'ix_name'. The duplicate key value is (ann, <NULL>).",
        UNIQUE,
        (Some("ix_name"), Some("artist"), None),
    ),
    (
        1505,
        "The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name 'dbo.artist' and the index name 'ix_name'. The duplicate key value is (1).",
        UNIQUE,
        (Some("ix_name"), Some("artist"), None),
    ),
    (
        547,
        "The INSERT statement conflicted with the FOREIGN KEY constraint \"fk_album_artist\". The conflict occurred in database \"shop\", table \"dbo.artist\", column 'id'.",
        FOREIGN_KEY,
        (Some("fk_album_artist"), Some("artist"), Some("id")),
    ),
    (
        547,
        "The DELETE statement conflicted with the REFERENCE constraint \"fk_album_artist\". The conflict occurred in database \"shop\", table \"dbo.album\", column 'artist_id'.",
        FOREIGN_KEY,
        (Some("fk_album_artist"), Some("album"), Some("artist_id")),
    ),
    (
        547,
        "The MERGE statement conflicted with the SAME TABLE REFERENCE constraint \"fk\". The conflict occurred in database \"shop\", table \"dbo.album\".",
        FOREIGN_KEY,
        (Some("fk"), Some("album"), None),
    ),
    (
        547,
        "The UPDATE statement conflicted with the CHECK constraint \"ck_price\". The conflict occurred in database \"shop\", table \"dbo.album\", column 'price'.",
        CHECK,
        (Some("ck_price"), Some("album"), Some("price")),
    ),
    (
        515,
        "Cannot insert the value NULL into column 'name', table 'shop.dbo.artist'; column does not allow nulls. INSERT fails.",
        NOT_NULL,
        (None, Some("artist"), Some("name")),
    ),
    (
        4901,
        "ALTER TABLE only allows columns to be added that can contain nulls, or have a DEFAULT definition specified, or the column being added is an identity or timestamp column, or alternatively if none of the previous conditions are satisfied the table must be empty to allow addition of this column. Column 'born' cannot be added to non-empty table 'artist' because it does not satisfy these conditions.",
        NOT_NULL,
        (None, Some("artist"), Some("born")),
    ),
    (
        2628,
        "String or binary data would be truncated in table 'shop.dbo.artist', column 'name'. Truncated value: 'ann'.",
        ErrorKind::Data,
        (None, Some("artist"), Some("name")),
    ),
    (
        8152,
        "String or binary data would be truncated.",
        ErrorKind::Data,
        NONE,
    ),
    (
        544,
        "Cannot insert explicit value for identity column in table 'artist' when IDENTITY_INSERT is set to OFF.",
        ErrorKind::Data,
        (None, Some("artist"), None),
    ),
    (
        1205,
        "Transaction (Process ID 52) was deadlocked on lock resources with another process and has been chosen as the deadlock victim. Rerun the transaction.",
        ErrorKind::Deadlock,
        NONE,
    ),
    (
        1222,
        "Lock request time out period exceeded.",
        ErrorKind::Locked,
        NONE,
    ),
    (
        3960,
        "Snapshot isolation transaction aborted due to update conflict. You cannot use snapshot isolation to access table 'dbo.artist' directly or indirectly in database 'shop' to update, delete, or insert the row that has been modified or deleted by another transaction. Retry the transaction or change the isolation level for the update/delete statement.",
        ErrorKind::SerializationConflict,
        NONE,
    ),
    (
        3961,
        "Snapshot isolation transaction failed in database 'shop'.",
        ErrorKind::SerializationConflict,
        NONE,
    ),
    (
        3930,
        "The current transaction cannot be committed and cannot support operations that write to the log file.",
        ErrorKind::TransactionBroken,
        NONE,
    ),
    (
        3902,
        "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.",
        ErrorKind::Interface,
        NONE,
    ),
    (
        3906,
        "Failed to update database \"shop\" because the database is read-only.",
        ErrorKind::ReadOnly,
        NONE,
    ),
    (
        245,
        "Conversion failed when converting the varchar value 'x' to data type int.",
        ErrorKind::Data,
        NONE,
    ),
    (
        8114,
        "Error converting data type varchar to numeric.",
        ErrorKind::Data,
        NONE,
    ),
    (
        8115,
        "Arithmetic overflow error converting expression to data type int.",
        ErrorKind::Data,
        NONE,
    ),
    (
        220,
        "Arithmetic overflow error for data type tinyint, value = 300.",
        ErrorKind::Data,
        NONE,
    ),
    (
        8134,
        "Divide by zero error encountered.",
        ErrorKind::Data,
        NONE,
    ),
    (
        241,
        "Conversion failed when converting date and/or time from character string.",
        ErrorKind::Data,
        NONE,
    ),
    (
        512,
        "Subquery returned more than 1 value.",
        ErrorKind::Data,
        NONE,
    ),
    (
        208,
        "Invalid object name 'dbo.artist'.",
        ErrorKind::DoesNotExist,
        (None, Some("artist"), None),
    ),
    (
        207,
        "Invalid column name 'nme'.",
        ErrorKind::DoesNotExist,
        (None, None, Some("nme")),
    ),
    (
        3701,
        "Cannot drop the table 'artist', because it does not exist or you do not have permission.",
        ErrorKind::DoesNotExist,
        NONE,
    ),
    (
        4924,
        "ALTER TABLE DROP COLUMN failed because column 'nme' does not exist in table 'artist'.",
        ErrorKind::DoesNotExist,
        (None, Some("artist"), Some("nme")),
    ),
    (
        911,
        "Database 'shop' does not exist. Make sure that the name is entered correctly.",
        ErrorKind::DoesNotExist,
        NONE,
    ),
    (
        4060,
        "Cannot open database \"shop\" requested by the login. The login failed.",
        ErrorKind::DoesNotExist,
        NONE,
    ),
    (
        2714,
        "There is already an object named 'artist' in the database.",
        ErrorKind::AlreadyExists,
        NONE,
    ),
    (
        1801,
        "Database 'shop' already exists. Choose a different database name.",
        ErrorKind::AlreadyExists,
        NONE,
    ),
    (
        3702,
        "Cannot drop database \"shop\" because it is currently in use.",
        ErrorKind::Locked,
        NONE,
    ),
    (
        1785,
        "Introducing FOREIGN KEY constraint 'fk' on table 'album' may cause cycles or multiple cascade paths. Specify ON DELETE NO ACTION or ON UPDATE NO ACTION, or modify other FOREIGN KEY constraints.",
        ErrorKind::Programming,
        (Some("fk"), Some("album"), None),
    ),
    (
        102,
        "Incorrect syntax near 'SELEC'.",
        ErrorKind::Programming,
        NONE,
    ),
    (
        156,
        "Incorrect syntax near the keyword 'FROM'.",
        ErrorKind::Programming,
        NONE,
    ),
    (
        229,
        "The SELECT permission was denied on the object 'artist', database 'shop', schema 'dbo'.",
        ErrorKind::PermissionDenied,
        NONE,
    ),
    (
        262,
        "CREATE TABLE permission denied in database 'shop'.",
        ErrorKind::PermissionDenied,
        NONE,
    ),
    (
        18456,
        "Login failed for user 'ann'.",
        ErrorKind::Authentication,
        NONE,
    ),
    (
        9002,
        "The transaction log for database 'shop' is full due to 'LOG_BACKUP'.",
        ErrorKind::Operational,
        NONE,
    ),
    (
        50_000,
        "no more albums",
        ErrorKind::Integrity(Integrity::Other),
        NONE,
    ),
    (99, "something else", ErrorKind::Programming, NONE),
];

/// PostgreSQL's texts under the same numbers, as Babelfish has them.
const OF_BABELFISH: &[(u32, &str, ErrorKind, Names)] = &[
    (
        2627,
        "duplicate key value violates unique constraint \"artist_pkey\"",
        UNIQUE,
        (Some("artist_pkey"), None, None),
    ),
    (
        547,
        "insert or update on table \"album\" violates foreign key constraint \"fk\"",
        FOREIGN_KEY,
        (Some("fk"), Some("album"), None),
    ),
    (
        547,
        "update or delete on table \"artist\" violates foreign key constraint \"fk\" on table \"album\"",
        FOREIGN_KEY,
        (Some("fk"), Some("album"), None),
    ),
    (
        547,
        "new row for relation \"album\" violates check constraint \"ck_price\"",
        CHECK,
        (Some("ck_price"), Some("album"), None),
    ),
    (
        515,
        "null value in column \"name\" of relation \"artist\" violates not-null constraint",
        NOT_NULL,
        (None, Some("artist"), Some("name")),
    ),
    (
        33_557_097,
        "'MERGE' is not currently supported in Babelfish",
        ErrorKind::NotSupported(None),
        NONE,
    ),
    (
        33_557_097,
        "syntax error at or near \"x\"",
        ErrorKind::Programming,
        NONE,
    ),
    (
        33_557_097,
        "function f(integer) does not exist",
        ErrorKind::Programming,
        NONE,
    ),
    (
        33_557_097,
        "collation \"x\" does not exist",
        ErrorKind::DoesNotExist,
        NONE,
    ),
    (
        33_557_097,
        "could not serialize access due to concurrent update",
        ErrorKind::SerializationConflict,
        NONE,
    ),
];

#[test]
fn messages_have_their_kind_and_their_names() {
    for (number, text, kind, (constraint, table, column)) in
        OF_SQL_SERVER.iter().chain(OF_BABELFISH)
    {
        let error = classify(Failure::Server(said(*number, text)), "");
        assert_eq!(error.kind(), *kind, "{number}: {text}");
        let detail = error.detail();
        let found = (
            detail.constraint.as_deref(),
            detail.table.as_deref(),
            detail.column.as_deref(),
        );
        assert_eq!(found, (*constraint, *table, *column), "{number}: {text}");
        assert_eq!(detail.code.as_deref(), Some(number.to_string().as_str()));
    }
}

#[test]
fn a_severity_says_what_a_number_does_not() {
    for (class, kind) in [
        (14, ErrorKind::PermissionDenied),
        (16, ErrorKind::Programming),
        (17, ErrorKind::Operational),
        (20, ErrorKind::ConnectionLost),
    ] {
        let mut message = said(99, "");
        message.class = class;
        assert_eq!(classify(Failure::Server(message), "").kind(), kind);
    }
}

#[test]
fn values_are_neither_in_an_error_nor_in_its_sources() {
    let text = "Conversion failed when converting the nvarchar value 'hidden' to data type int.";
    let error = classify(Failure::Server(said(245, text)), "SELECT CAST(@P1 AS int)");
    assert!(!format!("{error} {error:?}").contains("hidden"));
    let source = std::error::Error::source(&error).unwrap();
    assert_eq!(source.to_string(), "message 245 of severity 16, state 1");
}

#[test]
fn what_is_stopped_here_says_why() {
    for (stop, kind) in [
        (Stop::Cancelled, ErrorKind::Cancelled),
        (Stop::TimedOut, ErrorKind::Timeout),
    ] {
        assert_eq!(classify(Failure::Stopped(stop), "SELECT 1").kind(), kind);
    }
}
