//! Kinds of SQLSTATEs, and places in statements.

use backend_core::error::{ErrorKind, Integrity};
use tokio_postgres::error::SqlState;

use super::{byte_position, kind_of};

#[test]
fn codes_have_their_own_kind_or_that_of_their_class() {
    for (code, kind) in [
        ("23505", ErrorKind::Integrity(Integrity::Unique)),
        ("23001", ErrorKind::Integrity(Integrity::ForeignKey)),
        ("23000", ErrorKind::Integrity(Integrity::Other)),
        ("44000", ErrorKind::Integrity(Integrity::Check)),
        ("P0001", ErrorKind::Integrity(Integrity::Other)),
        ("40001", ErrorKind::SerializationConflict),
        ("40P01", ErrorKind::Deadlock),
        ("55P03", ErrorKind::Locked),
        ("55006", ErrorKind::Locked),
        ("57014", ErrorKind::Cancelled),
        ("57P01", ErrorKind::ConnectionLost),
        ("57P05", ErrorKind::Operational),
        ("25006", ErrorKind::ReadOnly),
        ("25P02", ErrorKind::TransactionBroken),
        ("25001", ErrorKind::Interface),
        ("3B001", ErrorKind::Interface),
        ("42P01", ErrorKind::DoesNotExist),
        ("42703", ErrorKind::DoesNotExist),
        ("3D000", ErrorKind::DoesNotExist),
        ("3F000", ErrorKind::DoesNotExist),
        ("42883", ErrorKind::Programming),
        ("42601", ErrorKind::Programming),
        ("42P07", ErrorKind::AlreadyExists),
        ("42501", ErrorKind::PermissionDenied),
        ("22003", ErrorKind::Data),
        ("0A000", ErrorKind::NotSupported(None)),
        ("53100", ErrorKind::Operational),
        ("XX000", ErrorKind::Internal),
        ("XX001", ErrorKind::Corrupt),
        ("28P01", ErrorKind::Authentication),
        ("99999", ErrorKind::Programming),
    ] {
        assert_eq!(kind_of(&SqlState::from_code(code)), kind, "{code}");
    }
}

#[test]
fn places_are_counted_in_bytes_from_0() {
    let sql = "SELECT 'ö', x";
    assert_eq!(byte_position(sql, 1), Some(0));
    assert_eq!(byte_position(sql, 13), Some(sql.len() - 1));
    assert_eq!(byte_position(sql, 14), Some(sql.len()));
    assert_eq!(byte_position(sql, 15), None);
    assert_eq!(byte_position(sql, 0), None);
    assert_eq!(byte_position("", 1), None);
}
