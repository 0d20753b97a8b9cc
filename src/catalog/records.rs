//! What is recorded of a product, of an operation and of an event.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::units::UtcInstant;

use super::error::CatalogError;
use super::failure::{Failure, to_json};
use super::footprint::Footprint;

/// Names are indexed, and an index of PostgreSQL holds no longer ones [bytes].
const LONGEST_NAME: usize = 1000;

/// What makes a product the same product: its identifier and its content, wherever its files lie.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ProductKey {
    /// The product's own identifier.
    pub identifier: String,
    /// A text that changes with the content and only with it, [`content_fingerprint`] of its files for example.
    pub fingerprint: String,
}

impl fmt::Display for ProductKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start: String = self.fingerprint.chars().take(12).collect();
        write!(formatter, "{} (content {start})", self.identifier)
    }
}

/// A file of a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRecord {
    /// Where it lies.
    pub path: String,
    /// Its size [bytes].
    pub size_bytes: u64,
    /// SHA-256 of its content, 64 hexadecimal digits in lower case.
    pub sha256: String,
}

/// Fingerprint of a product's content from its files: the same wherever they lie and in whatever order they are listed.
pub fn content_fingerprint(files: &[FileRecord]) -> String {
    let mut contents: Vec<(&str, u64)> = files.iter().map(|file| (file.sha256.as_str(), file.size_bytes)).collect();
    contents.sort_unstable();
    let lines: Vec<String> = contents.iter().map(|(sha256, size)| format!("{sha256} {size}\n")).collect();
    sha256_of_text(&lines.concat())
}

/// SHA-256 of a text, in hexadecimal digits.
pub(super) fn sha256_of_text(text: &str) -> String {
    let nibbles = Sha256::digest(text.as_bytes()).into_iter().flat_map(|byte| [byte >> 4, byte & 15]);
    nibbles.filter_map(|nibble| char::from_digit(u32::from(nibble), 16)).collect()
}

/// A parameter file that the product's processing used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ParameterFileRecord {
    /// The mission's nature code.
    pub nature: String,
    /// Logical name.
    pub name: String,
}

/// SHA-256 of a list of parameter files: the same for the same files in the same order.
pub(super) fn parameter_files_sha256(files: &[ParameterFileRecord]) -> String {
    let texts: Vec<&str> = files.iter().flat_map(|file| [file.nature.as_str(), "\0", &file.name, "\n"]).collect();
    sha256_of_text(&texts.concat())
}

/// Everything recorded of a product at ingestion. Its acquisition is its site, its time and its orbit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProductRecord {
    /// Identifier and content.
    pub key: ProductKey,
    /// Processing level (`L1`, `L1C`, `L2A`, `raster`).
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
    /// Facts for its title page, as the caller words them.
    pub facts: serde_json::Value,
    /// Where the image lies; empty where that is not known.
    pub footprint: Footprint,
    /// Its files, the metadata file first.
    pub files: Vec<FileRecord>,
    /// Parameter files that the processing used, in the header's order.
    pub parameter_files: Vec<ParameterFileRecord>,
}

impl ProductRecord {
    /// SHA-256 of the whole record: two records with the same digest say the same.
    pub(super) fn digest<StoreError>(&self) -> Result<String, Failure<StoreError>> {
        Ok(sha256_of_text(&to_json(self, "a product")?))
    }

    /// Refuses what a back-end could not give back as it was.
    pub(super) fn check(&self) -> Result<(), CatalogError> {
        let refused = |field, needed, found: String| {
            Err(CatalogError::BadRecord { subject: format!("product {}", self.key), field, needed, found })
        };
        if self.key.identifier.is_empty() {
            return refused("identifier", "a text", "an empty one".to_owned());
        }
        if self.key.fingerprint.is_empty() {
            return refused("fingerprint", "a text", "an empty one".to_owned());
        }
        let indexed = [&self.key.identifier, &self.key.fingerprint].into_iter().chain(&self.site);
        if let Some(text) = indexed.into_iter().find(|text| text.len() > LONGEST_NAME) {
            return refused("identifier, fingerprint or site", "at most 1000 bytes", format!("{} bytes", text.len()));
        }
        for file in &self.files {
            let hexadecimal = |digit: u8| digit.is_ascii_digit() || (b'a'..=b'f').contains(&digit);
            if file.sha256.len() != 64 || !file.sha256.bytes().all(hexadecimal) {
                return refused(
                    "SHA-256 of a file",
                    "64 hexadecimal digits in lower case",
                    format!("{:?}", file.sha256),
                );
            }
            if i64::try_from(file.size_bytes).is_err() {
                return refused("size of a file", "less than 2^63 bytes", file.size_bytes.to_string());
            }
        }
        if let Some((needed, found)) = self.footprint.defect() {
            return refused("footprint", needed, found);
        }
        let site = self.site.iter();
        let texts = [&self.key.identifier, &self.key.fingerprint, &self.level, &self.path].into_iter().chain(site);
        let files = self.files.iter().map(|file| &file.path);
        let parameter_files = self.parameter_files.iter().flat_map(|file| [&file.nature, &file.name]);
        if let Some(text) = texts.chain(files).chain(parameter_files).find(|text| text.contains('\0')) {
            return refused("text", "no zero byte", format!("{text:?}"));
        }
        Ok(())
    }
}

/// What ingesting a product did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IngestOutcome {
    /// The product was new.
    Added,
    /// The catalog knew it, exactly so.
    AlreadyThere,
    /// The catalog knew it; its record, its path for example, has changed and was replaced.
    Updated,
}

/// An operation in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OperationId(pub i64);

impl fmt::Display for OperationId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How an operation begins.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalStart {
    /// When.
    pub time: UtcInstant,
    /// Which operation (`ingest`, `verify`).
    pub kind: String,
    /// Its request, complete enough to be run again.
    pub inputs: serde_json::Value,
    /// Version of the program.
    pub software_version: String,
}

/// How an operation ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEnd {
    /// When.
    pub time: UtcInstant,
    /// How it ended, in one word (`done`, `failed`, `cancelled`).
    pub outcome: String,
    /// What came of it: counts, or the error.
    pub details: serde_json::Value,
}

/// An entry of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// The operation.
    pub operation: OperationId,
    /// How it began.
    pub start: JournalStart,
    /// How it ended; none while it runs, and for ever when it was killed.
    pub end: Option<JournalEnd>,
}

/// Something that happened, worth finding again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub time: UtcInstant,
    /// What kind of event, in one word.
    pub kind: String,
    /// Product, site or parameter that it speaks of.
    pub subject: String,
    /// What happened, in a sentence.
    pub message: String,
}
