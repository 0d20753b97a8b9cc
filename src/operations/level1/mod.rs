//! From a raw product to values in sensor geometry (L1A), and what becomes of a single pixel on the way.

mod arrays_of_product;
mod auxiliary_files;
mod chain_of_product;
mod conventions;
mod correction;
mod explanation;
mod explanation_text;
mod pipeline;
mod processing_record;
mod request;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(in crate::operations) use pipeline::run as run_chain;

pub(in crate::operations) use arrays_of_product::check_arrays;
pub use chain_of_product::{ChainChoices, ProductChain};
pub use conventions::conventions_of;
pub use correction::{Level1Outcome, level1};
pub use explanation::{ExplainedPixel, ExplainedProduct};
pub use processing_record::ProcessingRecord;
pub use request::{Level1Request, PolarisedLight, QuantityAsked};
