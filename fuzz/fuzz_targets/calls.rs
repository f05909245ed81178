//! The property `calls`, of every vendor.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| backend_fuzz::check("calls", data));
