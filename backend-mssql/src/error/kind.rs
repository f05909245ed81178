//! The kinds of the server's messages, by their numbers.
//!
//! Source: <https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors>.

use backend_core::error::{ErrorKind, Integrity};

use crate::driver::ServerMessage;

/// Messages from that number on are those of triggers, procedures and `THROW`, which refuse by rules of their own.
const FIRST_OF_USERS: u32 = 50_000;

/// The number that Babelfish gives what SQL Server has no message for.
pub(crate) const BABELFISH: u32 = 33_557_097;

/// The severity from which on the server ends the session.
const FATAL: u8 = 20;

/// The numbers of each kind; what is not listed is [`Programming`](ErrorKind::Programming), or as its severity says.
const NUMBERS: &[(ErrorKind, &[u32])] = &[
    (
        ErrorKind::Integrity(Integrity::Unique),
        // A constraint, an index, an index that is being made.
        &[2627, 2601, 1505],
    ),
    // A value, and a column that is added to rows or changed under them.
    (ErrorKind::Integrity(Integrity::NotNull), &[515, 4901]),
    // The view's, a rule's, and a trigger that rolled back without a word.
    (ErrorKind::Integrity(Integrity::Check), &[550]),
    (ErrorKind::Integrity(Integrity::Other), &[513, 3609]),
    (
        ErrorKind::DoesNotExist,
        &[
            207, 208, 218, 911, 1088, 1767, 1769, 1911, 1769, 2715, 2725, 2727, 2760, 2812, 3701,
            3728, 4060, 4902, 4917, 4924, 4928, 15009, 15151, 15225, 15248, 15404, 15472,
        ],
    ),
    (
        ErrorKind::AlreadyExists,
        &[
            219, 1779, 1781, 1801, 1913, 2705, 2714, 4506, 5170, 15025, 15233, 15335,
        ],
    ),
    (
        ErrorKind::Data,
        &[
            // Conversions.
            210, 220, 232, 235, 237, 241, 242, 244, 245, 246, 248, 249, 293, 294, 295, 296, 297,
            298, 529, 535, 8114, 8115, 8169, 9803, 9807, 9809, // Lengths and sizes.
            510, 511, 1946, 2628, 8152, 9829, // Arithmetic, subqueries, sequences.
            512, 517, 518, 3606, 3607, 3623, 8134, 8672, 11728, // XML and JSON.
            6354, 9400, 9402, 9410, 9411, 9420, 9422, 9436, 9455, 13607, 13608, 13609, 13610,
            // A number that an identity column was not to be given.
            544, 545, 8101, // Rows of a bulk load.
            4815, 4819, 4863, 4864, 4865, 4866, 4867, 7339,
        ],
    ),
    (
        ErrorKind::Locked,
        &[1222, 1807, 3101, 3702, 5030, 5061, 5064, 5070, 3729],
    ),
    (ErrorKind::Deadlock, &[1205]),
    (
        ErrorKind::SerializationConflict,
        &[
            3960, 3961, 3962, 3963, 3966, 41301, 41302, 41305, 41325, 41839,
        ],
    ),
    (
        ErrorKind::TransactionBroken,
        &[3910, 3930, 3931, 3949, 3950, 3998],
    ),
    (
        ErrorKind::Interface,
        // Transactions where there is none, statements that take no transaction, parameters that are missing.
        &[
            226, 266, 574, 627, 628, 3902, 3903, 3916, 6401, 8144, 8145, 8146, 8178,
        ],
    ),
    (ErrorKind::ReadOnly, &[3906, 3908, 5063, 40544, 41316]),
    (
        ErrorKind::PermissionDenied,
        &[
            229, 230, 262, 300, 916, 1010, 2104, 2571, 3110, 3704, 5011, 6102, 10_011, 15_247,
            15_562, 17_750,
        ],
    ),
    (
        ErrorKind::Authentication,
        &[
            4064, 18450, 18452, 18456, 18458, 18459, 18461, 18463, 18464, 18465, 18466, 18467,
            18468, 18470, 18471, 18486, 18487, 18488,
        ],
    ),
    (ErrorKind::Timeout, &[1221, 8645, 8651]),
    (
        ErrorKind::NotSupported(None),
        &[
            40_508, 40_510, 40_512, 40_514, 40_517, 41_317, 10_794, 12_320, 12_331,
        ],
    ),
    (
        ErrorKind::ConnectionLost,
        &[
            596, 6001, 6005, 10_928, 10_929, 40_197, 40_501, 40_613, 49_918, 49_919, 49_920,
        ],
    ),
    (
        ErrorKind::Corrupt,
        &[605, 824, 825, 8909, 8928, 8939, 8942, 8951],
    ),
    (
        ErrorKind::Operational,
        &[
            701, 802, 823, 845, 1101, 1105, 1204, 3201, 3202, 3203, 5123, 5149, 8621, 8623, 8628,
            8631, 8632, 8649, 9001, 9002, 9100,
        ],
    ),
];

/// What a message of the server means for a caller.
pub(crate) fn kind_of(said: &ServerMessage) -> ErrorKind {
    let number = said.number;
    if said.class >= FATAL {
        return ErrorKind::ConnectionLost;
    }
    if number == 547 {
        return ErrorKind::Integrity(if is_of_check(&said.message) {
            Integrity::Check
        } else {
            Integrity::ForeignKey
        });
    }
    if number == BABELFISH {
        return by_words(&said.message);
    }
    if let Some((kind, _)) = NUMBERS
        .iter()
        .find(|(_, numbers)| numbers.contains(&number))
    {
        return *kind;
    }
    match said.class {
        _ if number >= FIRST_OF_USERS => ErrorKind::Integrity(Integrity::Other),
        14 => ErrorKind::PermissionDenied,
        17..FATAL => ErrorKind::Operational,
        _ => ErrorKind::Programming,
    }
}

/// Whether a message of a constraint is that of a `CHECK`: others of its number are about foreign keys, from either side.
fn is_of_check(message: &str) -> bool {
    message.contains("the CHECK constraint") || message.contains("check constraint")
}

/// The kind of a message that has no number of its own, by PostgreSQL's words.
fn by_words(message: &str) -> ErrorKind {
    let any = |words: &[&str]| words.iter().any(|word| message.contains(word));
    if any(&["due to lock timeout", "is being accessed by other users"]) {
        ErrorKind::Locked
    } else if any(&["due to statement timeout"]) {
        ErrorKind::Timeout
    } else if any(&["deadlock detected"]) {
        ErrorKind::Deadlock
    } else if any(&["not supported", "not currently supported"]) {
        ErrorKind::NotSupported(None)
    } else if any(&["violates exclusion constraint"]) {
        ErrorKind::Integrity(Integrity::Exclusion)
    } else if any(&["already exists"]) {
        ErrorKind::AlreadyExists
    } else if any(&["permission denied"]) {
        ErrorKind::PermissionDenied
    } else if any(&["canceling statement due to user request"]) {
        ErrorKind::Cancelled
    } else if any(&["could not serialize access"]) {
        ErrorKind::SerializationConflict
    } else if any(&["current transaction is aborted"]) {
        ErrorKind::TransactionBroken
    } else if any(&[
        "invalid input syntax",
        "out of range",
        "value too long",
        "invalid value",
        "invalid byte sequence",
        // Numbers that have no value, and one that has no room.
        "raised to a negative power",
        "cannot take",
        "overflow",
        "yields a complex result",
        "negative substring length",
        // A number of an identity.
        "cannot insert a non-DEFAULT value",
    ]) {
        ErrorKind::Data
    } else if ["function ", "operator ", "procedure "]
        .iter()
        .any(|word| message.starts_with(word))
    {
        // Not found because of their arguments' types; a word that is no statement is a procedure.
        ErrorKind::Programming
    } else if any(&["does not exist"]) {
        ErrorKind::DoesNotExist
    } else {
        ErrorKind::Programming
    }
}
