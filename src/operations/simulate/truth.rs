//! What is true of a simulated product, beside it: a description, and the radiance of every pixel where it is asked for.

use std::path::Path;

use serde_json::{Value, json};

use crate::operations::error::OperationError;
use crate::parameter_sets::ParameterSet;
use crate::product_files::{Compression, GeoTiffDescription};
use crate::simulation::RadianceSource;
use crate::simulation::detection::Detection;
use crate::simulation::scene_kinds::SceneSensor;

use super::plan::BandStages;
use super::{SceneFile, SimulateRequest, TruthExtent};

/// Name of the description in the truth's folder.
pub(super) const DESCRIPTION: &str = "truth.json";

/// Name of the radiance in the truth's folder.
pub(super) const RADIANCE: &str = "radiance.tif";

/// Name of the orbit and attitude in the truth's folder, of a natural scene.
pub(super) const FLIGHT: &str = "flight.json";

/// Side of the tiles of the radiance, and lines that are simulated at once.
pub(super) const TILE_SIDE: usize = 128;

/// A part of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// First line and first column.
    pub(super) first: [usize; 2],
    /// Lines and columns.
    pub(super) size: [usize; 2],
}

/// The part of the image whose radiance is written; none where none is.
///
/// # Errors
/// [`OperationError::Usage`] for a part that leaves the image.
pub(super) fn part(extent: TruthExtent, sensor: &SceneSensor) -> Result<Option<Part>, OperationError> {
    match extent {
        TruthExtent::Nothing => Ok(None),
        TruthExtent::Whole => Ok(Some(Part { first: [0, 0], size: [sensor.lines, sensor.columns] })),
        TruthExtent::Part([line, column, lines, columns]) => {
            let fits = |first: usize, size: usize, all: usize| first.checked_add(size).is_some_and(|end| end <= all);
            if fits(line, lines, sensor.lines) && fits(column, columns, sensor.columns) {
                return Ok(Some(Part { first: [line, column], size: [lines, columns] }));
            }
            Err(OperationError::Usage(format!(
                "--truth needs a part of {} lines × {} columns, found {lines} × {columns} from {line},{column}",
                sensor.lines, sensor.columns
            )))
        }
    }
}

/// The file of the radiance.
pub(super) fn radiance_file(part: Part, bands: &BandStages) -> GeoTiffDescription {
    GeoTiffDescription {
        lines: part.size[0],
        columns: part.size[1],
        band_names: bands.iter().map(|(band, _)| band.clone()).collect(),
        crs: None,
        geotransform: None,
        no_data: None,
        tile_side: TILE_SIDE,
        compression: Compression::None,
        metadata: vec![
            ("SYNTHETIC".to_owned(), "made by viq simulate, not an observation".to_owned()),
            ("QUANTITY".to_owned(), "true radiance, W m-2 sr-1 um-1".to_owned()),
            ("FIRST_LINE".to_owned(), part.first[0].to_string()),
            ("FIRST_USEFUL_COLUMN".to_owned(), part.first[1].to_string()),
        ],
    }
}

/// The set that made a product.
pub(super) struct SetIdentity<'a> {
    pub(super) set: &'a ParameterSet,
    /// SHA-256 of `set.toml`, which holds those of all its files.
    pub(super) sha256: &'a str,
}

/// The description: everything from which the product follows.
pub(super) fn description(
    request: &SimulateRequest,
    file: &SceneFile,
    identity: &SetIdentity<'_>,
    (source, settings): (&dyn RadianceSource, Value),
    detection: &Detection,
    bands: &BandStages,
) -> Value {
    let set = identity.set;
    let terms = detection.polarisation_terms(source);
    let by_band = bands.iter().enumerate().map(|(index, (band, tdi))| {
        let parameters = set.band(band);
        let response = parameters.and_then(|parameters| parameters.responses.get(tdi));
        json!({
            "band": band,
            "tdi_stages": tdi,
            "gain_counts_per_w_m2_sr_um": response.map(|response| response.gain),
            "solar_irradiance_w_m2_um": parameters.map(|parameters| parameters.spectral.solar_irradiance_w_m2_um),
            "polarisation_degree": source.polarisation(index).degree,
            "polarisation_angle_deg": source.polarisation(index).angle.degrees(),
            "polarisation_term": terms.get(index),
            "scan_levels_counts": detection.scan_levels().get(index),
        })
    });
    json!({
        "synthetic": true,
        "notice": "SYNTHETIC: made by a simulation, not an observation",
        "kind": request.kind,
        "seed": request.seed,
        "lines": request.lines,
        "noise": request.noise,
        "stray_light": request.stray_light,
        "scene": settings,
        "illumination": file.illumination,
        "acquisition": file.acquisition,
        "detection": detection.settings(),
        "bands": by_band.collect::<Vec<_>>(),
        "set": {
            "name": set.manifest.name,
            "version": set.manifest.version,
            "state": set.manifest.state,
            "instrument": set.manifest.instrument,
            "manifest_sha256": identity.sha256,
            "settings": set.manifest.settings,
        },
        "first_line": "nothing remains in it: it has no line before it",
        "orbit_and_attitude": if request.kind == "natural" { FLIGHT } else { "not simulated for this kind of scene" },
        "radiance_file": match request.truth { TruthExtent::Nothing => None, _ => Some(RADIANCE) },
    })
}

/// The text of a description.
pub(super) fn text(description: &Value) -> String {
    format!("{description:#}\n")
}

/// Refuses a folder that holds something: a truth never mixes with another.
///
/// # Errors
/// [`OperationError::Usage`]; [`OperationError::Io`].
pub(super) fn refuse_occupied(folder: &Path) -> Result<(), OperationError> {
    let is_free = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
        Err(source) => return Err(OperationError::Io { path: folder.to_path_buf(), doing: "looked into", source }),
    };
    if is_free {
        return Ok(());
    }
    let folder = folder.display();
    Err(OperationError::Usage(format!(
        "{folder}: needed a folder that does not exist or is empty, found one with files"
    )))
}
