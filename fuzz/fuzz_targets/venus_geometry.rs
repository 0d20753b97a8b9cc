//! Any bytes as one of the five files of VENµS's geometry: an error or a reading, never a panic.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use viq::product_files::venus_geometry::{
    AttitudeFile, LineDateFile, PositionFile, SensorModelFile, ViewingDirectionFile,
};

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let path = Path::new("fuzzed.EEF");
    let _refused = [
        AttitudeFile::parse(path, text).is_err(),
        PositionFile::parse(path, text).is_err(),
        LineDateFile::parse(path, text).is_err(),
        SensorModelFile::parse(path, text).is_err(),
        ViewingDirectionFile::parse(path, text).is_err(),
    ];
});
