//! The catalog's contract, fulfilled by a PostgreSQL database.

use crate::measurement::{Measurement, Verdict};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

use super::connection::{Access, Store};
use super::settings::ConnectionSettings;
use super::verifications::KnownQuantities;
use super::{journal, products, search, verifications};
use crate::catalog::contract::Catalog;
use crate::catalog::error::CatalogError;
use crate::catalog::migration::Migration;
use crate::catalog::query::{ProductSummary, Query, SiteSummary};
use crate::catalog::records::{
    Event, IngestOutcome, JournalEnd, JournalEntry, JournalStart, OperationId, ProductKey, ProductRecord,
};
use crate::catalog::verification::{Verification, VerificationId, VerificationSummary};

/// Every step of the schema, from the first released version on.
pub const MIGRATIONS: [Migration; 1] =
    [Migration { to_version: 1, title: "first version", statements: include_str!("schema_1.sql") }];

/// A catalog in a PostgreSQL database.
pub struct Postgis {
    store: Store,
    quantities: KnownQuantities,
}

impl Postgis {
    /// Opens the catalog of a database, making it when there is none.
    ///
    /// # Errors
    /// [`CatalogError`] when the server cannot be reached, has no PostGIS, or the catalog is newer than this program.
    pub fn open(settings: &ConnectionSettings, supervision: &Supervision) -> Result<Self, CatalogError> {
        Self::open_with_migrations(settings, &MIGRATIONS, supervision)
    }

    /// Opens the catalog in a database for whoever only looks: where there is none, none is made.
    ///
    /// # Errors
    /// As [`Postgis::open`]; [`CatalogError::NoCatalog`] when there is none.
    pub fn open_existing(settings: &ConnectionSettings, supervision: &Supervision) -> Result<Self, CatalogError> {
        let store = Store::open(settings, Access::Existing, &MIGRATIONS, supervision)?;
        Ok(Self { store, quantities: KnownQuantities::default() })
    }

    /// As [`Postgis::open`], with a schema history of the caller's: for testing that old catalogs move forward.
    ///
    /// # Errors
    /// As [`Postgis::open`].
    pub fn open_with_migrations(
        settings: &ConnectionSettings,
        migrations: &[Migration],
        supervision: &Supervision,
    ) -> Result<Self, CatalogError> {
        let store = Store::open(settings, Access::Making, migrations, supervision)?;
        Ok(Self { store, quantities: KnownQuantities::default() })
    }
}

impl Catalog for Postgis {
    fn name(&self) -> String {
        self.store.name()
    }

    fn schema_version(&self) -> i64 {
        self.store.schema_version()
    }

    fn ingest(
        &mut self,
        records: &[ProductRecord],
        recorded_at: UtcInstant,
        supervision: &Supervision,
    ) -> Result<Vec<IngestOutcome>, CatalogError> {
        records.iter().try_for_each(ProductRecord::check)?;
        self.store.write("recording products", supervision, |transaction| {
            products::ingest(transaction, records, recorded_at, supervision)
        })
    }

    fn find(&self, query: &Query, supervision: &Supervision) -> Result<Vec<ProductSummary>, CatalogError> {
        query.check()?;
        self.store.read("searching products", supervision, |client| search::find(client, query))
    }

    fn count(&self, query: &Query, supervision: &Supervision) -> Result<u64, CatalogError> {
        query.check()?;
        self.store.read("counting products", supervision, |client| search::count(client, query))
    }

    fn product(&self, key: &ProductKey) -> Result<Option<ProductRecord>, CatalogError> {
        self.store.read("reading a product", &Supervision::unattended(), |client| products::read(client, key))
    }

    fn sites(&self) -> Result<Vec<SiteSummary>, CatalogError> {
        self.store.read("listing sites", &Supervision::unattended(), search::sites)
    }

    fn record_verifications(
        &mut self,
        batch: &[(ProductKey, Verification)],
        supervision: &Supervision,
    ) -> Result<Vec<VerificationId>, CatalogError> {
        let known = &self.quantities;
        let (identifiers, new) = self.store.write("recording verifications", supervision, |transaction| {
            verifications::record(transaction, batch, known, supervision)
        })?;
        // only what is committed may be remembered
        self.quantities.extend(new);
        Ok(identifiers)
    }

    fn verifications(&self, product: &ProductKey) -> Result<Vec<VerificationSummary>, CatalogError> {
        self.store.read("listing verifications", &Supervision::unattended(), |client| {
            verifications::of_product(client, product)
        })
    }

    fn measurements_of(&self, verification: VerificationId) -> Result<Vec<Measurement>, CatalogError> {
        self.store.read("reading measurements", &Supervision::unattended(), |client| {
            verifications::measurements(client, verification)
        })
    }

    fn verdicts_of(&self, verification: VerificationId) -> Result<Vec<Verdict>, CatalogError> {
        self.store.read("reading verdicts", &Supervision::unattended(), |client| {
            verifications::verdicts(client, verification)
        })
    }

    fn begin_operation(&mut self, start: &JournalStart) -> Result<OperationId, CatalogError> {
        self.store
            .write("writing the journal", &Supervision::unattended(), |transaction| journal::begin(transaction, start))
    }

    fn finish_operation(&mut self, operation: OperationId, end: &JournalEnd) -> Result<(), CatalogError> {
        self.store.write("writing the journal", &Supervision::unattended(), |transaction| {
            journal::finish(transaction, operation, end)
        })
    }

    fn journal(&self, limit: u32) -> Result<Vec<JournalEntry>, CatalogError> {
        self.store.read("reading the journal", &Supervision::unattended(), |client| journal::entries(client, limit))
    }

    fn record_event(&mut self, event: &Event) -> Result<(), CatalogError> {
        self.store.write("recording an event", &Supervision::unattended(), |transaction| {
            journal::record_event(transaction, event)
        })
    }

    fn events(&self, limit: u32) -> Result<Vec<Event>, CatalogError> {
        self.store.read("reading events", &Supervision::unattended(), |client| journal::events(client, limit))
    }
}
