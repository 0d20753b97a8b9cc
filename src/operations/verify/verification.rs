//! The order of a verification: open, measure, judge, record, report.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::facts::described;
use super::measuring::{Measured, measure, settings};
use super::models::Models;
use super::quick_look::quick_look;
use super::report_files::ReportFolder;
use super::request::{VerifyOutcome, VerifyRequest};
use super::warning_log::WarningLog;
use crate::catalog::{Catalog, CatalogError, Event, ProductKey, ProductRecord, Provenance, Verification};
use crate::measurement::{Verdict, VerdictKind};
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::journal::journalled;
use crate::operations::product_record::product_record;
use crate::operations::product_search::{one_header_for_the_image, products_at};
use crate::product_files;
use crate::reports::{ProductReport, VerificationReport};
use crate::units::UtcInstant;

/// Verifies every product found. One that cannot be read does not stop the others: it is named in the report's warnings. A catalog that
/// fails after the beginning does not take the figures away: the report is written and says what was not recorded.
///
/// # Errors
/// [`OperationError`] of the catalog at the beginning, the requirements or the report's folder, when no product could be read, or when the
/// user cancels.
pub fn verify(request: &VerifyRequest, context: &Context) -> Result<VerifyOutcome, OperationError> {
    one_header_for_the_image(request.image.as_deref(), &request.paths)?;
    let models = Models::load(context.workspace(), context.supervision())?;
    let mut catalog = context.open_catalog()?;
    let (mut outcome, ended) = journalled(context, catalog.as_mut(), "verify", request, |catalog| {
        let outcome = verify_all(request, &models, catalog, context)?;
        let details = json!({
            "products": outcome.report.products.len(),
            "unreadable": outcome.unreadable.len(),
            "unrecorded": outcome.unrecorded.len(),
            "report": outcome.page.to_string_lossy(),
        });
        Ok((outcome, details))
    })?;
    if let Err(error) = ended {
        outcome.unrecorded.push(format!("the end of the operation: {error}"));
    }
    Ok(outcome)
}

fn verify_all(
    request: &VerifyRequest,
    models: &Models,
    catalog: &mut dyn Catalog,
    context: &Context,
) -> Result<VerifyOutcome, OperationError> {
    let folder = ReportFolder::prepare(&report_folder(request, context))?;
    let log = WarningLog::over(context.supervision());
    let mut run = Run { request, models, context, catalog, unreadable: Vec::new(), unrecorded: Vec::new() };
    let mut products = Vec::new();
    for path in run.found(&log)? {
        products.extend(run.product(&path)?);
    }
    let Run { unreadable, unrecorded, .. } = run;
    if products.is_empty() {
        let reasons: Vec<&str> = unreadable.iter().map(|(_, reason)| reason.as_str()).collect();
        return Err(OperationError::Unreadable { reasons: reasons.join("\n") });
    }
    let command = request.command(context.workspace().root());
    let mut report = VerificationReport::new(command, Context::software_version().to_owned(), context.now(), products);
    report.requirements_source.clone_from(&models.requirements_source);
    report.settings = settings(models);
    report.warnings = log.messages();
    report.warnings.extend(unreadable.iter().map(|(_, reason)| format!("not verified: {reason}")));
    report.warnings.extend(unrecorded.iter().map(|reason| format!("not recorded: {reason}")));
    let page = folder.write(&report, context.supervision())?;
    Ok(VerifyOutcome { report, page, unreadable, unrecorded })
}

/// Where the report goes: the folder asked for, else a new one in the workspace, named by the time to the millisecond.
fn report_folder(request: &VerifyRequest, context: &Context) -> PathBuf {
    request.report.clone().unwrap_or_else(|| {
        let now = context.now();
        let seconds: String = now.to_string().chars().take_while(|digit| !".Z".contains(*digit)).collect();
        let milliseconds = now.unix_milliseconds().rem_euclid(1000);
        let name = format!("verification-{}.{milliseconds:03}Z", seconds.replace([':', '-'], ""));
        context.workspace().reports().join(name)
    })
}

/// A verification under way.
struct Run<'a> {
    request: &'a VerifyRequest,
    models: &'a Models,
    context: &'a Context,
    catalog: &'a mut dyn Catalog,
    unreadable: Vec<(PathBuf, String)>,
    unrecorded: Vec<String>,
}

impl Run<'_> {
    /// Every product at the paths of the request.
    fn found(&mut self, log: &WarningLog) -> Result<Vec<PathBuf>, OperationError> {
        let mut found = Vec::new();
        for path in &self.request.paths {
            match products_at(path, log.supervision()) {
                Ok(products) => found.extend(products),
                Err(OperationError::Cancelled(cancelled)) => return Err(cancelled.into()),
                Err(error) => self.not_verified(path, error.to_string())?,
            }
        }
        Ok(found)
    }

    /// Measures and records one product; none when it cannot be read.
    fn product(&mut self, path: &Path) -> Result<Option<ProductReport>, OperationError> {
        match verified(path, self.request, self.models, self.context) {
            Ok((report, record)) => {
                let identifier = report.facts.identifier.clone();
                let recorded = self.record(record, &report);
                self.recorded(&identifier, recorded)?;
                Ok(Some(report))
            }
            Err(error @ (OperationError::Product(_) | OperationError::Raster(_))) => {
                self.not_verified(path, error.to_string())?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn record(&mut self, record: ProductRecord, report: &ProductReport) -> Result<(), CatalogError> {
        let supervision = self.context.supervision();
        let key = record.key.clone();
        self.catalog.ingest(&[record], self.context.now(), supervision)?;
        let verification = Verification {
            provenance: Provenance {
                time: self.context.now(),
                software_version: Context::software_version().to_owned(),
                settings: json!({ "settings": settings(self.models), "requirements": self.models.requirements_source }),
            },
            measurements: report.measurements.clone(),
            verdicts: report.verdicts.clone(),
        };
        self.catalog.record_verification(&key, &verification, supervision)?;
        match failure(&key, &report.verdicts, self.context.now()) {
            Some(event) => self.catalog.record_event(&event),
            None => Ok(()),
        }
    }

    /// A product that could not be read, or a folder without any.
    fn not_verified(&mut self, path: &Path, reason: String) -> Result<(), OperationError> {
        let subject = path.display().to_string();
        let event = Event {
            time: self.context.now(),
            kind: "not_verified".to_owned(),
            subject: subject.clone(),
            message: reason.clone(),
        };
        self.unreadable.push((path.to_path_buf(), reason));
        let recorded = self.catalog.record_event(&event);
        self.recorded(&subject, recorded)
    }

    /// Notes what the catalog did not take. Only a cancel ends the verification.
    fn recorded(&mut self, subject: &str, recorded: Result<(), CatalogError>) -> Result<(), OperationError> {
        match recorded {
            Ok(()) => {}
            Err(CatalogError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(error) => self.unrecorded.push(format!("{subject}: {error}")),
        }
        Ok(())
    }
}

/// One product measured and judged, and its record for the catalog.
fn verified(
    path: &Path,
    request: &VerifyRequest,
    models: &Models,
    context: &Context,
) -> Result<(ProductReport, ProductRecord), OperationError> {
    let log = WarningLog::over(context.supervision());
    let supervision = log.supervision();
    let open = product_files::open(path, request.image.as_deref(), supervision)?;
    // The fingerprint reads what the measurement reads: together they read it from the disk once.
    let (measured, record) =
        rayon::join(|| measure(&open, models, supervision), || product_record(&open.product, path, supervision));
    let (measured, record): (Measured, _) = (measured?, record?);
    let mut report = described(&open.product, &record);
    report.quick_look = quick_look(&open.product, open.raster.as_ref(), supervision)?;
    report.measurements = measured.measurements;
    report.verdicts = measured.verdicts;
    report.twin_scatter = measured.twin_scatter;
    report.registration_map = measured.registration_map;
    report.warnings = log.messages();
    report.warnings.extend(measured.warnings);
    Ok((report, record))
}

/// The event of a product that fails a requirement.
fn failure(key: &ProductKey, verdicts: &[Verdict], time: UtcInstant) -> Option<Event> {
    let mut failed: Vec<&str> = verdicts
        .iter()
        .filter(|verdict| verdict.kind == VerdictKind::Fail)
        .map(|verdict| verdict.requirement.id.as_str())
        .collect();
    failed.dedup();
    (!failed.is_empty()).then(|| Event {
        time,
        kind: "requirement_failed".to_owned(),
        subject: key.identifier.clone(),
        message: format!("requirements not met: {}", failed.join(", ")),
    })
}
