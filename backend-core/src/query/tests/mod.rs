//! Tests of parameters and of rendering, with a builder of no vendor.

mod parameters;
mod rendering;
