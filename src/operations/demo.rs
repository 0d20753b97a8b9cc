//! Operation: a synthetic product that looks and measures like a real one, with its truth beside it.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::context::Context;
use super::error::OperationError;
use super::ingest::{IngestRequest, IngestStatus, ingest};
use super::journal::journalled;
use super::path_text;
use crate::instrument::{DETECTOR_UNITS, InstrumentModel, SpectralBand, View};
use crate::product_files::venus_l1::write_header;
use crate::product_files::{
    Compression, GeoTiffDescription, Georeference, Level, Product, SunAngles, footprint_of, write_atomically,
    write_geotiff,
};
use crate::simulation::{REFLECTANCE_PER_CODE, SyntheticAcquisition, TWIN_RATIO, UNIT_SHIFTS, synthesise};
use crate::units::{Angle, UtcInstant};

/// In the open Mediterranean, 41.5° N 3° E.
const EPSG: u32 = 32_631;
const GEOTRANSFORM: [f64; 6] = [500_000.0, 5.0, 0.0, 4_600_000.0, 0.0, -5.0];

const IDENTIFIER: &str = "VE_TEST_VSC_L1VALD_DEMO0001_20200301";
const IMAGE: &str = "VE_TEST_VSC_PDTIMG_L1VALD_DEMO0001_20200301";

/// Pixels along one side of the demonstration product.
pub(super) const DEFAULT_SIDE: usize = 1024;

/// Largest side: what the simulation holds in memory grows with its square.
const LARGEST_SIDE: usize = 2048;

/// A synthetic product to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoRequest {
    /// The workspace folder it goes into.
    #[serde(serialize_with = "path_text::path")]
    pub folder: PathBuf,
    /// Decides scene, noise, clouds and defects.
    pub seed: u64,
    /// Pixels along one side; rounded up to a multiple of 16.
    pub side: Option<usize>,
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoOutcome {
    /// The product's header.
    pub header: PathBuf,
    /// Its known truth.
    pub truth: PathBuf,
}

/// Makes the product in `folder`/product and records it in the catalog.
///
/// # Errors
/// [`OperationError`] when a file cannot be written, or the user cancels.
pub fn demo(request: &DemoRequest, context: &Context) -> Result<DemoOutcome, OperationError> {
    let side = request.side.unwrap_or(DEFAULT_SIDE);
    if !(64..=LARGEST_SIDE).contains(&side) {
        return Err(OperationError::Usage(format!("--side needs 64 to {LARGEST_SIDE} pixels, found {side}")));
    }
    let mut catalog = context.open_catalog()?;
    let (outcome, ended) = journalled(context, catalog.as_mut(), "demo", request, |_| {
        let outcome = make(request, side, context)?;
        let details = json!({ "header": outcome.header.to_string_lossy() });
        Ok((outcome, details))
    })?;
    ended?;
    drop(catalog);
    let request = IngestRequest { paths: vec![outcome.header.clone()], image: None };
    let recorded = ingest(&request, context, &mut |_| {})?;
    match recorded.items.into_iter().map(|item| item.status).next() {
        Some(IngestStatus::Failed { reason }) => Err(OperationError::Unreadable { reasons: reason }),
        _ => Ok(outcome),
    }
}

fn make(request: &DemoRequest, side: usize, context: &Context) -> Result<DemoOutcome, OperationError> {
    let acquisition = synthesise(side, request.seed, context.supervision())?;
    let folder = request.folder.join("product");
    let inner = folder.join(format!("{IDENTIFIER}.DBL.DIR"));
    std::fs::create_dir_all(&inner).map_err(|source| OperationError::Io {
        path: inner.clone(),
        doing: "made",
        source,
    })?;
    let product = description(acquisition.side)?;
    write_image(&inner.join(format!("{IMAGE}.DBL.TIF")), &acquisition, &product, context)?;
    let truth = folder.join("truth.json");
    write_text(&truth, &format!("{:#}\n", truth_of(request.seed)))?;
    let header = folder.join(format!("{IDENTIFIER}.HDR"));
    // The header last: a product without one is not taken for a whole one.
    write_text(&header, &write_header(&product))?;
    Ok(DemoOutcome { header, truth })
}

fn write_text(path: &Path, text: &str) -> Result<(), OperationError> {
    Ok(write_atomically(path, |file| file.write_all(text.as_bytes()))?)
}

fn write_image(
    path: &Path,
    acquisition: &SyntheticAcquisition,
    product: &Product,
    context: &Context,
) -> Result<(), OperationError> {
    let masks = ["SAT", "PIX", "CLD"].map(str::to_owned);
    let place = product.georeference.as_ref();
    let description = GeoTiffDescription {
        lines: acquisition.side,
        columns: acquisition.side,
        band_names: product.bands.iter().map(|band| band.name.clone()).chain(masks).collect(),
        crs: place.map(|place| place.crs.clone()),
        geotransform: place.map(|place| place.geotransform),
        no_data: Some(0.0),
        tile_side: 512,
        compression: Compression::Deflate,
        metadata: vec![("SYNTHETIC".to_owned(), "made by viq demo, not an observation".to_owned())],
    };
    let channels: Vec<&Vec<u16>> = acquisition.bands.iter().chain(&acquisition.masks).collect();
    write_geotiff(path, &description, context.supervision(), |lines, strips| {
        let range = lines.start * acquisition.side..lines.end * acquisition.side;
        for (strip, channel) in strips.iter_mut().zip(&channels) {
            strip.copy_from_slice(&channel[range.clone()]);
        }
        Ok::<(), OperationError>(())
    })
}

fn truth_of(seed: u64) -> serde_json::Value {
    json!({
        "synthetic": true,
        "seed": seed,
        "unit_shifts_px": UNIT_SHIFTS,
        "detector_unit_of_band": DETECTOR_UNITS,
        "twin_ratio": TWIN_RATIO,
        "noise_sigma_code": "sqrt(0.64 + 0.008 code) on the sensor grid, twice that for B01",
        "sensor_pixels_per_product_pixel": 15.0 / 16.0,
    })
}

/// The description of the synthetic product: the viewing angles and gains Ak of a real acquisition (header of ISRAEL03, 2019-02-04), the
/// wavelengths of the instrument's model, a place in the open sea.
fn description(side: usize) -> Result<Product, OperationError> {
    const AK: [f64; 12] = [0.204, 0.708, 1.144, 1.329, 1.667, 1.777, 1.747, 1.538, 2.257, 1.706, 2.158, 1.880];
    const VIEWS_DEG: [[f64; 2]; 4] =
        [[12.851195, 168.340145], [13.25631, 169.166445], [13.673858, 169.951829], [14.104792, 170.711533]];
    let acquisition =
        UtcInstant::parse("2020-03-01T08:34:37").map_err(|error| OperationError::Usage(error.to_string()))?;
    let instrument =
        InstrumentModel::built_in().map_err(|error| OperationError::Model { message: error.to_string() })?;
    let bands = instrument
        .bands
        .iter()
        .zip(AK)
        .enumerate()
        .map(|(band, (model, ak))| SpectralBand {
            name: model.name.clone(),
            centre_nm: Some(model.centre_nm),
            ak: Some(ak),
            polarisation_coefficient: Some(0.0),
            detector_unit: Some(DETECTOR_UNITS[band]),
            reflectance_per_code: Some(REFLECTANCE_PER_CODE),
        })
        .collect();
    let views = (1..=4_u8)
        .zip(VIEWS_DEG)
        .map(|(detector_unit, [zenith, azimuth])| View {
            detector_unit,
            zenith: Angle::from_degrees(zenith),
            azimuth: Angle::from_degrees(azimuth),
        })
        .collect();
    let flags = [
        ("Equalization", true),
        ("Bad_Pixels_Correction", true),
        ("Restoration", false),
        ("Remanence", false),
        ("Straylight_T1", false),
        ("Straylight_T2", false),
        ("Polarization", false),
        ("Geometrical_Refinement_With_Ref_Image", false),
        ("Interband_Geometrical_Refinement", false),
    ];
    Ok(Product {
        identifier: IDENTIFIER.to_owned(),
        level: Level::L1,
        site: Some("DEMO0001".to_owned()),
        acquisition: Some(acquisition),
        orbit: Some(13_000),
        sun: Some(SunAngles { zenith: Angle::from_degrees(45.0), azimuth: Angle::from_degrees(155.0) }),
        views,
        bands,
        flags: flags.map(|(name, value)| (name.to_owned(), value)).into(),
        quality_indexes: Vec::new(),
        parameter_files: Vec::new(),
        georeference: Some(Georeference {
            crs: format!("EPSG:{EPSG}"),
            geotransform: GEOTRANSFORM,
            footprint: footprint_of(EPSG, GEOTRANSFORM, side, side),
        }),
        lines: side,
        columns: side,
        synthetic: true,
        files: Vec::new(),
    })
}
