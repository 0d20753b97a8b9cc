//! Files of rational polynomials (RPC): one reader a format, one entry that knows them by their content.

mod digital_globe;
mod dimap;
mod keyword_list;
mod listed;
mod raster_metadata;
mod reader;
#[cfg(test)]
mod tests;

pub use reader::read_rational_polynomials;
