//! Reports: one bundle of what was found, and its writings. Nothing here touches a disk; whoever asks writes the bytes.

mod bundle;
mod product_facts;

pub use bundle::{
    ProductReport, QuickLook, RegistrationMap, SCHEMA_VERSION, TwinScatter, VerificationReport, WindowShift,
};
pub use product_facts::{BandFact, FileFact, ParameterFileFact, ProductFacts, QualityIndexFact, ViewFact};
