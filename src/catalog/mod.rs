//! The catalog: what is known of every product, what was measured of it, how it was judged, and what was done.
//!
//! One contract, [`Catalog`], and two back-ends behind it: a GeoPackage in the workspace folder (no server) and PostGIS
//! (a team). [`open`] gives either, [`open_existing`] makes none; whoever uses a catalog never knows which. Only the two back-ends speak SQL. A catalog
//! never reads the clock: every time is given by its caller.

mod contract;
mod error;
mod failure;
mod footprint;
pub mod geopackage;
mod interruption;
mod location;
pub mod migration;
pub mod postgis;
mod query;
mod records;
mod stored_figure;
mod verification;
mod well_known_binary;

pub use contract::Catalog;
pub use error::CatalogError;
pub use footprint::{Footprint, Ring};
pub use location::{Location, open, open_existing};
pub use query::{GeographicBox, ProductSummary, Query, SiteSummary};
pub use records::{
    Event, FileRecord, IngestOutcome, JournalEnd, JournalEntry, JournalStart, OperationId, ParameterFileRecord,
    ProductKey, ProductRecord, content_fingerprint,
};
pub use verification::{Provenance, Verification, VerificationId, VerificationSummary};
