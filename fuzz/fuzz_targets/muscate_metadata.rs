//! Any bytes as MUSCATE metadata: an error or metadata, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use viq::product_files::muscate::parse_metadata;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _refused = parse_metadata(Path::new("fuzzed.xml"), text).is_err();
});
