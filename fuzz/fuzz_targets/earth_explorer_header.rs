//! Any bytes as the header of an L1 product: an error or a header, never a panic. A header that is read is written and read again.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use viq::product_files::venus_l1::{parse_header, write_header};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(header) = parse_header(Path::new("fuzzed.HDR"), text) {
        let written = write_header(&header.product);
        // What the writer cannot say (a rotated image, an odd identifier) may be refused, but not with a panic.
        let _refused = parse_header(Path::new("written.HDR"), &written).is_err();
    }
});
