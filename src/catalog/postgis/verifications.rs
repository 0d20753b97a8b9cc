//! Recording measurements and verdicts, and reading them back. A batch is written by a few statements, whatever its length.

use std::collections::{BTreeMap, HashMap};
use std::time::SystemTime;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::types::Type;
use postgres::{Client, Transaction};

use crate::catalog::failure::{json, to_json};
use crate::catalog::records::{ProductKey, sha256_of_text};
use crate::catalog::verification::{Provenance, Verification, VerificationId, VerificationSummary};
use crate::measurement::{Measurement, Outcome, Subject, Verdict};
use crate::supervision::Supervision;

use super::failure::Failure;
use super::products::{key, key_columns, row_number};
use super::values::{self, count, system_time};

/// What a measurement is of: metric, subject, unit, population, method.
pub(super) type Quantity = [String; 5];

/// Numbers of the quantities that are committed.
pub(super) type KnownQuantities = HashMap<Quantity, i64>;

/// Verifications written between two looks at the cancellation.
const CHUNK: usize = 2000;

/// Records a batch in the transaction; gives the new quantities, to be remembered once it is committed.
pub(super) fn record(
    transaction: &mut Transaction<'_>,
    batch: &[(ProductKey, Verification)],
    known: &KnownQuantities,
    supervision: &Supervision,
) -> Result<(Vec<VerificationId>, KnownQuantities), Failure> {
    let mut identifiers = Vec::with_capacity(batch.len());
    let mut new = KnownQuantities::new();
    for chunk in batch.chunks(CHUNK) {
        supervision.check()?;
        let ids = write_verifications(transaction, chunk)?;
        write_quantities(transaction, chunk, known, &mut new)?;
        write_measurements(transaction, chunk, &ids, &|quantity| known.get(quantity).or_else(|| new.get(quantity)))?;
        write_verdicts(transaction, chunk, &ids)?;
        identifiers.extend(ids.into_iter().map(VerificationId));
    }
    Ok((identifiers, new))
}

/// Writes the verifications' own rows; gives their numbers in the order of the batch.
fn write_verifications(
    transaction: &mut Transaction<'_>,
    batch: &[(ProductKey, Verification)],
) -> Result<Vec<i64>, Failure> {
    let (identifiers, fingerprints) = key_columns(batch.iter().map(|(key, _)| key));
    let rows = transaction.query(
        "select identifier, fingerprint, id
         from product join unnest($1::text[], $2::text[]) as asked (identifier, fingerprint)
         using (identifier, fingerprint)",
        &[&identifiers, &fingerprints],
    )?;
    let known: HashMap<ProductKey, i64> =
        rows.iter().map(|row| Ok((key(row)?, row.try_get(2)?))).collect::<Result<_, Failure>>()?;
    let number = |key: &ProductKey| known.get(key).copied().ok_or_else(|| Failure::UnknownProduct(key.clone()));
    let products: Vec<i64> = batch.iter().map(|(key, _)| number(key)).collect::<Result<_, _>>()?;
    let numbers = "select nextval('viq.verification_id_seq') from generate_series(1, $1::bigint)";
    let rows = transaction.query(numbers, &[&(batch.len() as i64)])?;
    let ids: Vec<i64> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    let provenances = || batch.iter().map(|(_, verification)| &verification.provenance);
    let times: Vec<SystemTime> = provenances().map(|provenance| system_time(provenance.time)).collect();
    let versions: Vec<&str> = provenances().map(|provenance| provenance.software_version.as_str()).collect();
    let settings: Vec<String> = provenances().map(|provenance| provenance.settings.to_string()).collect();
    let digests: Vec<String> = provenances().map(Provenance::settings_sha256).collect();
    transaction.execute(
        "insert into verification (id, product_id, time, software_version, settings, settings_sha256)
         select id, product_id, time, software_version, settings::json, sha256
         from unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[])
              as given (id, product_id, time, software_version, settings, sha256)",
        &[&ids, &products, &times, &versions, &settings, &digests],
    )?;
    Ok(ids)
}

fn quantity(measurement: &Measurement) -> Quantity {
    [
        measurement.metric.clone(),
        measurement.subject.to_string(),
        measurement.unit.clone(),
        measurement.population.clone(),
        measurement.method.clone(),
    ]
}

/// Writes the quantities that are new, in the order of their digests, so that two processes never wait for each other.
fn write_quantities(
    transaction: &mut Transaction<'_>,
    batch: &[(ProductKey, Verification)],
    known: &KnownQuantities,
    new: &mut KnownQuantities,
) -> Result<(), Failure> {
    let measurements = batch.iter().flat_map(|(_, verification)| &verification.measurements);
    let missing: BTreeMap<String, Quantity> = measurements
        .map(quantity)
        .filter(|quantity| !known.contains_key(quantity) && !new.contains_key(quantity))
        .map(|quantity| (sha256_of_text(&quantity.join("\0")), quantity))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let digests: Vec<&str> = missing.keys().map(String::as_str).collect();
    let column = |index: usize| -> Vec<&str> { missing.values().map(|quantity| quantity[index].as_str()).collect() };
    transaction.execute(
        "insert into quantity (sha256, metric, subject, unit, population, method)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
         on conflict do nothing",
        &[&digests, &column(0), &column(1), &column(2), &column(3), &column(4)],
    )?;
    for row in transaction.query("select sha256, id from quantity where sha256 = any($1)", &[&digests])? {
        if let Some(quantity) = missing.get(row.try_get::<_, &str>(0)?) {
            new.insert(quantity.clone(), row.try_get(1)?);
        }
    }
    Ok(())
}

fn write_measurements<'known>(
    transaction: &mut Transaction<'_>,
    batch: &[(ProductKey, Verification)],
    ids: &[i64],
    number: &dyn Fn(&Quantity) -> Option<&'known i64>,
) -> Result<(), Failure> {
    let columns = [Type::INT8, Type::INT8, Type::FLOAT8, Type::FLOAT8, Type::INT8, Type::TEXT, Type::TEXT];
    let writer = transaction.copy_in(
        "copy measurement (verification_id, quantity_id, value, uncertainty, n, exactness, reason)
         from stdin (format binary)",
    )?;
    let mut writer = BinaryCopyInWriter::new(writer, &columns);
    for ((_, verification), id) in batch.iter().zip(ids) {
        for measurement in &verification.measurements {
            let estimate = measurement.estimate();
            let reason = match &measurement.outcome {
                Outcome::NotMeasurable { reason } => Some(reason.as_str()),
                Outcome::Measured { .. } => None,
            };
            writer.write(&[
                id,
                &number(&quantity(measurement)).copied(),
                &estimate.map(|estimate| estimate.value),
                &estimate.map(|estimate| estimate.uncertainty),
                &estimate.map(|estimate| count(estimate.n)),
                &estimate.map(|estimate| estimate.exactness.word()),
                &reason,
            ])?;
        }
    }
    writer.finish()?;
    Ok(())
}

fn write_verdicts(
    transaction: &mut Transaction<'_>,
    batch: &[(ProductKey, Verification)],
    ids: &[i64],
) -> Result<(), Failure> {
    if batch.iter().all(|(_, verification)| verification.verdicts.is_empty()) {
        return Ok(());
    }
    let columns = [
        Type::INT8,
        Type::TEXT,
        Type::TEXT,
        Type::TEXT,
        Type::TEXT,
        Type::FLOAT8,
        Type::FLOAT8,
        Type::INT8,
        Type::TEXT,
        Type::FLOAT8,
        Type::TEXT,
    ];
    let writer = transaction.copy_in(
        "copy verdict (verification_id, requirement_id, requirement, subject, kind, value, uncertainty, n, exactness,
                       probability_of_conformity, reason)
         from stdin (format binary)",
    )?;
    let mut writer = BinaryCopyInWriter::new(writer, &columns);
    for ((_, verification), id) in batch.iter().zip(ids) {
        for verdict in &verification.verdicts {
            let requirement: String = to_json(&verdict.requirement, "requirement")?;
            let kind: String = to_json(&verdict.kind, "verdict")?;
            writer.write(&[
                id,
                &verdict.requirement.id,
                &requirement,
                &verdict.subject.to_string(),
                &kind.trim_matches('"'),
                &verdict.estimate.map(|estimate| estimate.value),
                &verdict.estimate.map(|estimate| estimate.uncertainty),
                &verdict.estimate.map(|estimate| count(estimate.n)),
                &verdict.estimate.map(|estimate| estimate.exactness.word()),
                &verdict.probability_of_conformity,
                &verdict.reason,
            ])?;
        }
    }
    writer.finish()?;
    Ok(())
}

/// Every verification of a product, the oldest first.
pub(super) fn of_product(client: &mut Client, key: &ProductKey) -> Result<Vec<VerificationSummary>, Failure> {
    let product = row_number(client, key)?.ok_or_else(|| Failure::UnknownProduct(key.clone()))?;
    let rows = client.query(
        "select id, time, software_version, settings::text,
                (select count(*) from measurement where verification_id = verification.id),
                (select count(*) from verdict where verification_id = verification.id)
         from verification where product_id = $1 order by time, id",
        &[&product],
    )?;
    let mut summaries = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: i64 = row.try_get(0)?;
        let record = || format!("verification {id} of product {key}");
        let provenance = Provenance {
            time: values::time(row.try_get(1)?, record)?,
            software_version: row.try_get(2)?,
            settings: json(row.try_get(3)?, record)?,
        };
        let (measurements, verdicts): (i64, i64) = (row.try_get(4)?, row.try_get(5)?);
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
pub(super) fn measurements(client: &mut Client, verification: VerificationId) -> Result<Vec<Measurement>, Failure> {
    let rows = client.query(
        "select metric, subject, unit, population, method, reason, value, uncertainty, n, exactness
         from measurement join quantity on quantity.id = measurement.quantity_id
         where verification_id = $1 order by measurement.id",
        &[&verification.0],
    )?;
    let record = format!("measurement of verification {}", verification.0);
    rows.iter()
        .map(|row| {
            Ok(Measurement {
                metric: row.try_get(0)?,
                subject: Subject::from(row.try_get::<_, String>(1)?),
                unit: row.try_get(2)?,
                population: row.try_get(3)?,
                method: row.try_get(4)?,
                outcome: values::outcome(row, 6, row.try_get(5)?, &record)?,
            })
        })
        .collect()
}

/// Verdicts of one verification, in the order of recording.
pub(super) fn verdicts(client: &mut Client, verification: VerificationId) -> Result<Vec<Verdict>, Failure> {
    let rows = client.query(
        "select requirement, subject, kind, probability_of_conformity, reason, value, uncertainty, n, exactness
         from verdict where verification_id = $1 order by id",
        &[&verification.0],
    )?;
    let record = || format!("verdict of verification {}", verification.0);
    rows.iter()
        .map(|row| {
            Ok(Verdict {
                requirement: json(row.try_get(0)?, record)?,
                subject: Subject::from(row.try_get::<_, String>(1)?),
                estimate: values::estimate(row, 5, &record())?,
                probability_of_conformity: row.try_get(3)?,
                kind: json(&format!("\"{}\"", row.try_get::<_, &str>(2)?), record)?,
                reason: row.try_get(4)?,
            })
        })
        .collect()
}
