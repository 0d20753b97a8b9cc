//! Reports: one bundle of what was found, and its writings. Nothing here touches a disk; whoever asks writes the bytes.

mod bundle;
mod csv;
pub mod figure;
mod html;
mod json;
mod markup;
pub mod number;
mod product_facts;
#[cfg(test)]
mod sample;
pub mod tokens;

pub use bundle::{ProductReport, QuickLook, RegistrationMap, TwinScatter, VerificationReport, WindowShift};
pub use csv::{csv_number, csv_table, measurements_csv};
pub use html::report_html;
pub use json::{JsonError, report_json};
pub use product_facts::{BandFact, FileFact, ParameterFileFact, ProductFacts, QualityIndexFact, ViewFact};
