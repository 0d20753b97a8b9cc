//! Query: everything that the catalog knows of one product, and where it comes from.

use std::path::Path;

use serde_json::Value;

use super::context::Context;
use super::error::OperationError;
use super::found_product::ProductIdentity;
use crate::catalog::{CatalogError, Event, JournalEntry, ProductKey, ProductRecord};
use crate::measurement::{Measurement, Verdict};
use crate::units::UtcInstant;

/// So many entries of the journal, the newest ones, are looked through.
const JOURNAL_DEPTH: u32 = 5000;

/// A file of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardFile {
    /// Where it lay when it was recorded.
    pub path: String,
    /// Its size then [bytes].
    pub size_bytes: u64,
    /// SHA-256 of its content then.
    pub sha256: String,
    /// Whether a file of that size lies there now.
    pub is_there: bool,
}

/// A verification of a product.
#[derive(Debug, Clone, PartialEq)]
pub struct CardVerification {
    /// When.
    pub time: UtcInstant,
    /// Version of the program.
    pub software_version: String,
    /// The settings that the figures depend on, name and value.
    pub settings: Vec<(String, String)>,
    /// Number of measurements.
    pub n_measurements: u64,
    /// Number of verdicts.
    pub n_verdicts: u64,
}

/// An operation that had to do with a product.
#[derive(Debug, Clone, PartialEq)]
pub struct CardOperation {
    /// Its number in the journal.
    pub number: i64,
    /// When it began.
    pub begun: UtcInstant,
    /// Which operation.
    pub kind: String,
    /// Version of the program.
    pub software_version: String,
    /// How it ended and when; none while it runs, and for ever when it was killed.
    pub ended: Option<(UtcInstant, String)>,
    /// The request and what came of it, as the journal has them.
    pub details: Vec<(String, String)>,
}

/// An event that speaks of a product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardEvent {
    /// When.
    pub time: UtcInstant,
    /// What kind.
    pub kind: String,
    /// What happened.
    pub message: String,
}

/// What the catalog knows of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct ProductCard {
    /// Identifier and content.
    pub identity: ProductIdentity,
    /// Processing level.
    pub level: String,
    /// Whether the product is synthetic.
    pub synthetic: bool,
    /// Site nick name.
    pub site: Option<String>,
    /// Mean time of acquisition.
    pub acquisition: Option<UtcInstant>,
    /// Absolute orbit number.
    pub orbit: Option<u32>,
    /// The path that opens the product.
    pub path: String,
    /// What was noted of it when it was recorded (lines, columns, bands).
    pub facts: Vec<(String, String)>,
    /// Outlines of the image: corners (longitude, latitude) in degrees.
    pub outlines: Vec<Vec<[f64; 2]>>,
    /// Its files, the metadata file first.
    pub files: Vec<CardFile>,
    /// Parameter files that its processing used: nature and name.
    pub parameter_files: Vec<(String, String)>,
    /// Its verifications, the newest first.
    pub verifications: Vec<CardVerification>,
    /// What the newest verification measured.
    pub measurements: Vec<Measurement>,
    /// How the newest verification judged.
    pub verdicts: Vec<Verdict>,
    /// Operations whose request names the product or a folder above it, the newest first.
    pub operations: Vec<CardOperation>,
    /// Events that name its path or its identifier, the newest first; another product of the same identifier may be meant.
    pub events: Vec<CardEvent>,
}

/// Everything that the catalog knows of a product.
///
/// # Errors
/// [`OperationError::Catalog`], also when it knows no such product; or when the query is cancelled.
pub fn product_card(product: &ProductIdentity, context: &Context) -> Result<ProductCard, OperationError> {
    let catalog = context.open_existing_catalog()?;
    let supervision = context.supervision();
    let key = ProductKey::from(product);
    let unknown = || CatalogError::UnknownProduct { catalog: catalog.name(), product: key.clone() };
    let record = catalog.product(&key)?.ok_or_else(unknown)?;
    supervision.check()?;
    let mut verifications = catalog.verifications(&key)?;
    verifications.reverse();
    let (measurements, verdicts) = match verifications.first() {
        Some(newest) => (catalog.measurements_of(newest.id)?, catalog.verdicts_of(newest.id)?),
        None => (Vec::new(), Vec::new()),
    };
    supervision.check()?;
    let journal = catalog.journal(JOURNAL_DEPTH)?;
    let events = catalog.events(JOURNAL_DEPTH)?;
    supervision.check()?;
    let operations = journal.into_iter().filter(|entry| names_product(&entry.start.inputs, &record));
    Ok(ProductCard {
        operations: operations.map(CardOperation::from).collect(),
        events: events.into_iter().filter(|event| speaks_of(event, &record)).map(CardEvent::from).collect(),
        verifications: verifications
            .into_iter()
            .map(|verification| CardVerification {
                time: verification.provenance.time,
                software_version: verification.provenance.software_version,
                settings: flat(&verification.provenance.settings),
                n_measurements: verification.n_measurements,
                n_verdicts: verification.n_verdicts,
            })
            .collect(),
        measurements,
        verdicts,
        facts: flat(&record.facts),
        files: record
            .files
            .iter()
            .map(|file| CardFile {
                path: file.path.clone(),
                size_bytes: file.size_bytes,
                sha256: file.sha256.clone(),
                is_there: std::fs::metadata(&file.path)
                    .is_ok_and(|facts| facts.is_file() && facts.len() == file.size_bytes),
            })
            .collect(),
        parameter_files: record.parameter_files.into_iter().map(|file| (file.nature, file.name)).collect(),
        identity: record.key.into(),
        level: record.level,
        synthetic: record.synthetic,
        site: record.site,
        acquisition: record.acquisition,
        orbit: record.orbit,
        path: record.path,
        outlines: record.footprint.into(),
    })
}

impl From<JournalEntry> for CardOperation {
    fn from(entry: JournalEntry) -> Self {
        let mut details = flat(&entry.start.inputs);
        if let Some(end) = &entry.end {
            details.extend(flat(&end.details));
        }
        Self {
            number: entry.operation.0,
            begun: entry.start.time,
            kind: entry.start.kind,
            software_version: entry.start.software_version,
            ended: entry.end.map(|end| (end.time, end.outcome)),
            details,
        }
    }
}

impl From<Event> for CardEvent {
    fn from(event: Event) -> Self {
        Self { time: event.time, kind: event.kind, message: event.message }
    }
}

/// Names and values of an object of JSON, those of objects within it with both names; values that say nothing are left out.
fn flat(value: &Value) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    flatten("", value, &mut pairs);
    pairs
}

fn flatten(name: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (member, value) in members {
                let joined = if name.is_empty() { member.clone() } else { format!("{name}: {member}") };
                flatten(&joined, value, pairs);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| flatten(name, value, pairs)),
        Value::String(text) => pairs.push((name.to_owned(), text.clone())),
        other => pairs.push((name.to_owned(), other.to_string())),
    }
}

/// Whether a request names the product: by the path of one of its files, or by a folder above it. A path that is not from the root was
/// typed in a folder that the journal does not know; it is taken for the product's when the product's path ends with it.
fn names_product(inputs: &Value, record: &ProductRecord) -> bool {
    match inputs {
        Value::Array(values) => values.iter().any(|value| names_product(value, record)),
        Value::Object(members) => members.values().any(|value| names_product(value, record)),
        Value::String(text) if !text.is_empty() => {
            let named = Path::new(text);
            let meets = |path: &str| {
                let path = Path::new(path);
                if named.is_absolute() {
                    path.starts_with(named)
                } else {
                    path.ancestors().any(|above| above.ends_with(named))
                }
            };
            meets(&record.path) || record.files.iter().any(|file| meets(&file.path))
        }
        _ => false,
    }
}

fn speaks_of(event: &Event, record: &ProductRecord) -> bool {
    event.subject == record.key.identifier || event.subject == record.path
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;
    use crate::operations::{
        DemoRequest, FindRequest, FoundProducts, Surroundings, VerdictCounts, VerifyRequest, demo, find_products,
        verdict_counts, verify,
    };
    use crate::supervision::Supervision;
    use crate::workspace::Environment;

    fn record() -> ProductRecord {
        ProductRecord {
            key: ProductKey { identifier: "VE_1".to_owned(), fingerprint: "f".to_owned() },
            level: "L1".to_owned(),
            synthetic: false,
            site: None,
            acquisition: None,
            orbit: None,
            path: "/archive/2019/VE_1.HDR".to_owned(),
            facts: json!({}),
            footprint: Vec::new().into(),
            files: Vec::new(),
            parameter_files: Vec::new(),
        }
    }

    #[test]
    fn a_request_names_a_product_by_its_path_or_a_folder_above_it() {
        let names = |paths: &str| names_product(&json!({ "paths": [paths], "image": null }), &record());
        for path in ["/archive/2019/VE_1.HDR", "/archive/2019", "/archive", "VE_1.HDR", "2019/VE_1.HDR", "2019"] {
            assert!(names(path), "{path}");
        }
        for path in ["/archive/2019/VE_10.HDR", "/arch", "/archive/2018", "E_1.HDR", "", "/elsewhere/VE_1.HDR"] {
            assert!(!names(path), "{path}");
        }
    }

    #[test]
    fn details_are_told_by_name_and_nothing_is_not_told() {
        let value = json!({ "paths": ["/a", "/b"], "image": null, "settings": { "k": 2, "window": "64 px" } });
        let pairs = flat(&value);
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, [("paths", "/a"), ("paths", "/b"), ("settings: k", "2"), ("settings: window", "64 px")]);
    }

    fn context(folder: &Path) -> Context {
        let time = UtcInstant::parse("2026-01-01T12:00:00").unwrap();
        Context::find(Surroundings {
            workspace: Some(folder.to_path_buf()),
            catalog: None,
            environment: Environment::default(),
            clock: Arc::new(move || time),
            supervision: Supervision::unattended(),
        })
        .unwrap()
    }

    #[test]
    fn a_card_says_what_was_measured_and_where_everything_comes_from() {
        let folder = tempfile::tempdir().unwrap();
        let context = context(folder.path());
        let request = DemoRequest { folder: folder.path().to_path_buf(), seed: 1, side: Some(128) };
        let made = demo(&request, &context).unwrap();
        let found = find_products(&FindRequest::default(), &context).unwrap();
        assert_eq!((found.products.len(), found.all, found.catalogued), (1, 1, 1));
        let identity = found.products[0].identity.clone();
        let card = product_card(&identity, &context).unwrap();
        assert!(card.measurements.is_empty() && card.verifications.is_empty() && card.synthetic);
        assert!(card.files.len() == 2 && card.files.iter().all(|file| file.is_there), "{:?}", card.files);

        verify(&VerifyRequest { paths: vec![made.header.clone()], image: None, report: None }, &context).unwrap();
        let card = product_card(&identity, &context).unwrap();
        assert_eq!(card.verifications.len(), 1);
        assert_eq!(card.verifications[0].n_measurements, card.measurements.len() as u64);
        assert!(!card.verdicts.is_empty());
        let kinds: Vec<&str> = card.operations.iter().map(|operation| operation.kind.as_str()).collect();
        assert_eq!(kinds, ["verify", "ingest", "demo"], "the newest first");
        assert!(
            card.operations.iter().all(|operation| operation.ended.as_ref().is_some_and(|(_, word)| word == "done"))
        );
        let mut counted = Vec::new();
        verdict_counts(std::slice::from_ref(&identity), &context, &mut |_, counts| counted.push(counts)).unwrap();
        assert_eq!(counted, [VerdictCounts::of(&card.verdicts)]);

        std::fs::write(&made.header, "shorter").unwrap();
        let card = product_card(&identity, &context).unwrap();
        assert_eq!(card.files.iter().filter(|file| !file.is_there).count(), 1);
        let unknown = ProductIdentity { fingerprint: "another".to_owned(), ..identity };
        assert!(product_card(&unknown, &context).unwrap_err().to_string().contains("ingest it first"));
    }

    #[test]
    fn where_there_is_no_catalog_there_is_no_product_and_none_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let found = find_products(&FindRequest::default(), &context(folder.path())).unwrap();
        assert_eq!(found, FoundProducts::default());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
