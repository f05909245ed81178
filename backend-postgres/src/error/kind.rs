//! The kinds of SQLSTATEs: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.

use backend_core::error::{ErrorKind, Integrity};
use tokio_postgres::error::SqlState;

/// Codes with a kind of their own; what is not listed is as its class.
const CODES: &[(SqlState, ErrorKind)] = &[
    (SqlState::PROTOCOL_VIOLATION, ErrorKind::Internal),
    (
        SqlState::SQLCLIENT_UNABLE_TO_ESTABLISH_SQLCONNECTION,
        ErrorKind::Connect,
    ),
    (
        SqlState::RESTRICT_VIOLATION,
        ErrorKind::Integrity(Integrity::ForeignKey),
    ),
    (
        SqlState::NOT_NULL_VIOLATION,
        ErrorKind::Integrity(Integrity::NotNull),
    ),
    (
        SqlState::FOREIGN_KEY_VIOLATION,
        ErrorKind::Integrity(Integrity::ForeignKey),
    ),
    (
        SqlState::UNIQUE_VIOLATION,
        ErrorKind::Integrity(Integrity::Unique),
    ),
    (
        SqlState::CHECK_VIOLATION,
        ErrorKind::Integrity(Integrity::Check),
    ),
    (
        SqlState::EXCLUSION_VIOLATION,
        ErrorKind::Integrity(Integrity::Exclusion),
    ),
    (
        SqlState::WITH_CHECK_OPTION_VIOLATION,
        ErrorKind::Integrity(Integrity::Check),
    ),
    (SqlState::READ_ONLY_SQL_TRANSACTION, ErrorKind::ReadOnly),
    (
        SqlState::IN_FAILED_SQL_TRANSACTION,
        ErrorKind::TransactionBroken,
    ),
    (
        SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ErrorKind::ConnectionLost,
    ),
    (
        SqlState::T_R_SERIALIZATION_FAILURE,
        ErrorKind::SerializationConflict,
    ),
    (SqlState::T_R_DEADLOCK_DETECTED, ErrorKind::Deadlock),
    (
        SqlState::T_R_INTEGRITY_CONSTRAINT_VIOLATION,
        ErrorKind::Integrity(Integrity::Other),
    ),
    (
        SqlState::INSUFFICIENT_PRIVILEGE,
        ErrorKind::PermissionDenied,
    ),
    (SqlState::UNDEFINED_TABLE, ErrorKind::DoesNotExist),
    (SqlState::UNDEFINED_COLUMN, ErrorKind::DoesNotExist),
    // A collation, a type, a role, a constraint …; functions and operators are not found because of their arguments' types.
    (SqlState::UNDEFINED_OBJECT, ErrorKind::DoesNotExist),
    (SqlState::DUPLICATE_TABLE, ErrorKind::AlreadyExists),
    (SqlState::DUPLICATE_COLUMN, ErrorKind::AlreadyExists),
    (SqlState::DUPLICATE_OBJECT, ErrorKind::AlreadyExists),
    (SqlState::DUPLICATE_DATABASE, ErrorKind::AlreadyExists),
    (SqlState::DUPLICATE_SCHEMA, ErrorKind::AlreadyExists),
    (SqlState::DUPLICATE_FUNCTION, ErrorKind::AlreadyExists),
    (SqlState::DUPLICATE_CURSOR, ErrorKind::Interface),
    (SqlState::DUPLICATE_PSTATEMENT, ErrorKind::Interface),
    (SqlState::DUPLICATE_FILE, ErrorKind::AlreadyExists),
    (SqlState::UNDEFINED_FILE, ErrorKind::DoesNotExist),
    // A value that is too large, or no character: only a statement that is too complex has a code of its own.
    (SqlState::PROGRAM_LIMIT_EXCEEDED, ErrorKind::Data),
    (SqlState::LOCK_NOT_AVAILABLE, ErrorKind::Locked),
    (SqlState::OBJECT_IN_USE, ErrorKind::Locked),
    (
        SqlState::UNSAFE_NEW_ENUM_VALUE_USAGE,
        ErrorKind::Programming,
    ),
    (SqlState::CANT_CHANGE_RUNTIME_PARAM, ErrorKind::Programming),
    (SqlState::QUERY_CANCELED, ErrorKind::Cancelled),
    (SqlState::CANNOT_CONNECT_NOW, ErrorKind::Connect),
    (SqlState::ADMIN_SHUTDOWN, ErrorKind::ConnectionLost),
    (SqlState::CRASH_SHUTDOWN, ErrorKind::ConnectionLost),
    (SqlState::DATABASE_DROPPED, ErrorKind::ConnectionLost),
    // A function or a trigger of the database refuses by a rule of its own.
    (
        SqlState::RAISE_EXCEPTION,
        ErrorKind::Integrity(Integrity::Other),
    ),
    (SqlState::DATA_CORRUPTED, ErrorKind::Corrupt),
    (SqlState::INDEX_CORRUPTED, ErrorKind::Corrupt),
];

/// The kinds of classes, which are the first two characters.
const CLASSES: &[(&str, ErrorKind)] = &[
    ("08", ErrorKind::ConnectionLost),
    ("0A", ErrorKind::NotSupported(None)),
    ("0B", ErrorKind::Interface),
    ("22", ErrorKind::Data),
    ("23", ErrorKind::Integrity(Integrity::Other)),
    ("24", ErrorKind::Interface),
    ("25", ErrorKind::Interface),
    ("26", ErrorKind::Interface),
    ("28", ErrorKind::Authentication),
    ("2D", ErrorKind::Interface),
    ("34", ErrorKind::Interface),
    ("3B", ErrorKind::Interface),
    ("3D", ErrorKind::DoesNotExist),
    ("3F", ErrorKind::DoesNotExist),
    ("40", ErrorKind::Operational),
    ("53", ErrorKind::Operational),
    ("54", ErrorKind::Operational),
    ("55", ErrorKind::Operational),
    ("57", ErrorKind::Operational),
    ("58", ErrorKind::Operational),
    ("72", ErrorKind::Operational),
    ("F0", ErrorKind::Operational),
    ("HV", ErrorKind::Operational),
    ("XX", ErrorKind::Internal),
];

/// What a SQLSTATE means for a caller.
pub(crate) fn kind_of(code: &SqlState) -> ErrorKind {
    if let Some((_, kind)) = CODES.iter().find(|(listed, _)| listed == code) {
        return *kind;
    }
    let class = code.code().get(..2).unwrap_or_default();
    CLASSES
        .iter()
        .find(|(listed, _)| *listed == class)
        .map_or(ErrorKind::Programming, |(_, kind)| *kind)
}
