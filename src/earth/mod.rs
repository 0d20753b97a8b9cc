//! The Earth under the products: for now, outlines on it.

mod footprint;

pub use footprint::rings_from_outline;
