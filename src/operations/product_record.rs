//! A product as the catalog records it.

use std::path::Path;

use serde_json::json;

use super::error::OperationError;
use crate::catalog::{FileRecord, Footprint, ParameterFileRecord, ProductKey, ProductRecord, content_fingerprint};
use crate::product_files::{Product, fingerprint};
use crate::supervision::Supervision;

/// Reads every file of `product` to its end for its fingerprint and makes the record that the catalog keeps; `path` is the one that opens it.
///
/// # Errors
/// [`OperationError`] when a file cannot be read or the user cancels.
pub(super) fn product_record(
    product: &Product,
    path: &Path,
    supervision: &Supervision,
) -> Result<ProductRecord, OperationError> {
    let absolute = |path: &Path| {
        std::path::absolute(path).map_err(|source| OperationError::Io {
            path: path.to_path_buf(),
            doing: "made absolute",
            source,
        })
    };
    let mut files = Vec::new();
    for file in &product.files {
        let print = fingerprint(file, supervision)?;
        files.push(FileRecord {
            path: absolute(file)?.display().to_string(),
            size_bytes: print.size,
            sha256: print.sha256,
        });
    }
    let parameter_files = product
        .parameter_files
        .iter()
        .map(|file| ParameterFileRecord { nature: file.nature.clone(), name: file.name.clone() })
        .collect();
    if product.georeference.as_ref().is_some_and(|place| place.footprint.is_empty()) {
        let path = path.display();
        supervision.warn(format!("{path}: its outline on the Earth could not be computed; it is not found by place"));
    }
    let rings = product.georeference.as_ref().map(|place| place.footprint.clone()).unwrap_or_default();
    Ok(ProductRecord {
        key: ProductKey { identifier: product.identifier.clone(), fingerprint: content_fingerprint(&files) },
        level: product.level.word().to_owned(),
        synthetic: product.synthetic,
        site: product.site.clone(),
        acquisition: product.acquisition,
        orbit: product.orbit,
        path: absolute(path)?.display().to_string(),
        facts: json!({ "lines": product.lines, "columns": product.columns, "bands": product.bands.len() }),
        footprint: Footprint::from(rings),
        files,
        parameter_files,
    })
}
