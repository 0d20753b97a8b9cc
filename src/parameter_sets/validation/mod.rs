//! What is wrong with a set: rules over values, which know no file beyond its name.

mod array_rules;
mod band_rules;
mod finding;
mod manifest_rules;
mod needs;
mod range_rules;
mod rules;
mod stray_light_rules;
#[cfg(test)]
mod tests;

pub use finding::Finding;
pub use needs::Needs;
pub use rules::findings;
