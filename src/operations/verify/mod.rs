//! Operation: measure products, judge them, record what was found and report it.

mod facts;
mod measuring;
mod models;
pub(super) mod quick_look;
mod report_files;
mod request;
mod verification;
mod warning_log;

pub use request::{RequirementLine, VerifyOutcome, VerifyRequest};
pub use verification::verify;
