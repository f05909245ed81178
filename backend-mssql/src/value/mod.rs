//! Values: what a parameter is sent as, what a cell is read as, and how types are spelled.

mod declared;
mod spelling;

pub(crate) use self::declared::{column_type, kind};
pub(crate) use self::spelling::{is_type, spelling};
