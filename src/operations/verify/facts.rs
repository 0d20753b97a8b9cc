//! A product's description in the words of the report.

use crate::catalog::ProductRecord;
use crate::product_files::Product;
use crate::reports::{BandFact, FileFact, ParameterFileFact, ProductFacts, ProductReport, QualityIndexFact, ViewFact};

/// A report on `product` with its description and nothing measured.
pub(super) fn described(product: &Product, record: &ProductRecord) -> ProductReport {
    let mut report = ProductReport::new(facts(product, record));
    report.flags = product.flags.clone();
    report.quality_indexes = product
        .quality_indexes
        .iter()
        .map(|index| QualityIndexFact { code: index.code.clone(), band: index.band.clone(), text: index.text.clone() })
        .collect();
    report.parameter_files = product
        .parameter_files
        .iter()
        .map(|file| ParameterFileFact { nature: file.nature.clone(), name: file.name.clone() })
        .collect();
    report
}

fn facts(product: &Product, record: &ProductRecord) -> ProductFacts {
    let place = product.georeference.as_ref();
    ProductFacts {
        identifier: product.identifier.clone(),
        level: product.level.word().to_owned(),
        site: product.site.clone(),
        acquisition: product.acquisition,
        orbit: product.orbit,
        sun_zenith_deg: product.sun.map(|sun| sun.zenith.degrees()),
        sun_azimuth_deg: product.sun.map(|sun| sun.azimuth.degrees()),
        views: product
            .views
            .iter()
            .map(|view| ViewFact {
                detector_unit: view.detector_unit,
                zenith_deg: view.zenith.degrees(),
                azimuth_deg: view.azimuth.degrees(),
            })
            .collect(),
        bands: product
            .bands
            .iter()
            .map(|band| BandFact {
                name: band.name.clone(),
                centre_nm: band.centre_nm,
                ak: band.ak,
                detector_unit: band.detector_unit,
            })
            .collect(),
        base_to_height_b05_b06: product.base_to_height_b05_b06(),
        lines: product.lines,
        columns: product.columns,
        crs: place.map(|place| place.crs.clone()),
        pixel_size: place.map(|place| {
            let [_, column_x, line_x, _, column_y, line_y] = place.geotransform;
            [column_x.hypot(column_y), line_x.hypot(line_y)]
        }),
        synthetic: product.synthetic,
        files: record
            .files
            .iter()
            .map(|file| FileFact { path: file.path.clone(), bytes: file.size_bytes, sha256: Some(file.sha256.clone()) })
            .collect(),
    }
}
