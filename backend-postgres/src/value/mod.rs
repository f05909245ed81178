//! Values on the wire: what a parameter is sent as, and what a cell is read as.

mod cell;
mod parameter;

pub(crate) use self::cell::{Readings, Scratch};
pub(crate) use self::parameter::Encoded;
