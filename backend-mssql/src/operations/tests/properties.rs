//! What holds of SQL whatever the text, without a server: names, texts, calls, patterns, paths and scripts.

use conformance_tests::properties::PROPERTIES;

use crate::BACKEND;

/// Bytes that mean something somewhere: line continuations, lines of `GO`, separators of lines that are none to the server.
const WORDS: [&[u8]; 7] = [
    b"\\\n",
    b"\nGO\n",
    b" a;b\nGO 2\n",
    "\u{2028}".as_bytes(),
    b"]]'",
    b"--",
    b"BEGIN",
];

#[test]
fn each_property_holds_for_every_short_input() {
    let bytes = (0..=255_u8).zip(WORDS.into_iter().cycle());
    for (first, word) in bytes {
        for input in [[&[first], word].concat(), [word, &[first], word].concat()] {
            for property in PROPERTIES {
                let held = (property.check)(&BACKEND, &input);
                assert_eq!(held, Ok(()), "{}: {input:?}", property.name);
            }
        }
    }
}
