//! The closed list of what a user can do (operations: they change something and stand in the journal) or ask (queries).
//!
//! The command line and the window make requests of these types; nothing else of the program changes anything that lasts.

mod context;
mod demo;
mod error;
mod export;
mod find;
mod info;
mod ingest;
mod journal;
mod path_text;
mod product_record;
mod product_search;
mod verify;
pub mod viewing;

pub use context::{Context, Surroundings};
pub use demo::{DemoOutcome, DemoRequest, demo};
pub use error::OperationError;
pub use export::write_export;
pub use find::{FindRequest, find};
pub use info::{AngleGridInfo, ProductInfo, SunInfo, ViewInfo, info};
pub use ingest::{IngestItem, IngestReport, IngestRequest, IngestStatus, ingest};
pub use verify::{RequirementLine, VerifyOutcome, VerifyRequest, verify};
