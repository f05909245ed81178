//! The property `paths`, of every vendor, and the question of that name.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    backend_fuzz::check("paths", data);
    backend_fuzz::ask("paths", data);
});
