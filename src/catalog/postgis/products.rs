//! Recording products and reading them back. A batch is written by a few statements, whatever its length.

use std::collections::{BTreeMap, HashMap};
use std::time::SystemTime;

use postgres::{Client, GenericClient, Transaction};

use crate::catalog::failure::json;
use crate::catalog::records::{
    FileRecord, IngestOutcome, ParameterFileRecord, ProductKey, ProductRecord, parameter_files_sha256,
};
use crate::catalog::well_known_binary;
use crate::supervision::Supervision;
use crate::units::UtcInstant;

use super::failure::Failure;
use super::values::{self, system_time};

/// Key of the lock that whoever records products holds until the end of its transaction: without it two processes that
/// record the same products in another order would wait for each other.
const INGESTION_LOCK: i64 = 0x76_6971_0002;

/// Products written by one statement.
const CHUNK: usize = 2000;

/// Records products in the transaction.
pub(super) fn ingest(
    transaction: &mut Transaction<'_>,
    records: &[ProductRecord],
    recorded_at: UtcInstant,
    supervision: &Supervision,
) -> Result<Vec<IngestOutcome>, Failure> {
    transaction.execute("select pg_advisory_xact_lock($1)", &[&INGESTION_LOCK])?;
    let mut outcomes = Vec::with_capacity(records.len());
    for chunk in records.chunks(CHUNK) {
        supervision.check()?;
        outcomes.extend(ingest_chunk(transaction, chunk, recorded_at)?);
    }
    Ok(outcomes)
}

/// A product to be written.
struct Changed<'batch> {
    record: &'batch ProductRecord,
    digest: String,
    /// Digest of its list of parameter files; none when it has none.
    list: Option<String>,
    /// Whether the catalog has it already, or the batch has it twice.
    known: bool,
}

fn ingest_chunk(
    transaction: &mut Transaction<'_>,
    records: &[ProductRecord],
    recorded_at: UtcInstant,
) -> Result<Vec<IngestOutcome>, Failure> {
    let mut digests = known_digests(transaction, records)?;
    // of a product that stands in the batch more than once, the last record counts
    let mut changed = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(records.len());
    for record in records {
        let digest = record.digest()?;
        let outcome = match digests.get(&record.key) {
            Some(known) if *known == digest => IngestOutcome::AlreadyThere,
            Some(_) => IngestOutcome::Updated,
            None => IngestOutcome::Added,
        };
        if outcome != IngestOutcome::AlreadyThere {
            digests.insert(record.key.clone(), digest.clone());
            let list = (!record.parameter_files.is_empty()).then(|| parameter_files_sha256(&record.parameter_files));
            changed.insert(&record.key, Changed { record, digest, list, known: outcome == IngestOutcome::Updated });
        }
        outcomes.push(outcome);
    }
    let changed: Vec<Changed<'_>> = changed.into_values().collect();
    if !changed.is_empty() {
        write_acquisitions(transaction, &changed)?;
        let lists = write_parameter_files(transaction, &changed)?;
        let ids = write_products(transaction, &changed, &lists, recorded_at)?;
        write_files(transaction, &changed, &ids)?;
    }
    Ok(outcomes)
}

/// Digest of the record of every product that the catalog knows already.
fn known_digests(
    transaction: &mut Transaction<'_>,
    records: &[ProductRecord],
) -> Result<HashMap<ProductKey, String>, Failure> {
    let (identifiers, fingerprints) = key_columns(records.iter().map(|record| &record.key));
    let rows = transaction.query(
        "select identifier, fingerprint, record_sha256
         from product join unnest($1::text[], $2::text[]) as asked (identifier, fingerprint)
         using (identifier, fingerprint)",
        &[&identifiers, &fingerprints],
    )?;
    rows.iter().map(|row| Ok((key(row)?, row.try_get(2)?))).collect()
}

/// A product is of a site at a time; both are written once.
fn write_acquisitions(transaction: &mut Transaction<'_>, changed: &[Changed<'_>]) -> Result<(), Failure> {
    let sites: Vec<Option<&str>> = changed.iter().map(|Changed { record, .. }| record.site.as_deref()).collect();
    let times: Vec<Option<SystemTime>> =
        changed.iter().map(|Changed { record, .. }| record.acquisition.map(system_time)).collect();
    let orbits: Vec<Option<i64>> = changed.iter().map(|Changed { record, .. }| record.orbit.map(i64::from)).collect();
    transaction.execute(
        "insert into site (name)
         select distinct on (lower(name)) name from unnest($1::text[]) as given (name) where name is not null
         order by lower(name), name collate \"C\"
         on conflict do nothing",
        &[&sites],
    )?;
    transaction.execute(
        "insert into acquisition (site_id, time, orbit)
         select site.id, given.time, max(given.orbit)
         from unnest($1::text[], $2::timestamptz[], $3::bigint[]) as given (site, time, orbit)
         left join site on lower(site.name) = lower(given.site)
         where given.time is not null
         group by site.id, given.time
         on conflict (coalesce(site_id, 0), time) do update set orbit = coalesce(acquisition.orbit, excluded.orbit)
         where acquisition.orbit is null and excluded.orbit is not null",
        &[&sites, &times, &orbits],
    )?;
    Ok(())
}

/// Writes the lists of parameter files that are new; gives the number of each list by its digest.
fn write_parameter_files(
    transaction: &mut Transaction<'_>,
    changed: &[Changed<'_>],
) -> Result<BTreeMap<String, i64>, Failure> {
    let lists: BTreeMap<String, &[ParameterFileRecord]> = changed
        .iter()
        .filter_map(|change| Some((change.list.clone()?, change.record.parameter_files.as_slice())))
        .collect();
    let digests: Vec<&str> = lists.keys().map(String::as_str).collect();
    let new = transaction.query(
        "insert into parameter_file_list (sha256) select unnest($1::text[]) on conflict do nothing returning id, sha256",
        &[&digests],
    )?;
    for row in &new {
        let (id, sha256): (i64, &str) = (row.try_get(0)?, row.try_get(1)?);
        let files = lists.get(sha256).copied().unwrap_or_default();
        let natures: Vec<&str> = files.iter().map(|file| file.nature.as_str()).collect();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        transaction.execute(
            "insert into parameter_file (list_id, position, nature, name)
             select $1, position, nature, name
             from unnest($2::text[], $3::text[]) with ordinality as given (nature, name, position)",
            &[&id, &natures, &names],
        )?;
    }
    let rows = transaction.query("select sha256, id from parameter_file_list where sha256 = any($1)", &[&digests])?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// Writes the products' own rows, new or known; gives the number of each.
fn write_products(
    transaction: &mut Transaction<'_>,
    changed: &[Changed<'_>],
    lists: &BTreeMap<String, i64>,
    recorded_at: UtcInstant,
) -> Result<HashMap<ProductKey, i64>, Failure> {
    let records = || changed.iter().map(|change| change.record);
    let (identifiers, fingerprints) = key_columns(records().map(|record| &record.key));
    let geometries: Vec<Option<Vec<u8>>> = records()
        .map(|record| (!record.footprint.is_empty()).then(|| well_known_binary::multi_polygon(&record.footprint)))
        .collect();
    let levels: Vec<&str> = records().map(|record| record.level.as_str()).collect();
    let synthetic: Vec<bool> = records().map(|record| record.synthetic).collect();
    let sites: Vec<Option<&str>> = records().map(|record| record.site.as_deref()).collect();
    let times: Vec<Option<SystemTime>> = records().map(|record| record.acquisition.map(system_time)).collect();
    let orbits: Vec<Option<i64>> = records().map(|record| record.orbit.map(i64::from)).collect();
    let paths: Vec<&str> = records().map(|record| record.path.as_str()).collect();
    let facts: Vec<String> = records().map(|record| record.facts.to_string()).collect();
    let list_ids: Vec<Option<i64>> = changed.iter().map(|change| lists.get(change.list.as_ref()?).copied()).collect();
    let digests: Vec<&str> = changed.iter().map(|change| change.digest.as_str()).collect();
    let rows = transaction.query(
        "insert into product (identifier, fingerprint, geom, level, synthetic, site, acquisition, orbit, path, facts,
                              acquisition_id, parameter_file_list_id, record_sha256, recorded_at)
         select identifier, fingerprint, st_geomfromwkb(geometry, 4326), level, synthetic, given.site, given.time,
                given.orbit, path, facts::json, acquisition.id, list_id, sha256, $13
         from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::boolean[], $6::text[], $7::timestamptz[],
                     $8::bigint[], $9::text[], $10::text[], $11::bigint[], $12::text[])
              as given (identifier, fingerprint, geometry, level, synthetic, site, time, orbit, path, facts, list_id, sha256)
         left join site on lower(site.name) = lower(given.site)
         left join acquisition on coalesce(acquisition.site_id, 0) = coalesce(site.id, 0)
                              and acquisition.time = given.time
         on conflict (identifier, fingerprint) do update set
             (geom, level, synthetic, site, acquisition, orbit, path, facts,
              acquisition_id, parameter_file_list_id, record_sha256, recorded_at)
             = (excluded.geom, excluded.level, excluded.synthetic, excluded.site, excluded.acquisition, excluded.orbit,
                excluded.path, excluded.facts, excluded.acquisition_id, excluded.parameter_file_list_id,
                excluded.record_sha256, excluded.recorded_at)
         returning identifier, fingerprint, id",
        &[
            &identifiers,
            &fingerprints,
            &geometries,
            &levels,
            &synthetic,
            &sites,
            &times,
            &orbits,
            &paths,
            &facts,
            &list_ids,
            &digests,
            &system_time(recorded_at),
        ],
    )?;
    rows.iter().map(|row| Ok((key(row)?, row.try_get(2)?))).collect()
}

fn write_files(
    transaction: &mut Transaction<'_>,
    changed: &[Changed<'_>],
    ids: &HashMap<ProductKey, i64>,
) -> Result<(), Failure> {
    let mut rewritten = Vec::new();
    let (mut owners, mut positions, mut paths, mut sizes, mut digests) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for Changed { record, known, .. } in changed {
        let Some(&id) = ids.get(&record.key) else { continue };
        if *known {
            rewritten.push(id);
        }
        for (position, file) in record.files.iter().enumerate() {
            owners.push(id);
            positions.push(position as i64);
            paths.push(file.path.as_str());
            sizes.push(file.size_bytes as i64);
            digests.push(file.sha256.as_str());
        }
    }
    if !rewritten.is_empty() {
        transaction.execute("delete from file where product_id = any($1)", &[&rewritten])?;
    }
    transaction.execute(
        "insert into file (product_id, position, path, size_bytes, sha256)
         select * from unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[])",
        &[&owners, &positions, &paths, &sizes, &digests],
    )?;
    Ok(())
}

/// The keys as two columns.
pub(super) fn key_columns<'keys>(keys: impl Iterator<Item = &'keys ProductKey>) -> (Vec<&'keys str>, Vec<&'keys str>) {
    keys.map(|key| (key.identifier.as_str(), key.fingerprint.as_str())).unzip()
}

/// A key from the first two columns.
pub(super) fn key(row: &postgres::Row) -> Result<ProductKey, Failure> {
    Ok(ProductKey { identifier: row.try_get(0)?, fingerprint: row.try_get(1)? })
}

/// Number of a product's row; none when it was never ingested.
pub(super) fn row_number(client: &mut impl GenericClient, key: &ProductKey) -> Result<Option<i64>, Failure> {
    let statement = "select id from product where identifier = $1 and fingerprint = $2";
    let row = client.query_opt(statement, &[&key.identifier, &key.fingerprint])?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// Everything recorded of one product.
pub(super) fn read(client: &mut Client, key: &ProductKey) -> Result<Option<ProductRecord>, Failure> {
    let Some(id) = row_number(client, key)? else { return Ok(None) };
    let record = || format!("product {key}");
    let row = client.query_one(
        "select level, synthetic, site, orbit, path, st_asbinary(geom, 'NDR'), acquisition, facts::text,
                parameter_file_list_id
         from product where id = $1",
        &[&id],
    )?;
    let files =
        client.query("select path, size_bytes, sha256 from file where product_id = $1 order by position", &[&id])?;
    let list_id: Option<i64> = row.try_get(8)?;
    let statement = "select nature, name from parameter_file where list_id = $1 order by position";
    let parameter_files = client.query(statement, &[&list_id])?;
    let time: Option<SystemTime> = row.try_get(6)?;
    Ok(Some(ProductRecord {
        key: key.clone(),
        level: row.try_get(0)?,
        synthetic: row.try_get(1)?,
        site: row.try_get(2)?,
        acquisition: time.map(|time| values::time(time, record)).transpose()?,
        orbit: values::orbit(&row, 3)?,
        path: row.try_get(4)?,
        facts: json(row.try_get(7)?, record)?,
        footprint: values::footprint(&row, 5)?,
        files: files.iter().map(file).collect::<Result<_, _>>()?,
        parameter_files: parameter_files.iter().map(parameter_file).collect::<Result<_, _>>()?,
    }))
}

fn file(row: &postgres::Row) -> Result<FileRecord, Failure> {
    let size: i64 = row.try_get(1)?;
    Ok(FileRecord { path: row.try_get(0)?, size_bytes: size.max(0) as u64, sha256: row.try_get(2)? })
}

fn parameter_file(row: &postgres::Row) -> Result<ParameterFileRecord, Failure> {
    Ok(ParameterFileRecord { nature: row.try_get(0)?, name: row.try_get(1)? })
}
