//! The closed list of what a user can do (operations: they change something and stand in the journal) or ask (queries).
//!
//! The command line and the window make requests of these types; nothing else of the program changes anything that lasts.

mod coastline;
mod command_words;
mod context;
mod demo;
mod error;
mod export;
mod find;
mod found_product;
mod info;
mod ingest;
pub mod jobs;
mod journal;
pub mod level1;
pub mod location;
mod open_request;
mod page_opening;
pub mod parameter_sets;
mod path_text;
mod product_card;
mod product_picture;
mod product_record;
mod product_search;
pub mod radiometry;
pub mod simulate;
mod verify;
pub mod viewing;

pub use coastline::{Coastline, CoastlineRing};
pub use context::{Context, Surroundings};
pub use demo::{DemoOutcome, DemoRequest, demo};
pub use error::OperationError;
pub use export::write_export;
pub use find::{FindRequest, find, first_instant, geographic_box, last_instant};
pub use found_product::{
    FoundProduct, FoundProducts, ProductIdentity, VerdictCounts, find_products, site_names, verdict_counts,
};
pub use info::{AngleGridInfo, ProductInfo, SunInfo, ViewInfo, info};
pub use ingest::{IngestItem, IngestReport, IngestRequest, IngestStatus, ingest};
pub use open_request::OpenRequest;
pub use page_opening::open_page;
pub use product_card::{CardEvent, CardFile, CardOperation, CardVerification, ProductCard, product_card};
pub use product_picture::{ProductPicture, product_picture};
pub use verify::{RequirementLine, VerifyOutcome, VerifyRequest, verify};
