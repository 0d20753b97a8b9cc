//! From a request, a parameter set and an instrument to what the simulation needs.

use crate::imagery::convolution::ConvolutionError;
use crate::instrument::{InstrumentModel, ReadOutHalf, TdiStages};
use crate::operations::error::OperationError;
use crate::parameter_sets::{BandSettings, ParameterSet};
use crate::simulation::ScenePolarisation;
use crate::simulation::detection::{Detection, DetectionError, DetectionSettings, ReadOut};
use crate::simulation::scene_kinds::{Brightness, SceneBand, SceneFrame, SceneKind, UniformSettings};
use crate::simulation::stray_light::ForwardError;

use crate::supervision::Supervision;

use super::{SceneFile, SimulateRequest};

/// Lines of an acquisition that anybody would ask for; beyond, the product's files would not be what they claim.
const MOST_LINES: usize = 10_000_000;

impl From<DetectionError> for OperationError {
    fn from(error: DetectionError) -> Self {
        match error {
            DetectionError::StrayLight(ForwardError::Convolution(ConvolutionError::Cancelled(cancelled))) => {
                Self::Cancelled(cancelled)
            }
            error => Self::Model { message: error.to_string() },
        }
    }
}

/// Bands of a product with the numbers of TDI stages that they are taken with.
pub(super) type BandStages = Vec<(String, TdiStages)>;

/// The usual stages of each band of the set: the instrument's, where the set has a response for them, else the set's first.
///
/// # Errors
/// [`OperationError::Model`] for a band without a response.
pub(super) fn usual_stages(set: &ParameterSet, instrument: &InstrumentModel) -> Result<BandStages, OperationError> {
    let of_band = |band: &crate::parameter_sets::BandParameters| {
        let usual = instrument.band(&band.band).map(|model| model.nominal_tdi_stages);
        let stages = usual.filter(|stages| band.responses.contains_key(stages));
        stages.or_else(|| band.responses.keys().next().copied()).map(|stages| (band.band.clone(), stages)).ok_or_else(
            || {
                let message =
                    format!("parameter set {}, band {}: needs a response, has none", set.manifest.name, band.band);
                OperationError::Model { message }
            },
        )
    };
    set.bands.iter().map(of_band).collect()
}

/// The products that a request asks for: one with the usual stages, or one for each number of stages.
pub(super) fn products_of(request: &SimulateRequest, usual: &BandStages) -> Vec<BandStages> {
    if request.tdi.is_empty() {
        return vec![usual.clone()];
    }
    let with = |stages: &u8| usual.iter().map(|(band, _)| (band.clone(), TdiStages(*stages))).collect();
    request.tdi.iter().map(with).collect()
}

/// What sees the scene; full scale is that of the usual stages, so that the products of a series see the same radiance.
///
/// # Errors
/// [`OperationError::Usage`] for a number of lines that makes no image.
pub(super) fn frame(
    request: &SimulateRequest,
    file: &SceneFile,
    set: &ParameterSet,
    instrument: &InstrumentModel,
    usual: &BandStages,
) -> Result<SceneFrame, OperationError> {
    if !(1..=MOST_LINES).contains(&request.lines) {
        let found = request.lines;
        return Err(OperationError::Usage(format!("--lines needs 1 to {MOST_LINES} lines, found {found}")));
    }
    let largest = f64::from(instrument.camera.greatest_code());
    let bands = set.bands.iter().zip(usual).map(|(band, (_, stages))| SceneBand {
        name: band.band.clone(),
        solar_irradiance_w_m2_um: band.spectral.solar_irradiance_w_m2_um,
        full_scale_w_m2_sr_um: band.responses.get(stages).map_or(0.0, |response| largest / response.gain),
        polarisation: ScenePolarisation::from(file.polarisation),
    });
    Ok(SceneFrame {
        bands: bands.collect(),
        lines: request.lines,
        columns: instrument.camera.columns.value,
        illumination: file.illumination,
    })
}

/// The scene's kind with its settings: the file's, and the levels of the command line over them. None for a natural scene.
///
/// # Errors
/// [`OperationError::Usage`] for an unknown kind, a file of another kind, and levels for a scene that has none.
pub(super) fn kind(request: &SimulateRequest, file: &SceneFile) -> Result<Option<SceneKind>, OperationError> {
    let kind = match (request.kind.as_str(), file.kind(&request.kind)?) {
        (_, Some(kind)) => Some(kind),
        ("natural", None) => None,
        (word, None) => {
            let known = "dark, uniform, side-slither, edge, moon, cloud-edge or natural";
            return Err(OperationError::Usage(format!("kind of scene: needed {known}, found \"{word}\"")));
        }
    };
    if request.levels.is_empty() {
        return Ok(kind);
    }
    match kind {
        Some(SceneKind::Uniform(_)) => {
            let levels = request.levels.iter().copied().map(Brightness::ShareOfFullScale).collect();
            Ok(Some(SceneKind::Uniform(UniformSettings { levels })))
        }
        _ => Err(OperationError::Usage(format!("--level needs a uniform scene, found {}", request.kind))),
    }
}

/// The detection of one product.
///
/// # Errors
/// [`OperationError::Model`] for a set that cannot make it.
pub(super) fn detection(
    request: &SimulateRequest,
    file: &SceneFile,
    set: &ParameterSet,
    instrument: &InstrumentModel,
    bands: &BandStages,
    supervision: &Supervision,
) -> Result<Detection, OperationError> {
    let camera = &instrument.camera;
    let settings = DetectionSettings {
        seed: request.seed,
        noise: request.noise,
        stray_light: request.stray_light,
        significant_bits: camera.significant_bits.value,
        read_out: ReadOut {
            pre_scan: camera.pre_scan_columns.value,
            post_scan: camera.post_scan_columns.value,
            split_column: instrument.read_out.split_column.value,
        },
        defects: file.defects,
        conventions: file.conventions,
    };
    let detection = Detection::new(set, bands, camera.columns.value, settings, supervision)?;
    Ok(match scan_levels(set, instrument, bands) {
        Some(levels) => detection.with_scan_levels(&levels),
        None => detection,
    })
}

/// What the columns without light read: the offset of the codes of the half that reads them. None without a model of the codes, or codes.
fn scan_levels(set: &ParameterSet, instrument: &InstrumentModel, bands: &BandStages) -> Option<Vec<[f64; 2]>> {
    let codes = instrument.code_model.as_ref()?;
    let last = instrument.camera.columns.value.saturating_sub(1);
    let of_column = |band: &str, settings: &BandSettings, column| {
        let half = match instrument.read_out.half_of(band, column) {
            ReadOutHalf::Left => settings.left,
            ReadOutHalf::Right => settings.right,
        };
        codes.offset_counts(half.offset)
    };
    let of_band = |(band, _): &(String, TdiStages)| {
        let settings = set.manifest.settings.bands.get(band)?;
        Some([of_column(band, settings, 0), of_column(band, settings, last)])
    };
    bands.iter().map(of_band).collect()
}
