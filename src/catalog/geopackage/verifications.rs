//! Recording measurements and verdicts, and reading them back.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalog::failure::{json, to_json};
use crate::catalog::records::ProductKey;
use crate::catalog::verification::{Provenance, Verification, VerificationId, VerificationSummary};
use crate::measurement::{Measurement, Outcome, Subject, Verdict};
use crate::supervision::Supervision;

use super::failure::Failure;
use super::products::row_number;
use super::values::{self, time_text};

/// What a measurement is of: metric, subject, unit, population, method.
pub(super) type Quantity = [String; 5];

/// Numbers of the quantities that are committed.
pub(super) type KnownQuantities = HashMap<Quantity, i64>;

/// Records a batch in the transaction that `connection` is in; gives the new quantities, to be remembered once it is committed.
pub(super) fn record(
    connection: &Connection,
    batch: &[(ProductKey, Verification)],
    known: &KnownQuantities,
    supervision: &Supervision,
) -> Result<(Vec<VerificationId>, KnownQuantities), Failure> {
    let mut recording = Recording { connection, known, new: HashMap::new() };
    let mut identifiers = Vec::with_capacity(batch.len());
    for (product, verification) in batch {
        supervision.check()?;
        identifiers.push(recording.verification(product, verification)?);
    }
    Ok((identifiers, recording.new))
}

struct Recording<'connection> {
    connection: &'connection Connection,
    known: &'connection KnownQuantities,
    new: KnownQuantities,
}

impl Recording<'_> {
    fn verification(&mut self, key: &ProductKey, verification: &Verification) -> Result<VerificationId, Failure> {
        let product = row_number(self.connection, key)?.ok_or_else(|| Failure::UnknownProduct(key.clone()))?;
        let provenance = &verification.provenance;
        self.connection
            .prepare_cached(
                "insert into verification (product_id, time, software_version, settings, settings_sha256)
                 values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                product,
                time_text(provenance.time),
                provenance.software_version,
                provenance.settings.to_string(),
                provenance.settings_sha256(),
            ])?;
        let id = self.connection.last_insert_rowid();
        for measurement in &verification.measurements {
            self.measurement(id, measurement)?;
        }
        for verdict in &verification.verdicts {
            self.verdict(id, verdict)?;
        }
        Ok(VerificationId(id))
    }

    fn measurement(&mut self, verification: i64, measurement: &Measurement) -> Result<(), Failure> {
        let quantity = self.quantity(measurement)?;
        let estimate = measurement.estimate();
        let reason = match &measurement.outcome {
            Outcome::NotMeasurable { reason } => Some(reason),
            Outcome::Measured { .. } => None,
        };
        self.connection
            .prepare_cached(
                "insert into measurement (verification_id, quantity_id, value, uncertainty, n, exactness, reason)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                verification,
                quantity,
                estimate.map(|estimate| estimate.value),
                estimate.map(|estimate| estimate.uncertainty),
                estimate.map(|estimate| i64::try_from(estimate.n).unwrap_or(i64::MAX)),
                estimate.map(|estimate| estimate.exactness.word()),
                reason,
            ])?;
        Ok(())
    }

    fn quantity(&mut self, measurement: &Measurement) -> Result<i64, Failure> {
        let quantity = [
            measurement.metric.clone(),
            measurement.subject.to_string(),
            measurement.unit.clone(),
            measurement.population.clone(),
            measurement.method.clone(),
        ];
        if let Some(&id) = self.known.get(&quantity).or_else(|| self.new.get(&quantity)) {
            return Ok(id);
        }
        let known: Option<i64> = self
            .connection
            .prepare_cached(
                "select id from quantity
                 where metric = ?1 and subject = ?2 and unit = ?3 and population = ?4 and method = ?5",
            )?
            .query_row(quantity.each_ref(), |row| row.get(0))
            .optional()?;
        let id = if let Some(id) = known {
            id
        } else {
            self.connection
                .prepare_cached(
                    "insert into quantity (metric, subject, unit, population, method) values (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(quantity.each_ref())?;
            self.connection.last_insert_rowid()
        };
        self.new.insert(quantity, id);
        Ok(id)
    }

    fn verdict(&self, verification: i64, verdict: &Verdict) -> Result<(), Failure> {
        let requirement = to_json(&verdict.requirement, "requirement")?;
        let kind = to_json(&verdict.kind, "verdict")?;
        self.connection
            .prepare_cached(
                "insert into verdict (verification_id, requirement_id, requirement, subject, kind, value, uncertainty, n,
                                      exactness, probability_of_conformity, reason)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )?
            .execute(params![
                verification,
                verdict.requirement.id,
                requirement,
                verdict.subject.to_string(),
                kind.trim_matches('"'),
                verdict.estimate.map(|estimate| estimate.value),
                verdict.estimate.map(|estimate| estimate.uncertainty),
                verdict.estimate.map(|estimate| i64::try_from(estimate.n).unwrap_or(i64::MAX)),
                verdict.estimate.map(|estimate| estimate.exactness.word()),
                verdict.probability_of_conformity,
                verdict.reason,
            ])?;
        Ok(())
    }
}

/// Every verification of a product, the oldest first.
pub(super) fn of_product(connection: &Connection, key: &ProductKey) -> Result<Vec<VerificationSummary>, Failure> {
    let product = row_number(connection, key)?.ok_or_else(|| Failure::UnknownProduct(key.clone()))?;
    let mut statement = connection.prepare_cached(
        "select id, time, software_version, settings,
                (select count(*) from measurement where verification_id = verification.id),
                (select count(*) from verdict where verification_id = verification.id)
         from verification where product_id = ?1 order by time, id",
    )?;
    let mut rows = statement.query([product])?;
    let mut summaries = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let record = || format!("verification {id} of product {key}");
        let provenance = Provenance {
            time: values::time(&row.get::<_, String>(1)?, record)?,
            software_version: row.get(2)?,
            settings: json(&row.get::<_, String>(3)?, record)?,
        };
        let (measurements, verdicts): (i64, i64) = (row.get(4)?, row.get(5)?);
        summaries.push(VerificationSummary {
            id: VerificationId(id),
            provenance,
            n_measurements: measurements.max(0) as u64,
            n_verdicts: verdicts.max(0) as u64,
        });
    }
    Ok(summaries)
}

/// Measurements of one verification, in the order of recording.
pub(super) fn measurements(connection: &Connection, verification: VerificationId) -> Result<Vec<Measurement>, Failure> {
    let mut statement = connection.prepare_cached(
        "select metric, subject, unit, population, method, reason, value, uncertainty, n, exactness
         from measurement join quantity on quantity.id = measurement.quantity_id
         where verification_id = ?1 order by measurement.id",
    )?;
    let mut rows = statement.query([verification.0])?;
    let mut measurements = Vec::new();
    let record = format!("measurement of verification {}", verification.0);
    while let Some(row) = rows.next()? {
        measurements.push(Measurement {
            metric: row.get(0)?,
            subject: Subject::from(row.get::<_, String>(1)?),
            unit: row.get(2)?,
            population: row.get(3)?,
            method: row.get(4)?,
            outcome: values::outcome(row, 6, row.get(5)?, &record)?,
        });
    }
    Ok(measurements)
}

/// Verdicts of one verification, in the order of recording.
pub(super) fn verdicts(connection: &Connection, verification: VerificationId) -> Result<Vec<Verdict>, Failure> {
    let mut statement = connection.prepare_cached(
        "select requirement, subject, kind, probability_of_conformity, reason, value, uncertainty, n, exactness
         from verdict where verification_id = ?1 order by id",
    )?;
    let mut rows = statement.query([verification.0])?;
    let mut verdicts = Vec::new();
    while let Some(row) = rows.next()? {
        let record = || format!("verdict of verification {}", verification.0);
        verdicts.push(Verdict {
            requirement: json(&row.get::<_, String>(0)?, record)?,
            subject: Subject::from(row.get::<_, String>(1)?),
            estimate: values::estimate(row, 5, &record())?,
            probability_of_conformity: row.get(3)?,
            kind: json(&format!("\"{}\"", row.get::<_, String>(2)?), record)?,
            reason: row.get(4)?,
        });
    }
    Ok(verdicts)
}
