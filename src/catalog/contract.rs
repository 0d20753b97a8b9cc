//! What every catalog can do, whatever stores it.

use crate::measurement::{Measurement, Verdict};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

use super::error::CatalogError;
use super::query::{ProductSummary, Query, SiteSummary};
use super::records::{
    Event, IngestOutcome, JournalEnd, JournalEntry, JournalStart, OperationId, ProductKey, ProductRecord,
};
use super::verification::{Verification, VerificationId, VerificationSummary};

/// A catalog that is open.
///
/// Every method that changes something is one transaction: when it returns `Ok`, the change survives the death of the
/// process; when it returns an error, nothing of it remains. Several processes may use one catalog at once. One value
/// serves one thread at a time; a second thread opens the catalog for itself.
///
/// Methods that may take long stop within 200 ms of a cancel and then return [`CatalogError::Cancelled`].
pub trait Catalog: Send {
    /// Where the catalog is, for messages; never holds a password.
    fn name(&self) -> String;

    /// Version of the catalog's schema, after the migrations that opening it applied.
    fn schema_version(&self) -> i64;

    /// Records products, all or none; the outcomes stand in the order of `products`.
    ///
    /// Idempotent: a product is known by its [`ProductKey`], and recording it again changes nothing
    /// ([`IngestOutcome::AlreadyThere`]) unless something of its record has changed, its path for example
    /// ([`IngestOutcome::Updated`]).
    ///
    /// # Errors
    /// [`CatalogError::BadRecord`] before anything is written; any error of the store.
    fn ingest(
        &mut self,
        products: &[ProductRecord],
        recorded_at: UtcInstant,
        supervision: &Supervision,
    ) -> Result<Vec<IngestOutcome>, CatalogError>;

    /// Products that meet every criterion of the query, in the order of acquisition (those without a time first), then of
    /// identifier and fingerprint (by the bytes of their text).
    ///
    /// # Errors
    /// [`CatalogError::BadQuery`]; any error of the store.
    fn find(&self, query: &Query, supervision: &Supervision) -> Result<Vec<ProductSummary>, CatalogError>;

    /// How many products meet the query, its limit and offset left aside.
    ///
    /// # Errors
    /// As [`Catalog::find`].
    fn count(&self, query: &Query, supervision: &Supervision) -> Result<u64, CatalogError>;

    /// Everything recorded of one product at ingestion; none when the catalog does not know it.
    ///
    /// # Errors
    /// Any error of the store.
    fn product(&self, key: &ProductKey) -> Result<Option<ProductRecord>, CatalogError>;

    /// Every site that has an acquisition, by name.
    ///
    /// # Errors
    /// Any error of the store.
    fn sites(&self) -> Result<Vec<SiteSummary>, CatalogError>;

    /// Records what was measured of one product and how it was judged.
    ///
    /// # Errors
    /// As [`Catalog::record_verifications`].
    fn record_verification(
        &mut self,
        product: &ProductKey,
        verification: &Verification,
        supervision: &Supervision,
    ) -> Result<VerificationId, CatalogError> {
        let batch = [(product.clone(), verification.clone())];
        let recorded = self.record_verifications(&batch, supervision)?;
        recorded.first().copied().ok_or_else(|| CatalogError::Store {
            catalog: self.name(),
            doing: "recording a verification",
            reason: "the store gave no identifier for it".to_owned(),
        })
    }

    /// Records many verifications, all or none, in the order given. Each is kept beside the earlier ones of its product.
    ///
    /// # Errors
    /// [`CatalogError::UnknownProduct`] when a product was never ingested; any error of the store.
    fn record_verifications(
        &mut self,
        batch: &[(ProductKey, Verification)],
        supervision: &Supervision,
    ) -> Result<Vec<VerificationId>, CatalogError>;

    /// Every verification of a product, the oldest first.
    ///
    /// # Errors
    /// [`CatalogError::UnknownProduct`]; any error of the store.
    fn verifications(&self, product: &ProductKey) -> Result<Vec<VerificationSummary>, CatalogError>;

    /// Measurements of one verification, in the order in which they were recorded.
    ///
    /// # Errors
    /// Any error of the store.
    fn measurements_of(&self, verification: VerificationId) -> Result<Vec<Measurement>, CatalogError>;

    /// Verdicts of one verification, in the order in which they were recorded.
    ///
    /// # Errors
    /// Any error of the store.
    fn verdicts_of(&self, verification: VerificationId) -> Result<Vec<Verdict>, CatalogError>;

    /// Measurements of a product's newest verification; empty when it was never verified.
    ///
    /// # Errors
    /// [`CatalogError::UnknownProduct`]; any error of the store.
    fn measurements(&self, product: &ProductKey) -> Result<Vec<Measurement>, CatalogError> {
        match self.verifications(product)?.last() {
            Some(newest) => self.measurements_of(newest.id),
            None => Ok(Vec::new()),
        }
    }

    /// Verdicts of a product's newest verification; empty when it was never verified.
    ///
    /// # Errors
    /// [`CatalogError::UnknownProduct`]; any error of the store.
    fn verdicts(&self, product: &ProductKey) -> Result<Vec<Verdict>, CatalogError> {
        match self.verifications(product)?.last() {
            Some(newest) => self.verdicts_of(newest.id),
            None => Ok(Vec::new()),
        }
    }

    /// Writes to the journal that an operation begins. Nothing in the journal is ever changed or removed.
    ///
    /// # Errors
    /// Any error of the store.
    fn begin_operation(&mut self, start: &JournalStart) -> Result<OperationId, CatalogError>;

    /// Writes to the journal how an operation ended; an operation ends once.
    ///
    /// # Errors
    /// [`CatalogError::OperationNotOpen`] when it never began or has already ended; any error of the store.
    fn finish_operation(&mut self, operation: OperationId, end: &JournalEnd) -> Result<(), CatalogError>;

    /// The newest entries of the journal, at most `limit` of them, the newest first.
    ///
    /// # Errors
    /// Any error of the store.
    fn journal(&self, limit: u32) -> Result<Vec<JournalEntry>, CatalogError>;

    /// Records an event.
    ///
    /// # Errors
    /// Any error of the store.
    fn record_event(&mut self, event: &Event) -> Result<(), CatalogError>;

    /// The newest events, at most `limit` of them, the newest first.
    ///
    /// # Errors
    /// Any error of the store.
    fn events(&self, limit: u32) -> Result<Vec<Event>, CatalogError>;
}
