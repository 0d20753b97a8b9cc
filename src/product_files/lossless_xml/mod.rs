//! A header kept whole: elements and attributes with their prefixes and order, texts with their white space, comments and instructions, so that what
//! is read is written back with nothing lost, and one value can be changed while all else stays.

mod canonical;
mod document;
mod parse;

pub use document::LosslessXml;
