//! The order of a verification: open, measure, judge, record, report.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::facts::described;
use super::measuring::{Measured, measure, settings};
use super::models::Models;
use super::quick_look::quick_look;
use super::report_files::ReportFolder;
use super::request::{VerifyOutcome, VerifyRequest};
use crate::catalog::{Catalog, Event, ProductKey, Provenance, Verification};
use crate::measurement::{Verdict, VerdictKind};
use crate::operations::context::Context;
use crate::operations::error::OperationError;
use crate::operations::journal::journalled;
use crate::operations::product_record::product_record;
use crate::operations::product_search::{one_header_for_the_image, products_at};
use crate::product_files;
use crate::reports::{ProductReport, VerificationReport};
use crate::units::UtcInstant;

/// Verifies every product found. One that cannot be read does not stop the others: it is named in the report's warnings.
///
/// # Errors
/// [`OperationError`] of the catalog, the requirements or the report's folder, when no product could be read, or when the user cancels.
pub fn verify(request: &VerifyRequest, context: &Context) -> Result<VerifyOutcome, OperationError> {
    one_header_for_the_image(request.image.as_deref(), &request.paths)?;
    let models = Models::load(context.workspace(), context.supervision())?;
    let mut catalog = context.open_catalog()?;
    journalled(context, catalog.as_mut(), "verify", request, |catalog| {
        let outcome = verify_all(request, &models, catalog, context)?;
        let details = json!({
            "products": outcome.report.products.len(),
            "unreadable": outcome.unreadable.len(),
            "report": outcome.page,
        });
        Ok((outcome, details))
    })
}

fn verify_all(
    request: &VerifyRequest,
    models: &Models,
    catalog: &mut dyn Catalog,
    context: &Context,
) -> Result<VerifyOutcome, OperationError> {
    let folder = ReportFolder::prepare(&report_folder(request, context))?;
    let (mut products, mut unreadable) = (Vec::new(), Vec::new());
    for path in found(request, context, &mut unreadable)? {
        match verify_one(&path, request, models, catalog, context) {
            Ok(product) => products.push(product),
            Err(error @ (OperationError::Product(_) | OperationError::Raster(_))) => {
                unreadable.push((path, error.to_string()));
            }
            Err(error) => return Err(error),
        }
    }
    if products.is_empty() {
        let reasons: Vec<&str> = unreadable.iter().map(|(_, reason)| reason.as_str()).collect();
        return Err(OperationError::Unreadable { reasons: reasons.join("\n") });
    }
    let generated = context.now();
    let mut report =
        VerificationReport::new(request.command(), Context::software_version().to_owned(), generated, products);
    report.requirements_source.clone_from(&models.requirements_source);
    report.settings = settings();
    report.warnings = unreadable.iter().map(|(_, reason)| format!("not verified: {reason}")).collect();
    let page = folder.write(&report, context.supervision())?;
    Ok(VerifyOutcome { report, page, unreadable })
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

fn found(
    request: &VerifyRequest,
    context: &Context,
    unreadable: &mut Vec<(PathBuf, String)>,
) -> Result<Vec<PathBuf>, OperationError> {
    let mut found = Vec::new();
    for path in &request.paths {
        match products_at(path, context.supervision()) {
            Ok(products) => found.extend(products),
            Err(OperationError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(error) => unreadable.push((path.clone(), error.to_string())),
        }
    }
    Ok(found)
}

fn verify_one(
    path: &Path,
    request: &VerifyRequest,
    models: &Models,
    catalog: &mut dyn Catalog,
    context: &Context,
) -> Result<ProductReport, OperationError> {
    let supervision = context.supervision();
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
    report.warnings = measured.warnings;

    let key = record.key.clone();
    catalog.ingest(&[record], context.now(), supervision)?;
    let verification = Verification {
        provenance: Provenance {
            time: context.now(),
            software_version: Context::software_version().to_owned(),
            settings: json!({ "settings": settings(), "requirements": models.requirements_source }),
        },
        measurements: report.measurements.clone(),
        verdicts: report.verdicts.clone(),
    };
    catalog.record_verification(&key, &verification, supervision)?;
    if let Some(event) = failure(&key, &report.verdicts, context.now()) {
        catalog.record_event(&event)?;
    }
    Ok(report)
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
