//! Recording products and reading them back.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::catalog::failure::json;
use crate::catalog::footprint::Footprint;
use crate::catalog::records::{
    FileRecord, IngestOutcome, ParameterFileRecord, ProductKey, ProductRecord, parameter_files_sha256,
};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

use super::failure::Failure;
use super::geometry;
use super::values::{self, time_text};

/// Records products in the transaction that `connection` is in.
pub(super) fn ingest(
    connection: &Connection,
    records: &[ProductRecord],
    recorded_at: UtcInstant,
    supervision: &Supervision,
) -> Result<Vec<IngestOutcome>, Failure> {
    let recorded_at = time_text(recorded_at);
    let mut ingestion =
        Ingestion { connection, sites: HashMap::new(), parameter_file_lists: HashMap::new(), recorded_at };
    let mut outcomes = Vec::with_capacity(records.len());
    let mut written = Vec::new();
    for record in records {
        supervision.check()?;
        let outcome = ingestion.product(record)?;
        if outcome != IngestOutcome::AlreadyThere {
            written.extend_from_slice(record.footprint.rings());
        }
        outcomes.push(outcome);
    }
    if outcomes.iter().any(|outcome| *outcome != IngestOutcome::AlreadyThere) {
        ingestion.note_in_contents(&Footprint::from(written))?;
    }
    Ok(outcomes)
}

struct Ingestion<'connection> {
    connection: &'connection Connection,
    sites: HashMap<String, i64>,
    parameter_file_lists: HashMap<String, i64>,
    recorded_at: String,
}

impl Ingestion<'_> {
    fn product(&mut self, record: &ProductRecord) -> Result<IngestOutcome, Failure> {
        let digest = record.digest()?;
        let known: Option<(i64, String)> = self
            .connection
            .prepare_cached("select id, record_sha256 from product where identifier = ?1 and fingerprint = ?2")?
            .query_row([&record.key.identifier, &record.key.fingerprint], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if known.as_ref().is_some_and(|(_, known_digest)| *known_digest == digest) {
            return Ok(IngestOutcome::AlreadyThere);
        }
        let id = self.write(record, &digest, known.as_ref().map(|(id, _)| *id))?;
        for (position, file) in record.files.iter().enumerate() {
            self.connection
                .prepare_cached(
                    "insert into file (product_id, position, path, size_bytes, sha256) values (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![id, position as i64, file.path, file.size_bytes as i64, file.sha256])?;
        }
        Ok(if known.is_some() { IngestOutcome::Updated } else { IngestOutcome::Added })
    }

    /// Writes the product's own row, a new one or the known one; gives its number.
    fn write(&mut self, record: &ProductRecord, digest: &str, known: Option<i64>) -> Result<i64, Failure> {
        let acquisition_id = self.acquisition(record)?;
        let list_id = self.parameter_file_list(&record.parameter_files)?;
        let statement = if known.is_some() {
            "update product set (geom, level, synthetic, site, acquisition, orbit, path, facts, acquisition_id,
                                 parameter_file_list_id, record_sha256, recorded_at)
                 = (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
             where id = ?1 and identifier = ?2 and fingerprint = ?3"
        } else {
            "insert into product (id, identifier, fingerprint, geom, level, synthetic, site, acquisition, orbit, path,
                                  facts, acquisition_id, parameter_file_list_id, record_sha256, recorded_at)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
        };
        self.connection.prepare_cached(statement)?.execute(params![
            known,
            record.key.identifier,
            record.key.fingerprint,
            geometry::encode(&record.footprint),
            record.level,
            record.synthetic,
            record.site,
            record.acquisition.map(time_text),
            record.orbit,
            record.path,
            record.facts.to_string(),
            acquisition_id,
            list_id,
            digest,
            self.recorded_at,
        ])?;
        let Some(id) = known else { return Ok(self.connection.last_insert_rowid()) };
        self.connection.prepare_cached("delete from file where product_id = ?1")?.execute([id])?;
        Ok(id)
    }

    /// The acquisition of a product: its site at its time; none without a time.
    fn acquisition(&mut self, record: &ProductRecord) -> Result<Option<i64>, Failure> {
        let site_id = record.site.as_deref().map(|site| self.site(site)).transpose()?;
        let Some(time) = record.acquisition.map(time_text) else { return Ok(None) };
        let known: Option<i64> = self
            .connection
            .prepare_cached("select id from acquisition where coalesce(site_id, 0) = coalesce(?1, 0) and time = ?2")?
            .query_row(params![site_id, time], |row| row.get(0))
            .optional()?;
        if let Some(id) = known {
            // a product of a format that does not give the orbit may have come first
            self.connection
                .prepare_cached("update acquisition set orbit = ?2 where id = ?1 and orbit is null and ?2 is not null")?
                .execute(params![id, record.orbit])?;
            return Ok(Some(id));
        }
        self.connection
            .prepare_cached("insert into acquisition (site_id, time, orbit) values (?1, ?2, ?3)")?
            .execute(params![site_id, time, record.orbit])?;
        Ok(Some(self.connection.last_insert_rowid()))
    }

    fn site(&mut self, name: &str) -> Result<i64, Failure> {
        if let Some(&id) = self.sites.get(name) {
            return Ok(id);
        }
        self.connection
            .prepare_cached("insert into site (name) values (?1) on conflict do nothing")?
            .execute([name])?;
        let id = self
            .connection
            .prepare_cached("select id from site where name = ?1")?
            .query_row([name], |row| row.get(0))?;
        self.sites.insert(name.to_owned(), id);
        Ok(id)
    }

    fn parameter_file_list(&mut self, files: &[ParameterFileRecord]) -> Result<Option<i64>, Failure> {
        if files.is_empty() {
            return Ok(None);
        }
        let sha256 = parameter_files_sha256(files);
        if let Some(&id) = self.parameter_file_lists.get(&sha256) {
            return Ok(Some(id));
        }
        let known: Option<i64> = self
            .connection
            .prepare_cached("select id from parameter_file_list where sha256 = ?1")?
            .query_row([&sha256], |row| row.get(0))
            .optional()?;
        let id = if let Some(id) = known { id } else { self.new_parameter_file_list(&sha256, files)? };
        self.parameter_file_lists.insert(sha256, id);
        Ok(Some(id))
    }

    fn new_parameter_file_list(&self, sha256: &str, files: &[ParameterFileRecord]) -> Result<i64, Failure> {
        self.connection.prepare_cached("insert into parameter_file_list (sha256) values (?1)")?.execute([sha256])?;
        let id = self.connection.last_insert_rowid();
        for (position, file) in files.iter().enumerate() {
            self.connection
                .prepare_cached("insert into parameter_file (list_id, position, nature, name) values (?1, ?2, ?3, ?4)")?
                .execute(params![id, position as i64, file.nature, file.name])?;
        }
        Ok(id)
    }

    /// Tells whoever opens the file as a map how far the products reach and when they last changed.
    fn note_in_contents(&self, written: &Footprint) -> Result<(), Failure> {
        let envelope = written.envelope();
        self.connection.execute(
            "update gpkg_contents set
                 last_change = ?1,
                 min_x = min(coalesce(min_x, ?2), coalesce(?2, min_x)),
                 min_y = min(coalesce(min_y, ?3), coalesce(?3, min_y)),
                 max_x = max(coalesce(max_x, ?4), coalesce(?4, max_x)),
                 max_y = max(coalesce(max_y, ?5), coalesce(?5, max_y))
             where table_name = 'product'",
            params![
                self.recorded_at,
                envelope.map(|around| around.west_deg),
                envelope.map(|around| around.south_deg),
                envelope.map(|around| around.east_deg),
                envelope.map(|around| around.north_deg),
            ],
        )?;
        Ok(())
    }
}

/// Number of a product's row; none when it was never ingested.
pub(super) fn row_number(connection: &Connection, key: &ProductKey) -> Result<Option<i64>, Failure> {
    Ok(connection
        .prepare_cached("select id from product where identifier = ?1 and fingerprint = ?2")?
        .query_row([&key.identifier, &key.fingerprint], |row| row.get(0))
        .optional()?)
}

/// Everything recorded of one product.
pub(super) fn read(connection: &Connection, key: &ProductKey) -> Result<Option<ProductRecord>, Failure> {
    let Some(id) = row_number(connection, key)? else { return Ok(None) };
    let record = || format!("product {key}");
    let (mut product, time, facts, list_id): (ProductRecord, Option<String>, String, Option<i64>) = connection
        .prepare_cached(
            "select level, synthetic, site, orbit, path, geom, acquisition, facts, parameter_file_list_id
             from product where id = ?1",
        )?
        .query_row([id], |row| {
            let product = ProductRecord {
                key: key.clone(),
                level: row.get(0)?,
                synthetic: row.get(1)?,
                site: row.get(2)?,
                acquisition: None,
                orbit: row.get(3)?,
                path: row.get(4)?,
                facts: serde_json::Value::Null,
                footprint: values::footprint(row, 5)?,
                files: Vec::new(),
                parameter_files: Vec::new(),
            };
            Ok((product, row.get(6)?, row.get(7)?, row.get(8)?))
        })?;
    product.acquisition = time.map(|text| values::time(&text, record)).transpose()?;
    product.facts = json(&facts, record)?;
    product.files = connection
        .prepare_cached("select path, size_bytes, sha256 from file where product_id = ?1 order by position")?
        .query_map([id], |row| {
            let size: i64 = row.get(1)?;
            Ok(FileRecord { path: row.get(0)?, size_bytes: size.max(0) as u64, sha256: row.get(2)? })
        })?
        .collect::<Result<_, _>>()?;
    product.parameter_files = connection
        .prepare_cached("select nature, name from parameter_file where list_id = ?1 order by position")?
        .query_map([list_id], |row| Ok(ParameterFileRecord { nature: row.get(0)?, name: row.get(1)? }))?
        .collect::<Result<_, _>>()?;
    Ok(Some(product))
}
