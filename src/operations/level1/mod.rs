//! From a raw product to values in sensor geometry (L1A), and what becomes of a single pixel on the way.

mod chain_of_product;
mod conventions;
mod correction;
mod pipeline;
mod processing_record;
mod request;

pub use chain_of_product::{ChainChoices, ProductChain};
pub use conventions::conventions_of;
pub use correction::{Level1Outcome, level1};
pub use processing_record::ProcessingRecord;
pub use request::{Level1Request, PolarisedLight, QuantityAsked};
