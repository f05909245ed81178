//! Values in SQLite's five storage classes: what a parameter is stored as, and what a cell is read as.

mod cell;
mod declared;
mod list;
mod parameter;
mod spelling;

pub(crate) use self::cell::{Reading, number_text, text};
pub(crate) use self::declared::{column_type, kind};
pub(crate) use self::list::{SPELLED, json_of_list, read_spelled};
pub(crate) use self::parameter::store;
pub(crate) use self::spelling::spelling;
