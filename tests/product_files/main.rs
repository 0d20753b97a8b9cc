//! Reading and writing product files, seen from outside.
#![allow(clippy::float_cmp, reason = "samples and coordinates are delivered exactly as they are stored")]
#![allow(clippy::print_stderr, reason = "a skipped test says so")]

mod real_product;
mod shared_data;
mod written_header;
