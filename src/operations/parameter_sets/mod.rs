//! Sets of the instrument's parameters: what `viq models` does and asks.

mod open_set;
mod show;
mod summary;
mod validate;

pub use open_set::open_set;
pub use show::{SetShown, show_set};
pub use summary::{BandSummary, FileSummary, Range, ResponseSummary, SetSummary};
pub use validate::{SetValidation, ValidateSetRequest, validate_set};
