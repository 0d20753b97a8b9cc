//! Sets of the instrument's parameters: what `viq models` does and asks.

mod init;
mod instrument_folder;
mod open_set;
mod show;
mod summary;
mod validate;

pub use init::{InitSetOutcome, InitSetRequest, init_set};
pub(in crate::operations) use instrument_folder::model_of;
pub use open_set::open_set;
pub use show::{SetShown, show_set};
pub use summary::{BandSummary, FileSummary, Range, ResponseSummary, SetSummary};
pub use validate::{SetValidation, ValidateSetRequest, validate_set};
