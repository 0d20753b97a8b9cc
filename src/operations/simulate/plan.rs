//! From a request, a parameter set and an instrument to what the simulation needs.

use crate::imagery::convolution::ConvolutionError;
use crate::instrument::radiometry::ArrayResponse;
use crate::instrument::{InstrumentModel, ReadOutHalf, TdiStages};
use crate::operations::error::OperationError;
use crate::parameter_sets::{BandParameters, BandSettings, ParameterSet};
use crate::simulation::ScenePolarisation;
use crate::simulation::detection::{Detection, DetectionError, DetectionSettings, ReadOut, straying};
use crate::simulation::optics::BandTransfer;
use crate::simulation::scene_kinds::{Brightness, SceneBand, SceneKind, SceneSensor, UniformSettings};
use crate::simulation::stray_light::{ForwardError, ForwardStrayLight};

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
            DetectionError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            error => Self::Model { message: error.to_string() },
        }
    }
}

/// Bands of a product with the numbers of TDI stages that they are taken with.
pub(super) type BandStages = Vec<(String, TdiStages)>;

/// The usual stages of each band of the set: the instrument's.
///
/// # Errors
/// [`OperationError::Model`] for a band that the instrument does not have, or without a response at its usual stages.
pub(super) fn usual_stages(set: &ParameterSet, instrument: &InstrumentModel) -> Result<BandStages, OperationError> {
    let of_band = |band: &crate::parameter_sets::BandParameters| {
        let model = instrument.band(&band.band).ok_or_else(|| {
            let known: Vec<&str> = instrument.bands.iter().map(|model| model.name.as_str()).collect();
            let (set, name, known) = (&set.manifest.name, &band.band, known.join(", "));
            let message = format!("parameter set {set}: needed bands of the instrument, {known}, found {name}");
            OperationError::Model { message }
        })?;
        let usual = model.nominal_tdi_stages;
        response_at(set, band, usual)?;
        Ok((band.band.clone(), usual))
    };
    set.bands.iter().map(of_band).collect()
}

/// A band's response at a number of stages.
fn response_at<'a>(
    set: &ParameterSet,
    band: &'a BandParameters,
    stages: TdiStages,
) -> Result<&'a ArrayResponse, OperationError> {
    band.responses.get(&stages).ok_or_else(|| {
        let found: Vec<String> = band.responses.keys().map(ToString::to_string).collect();
        let (set, band, found) = (&set.manifest.name, &band.band, found.join(", "));
        let message =
            format!("parameter set {set}, band {band}: needed a response at {stages} TDI stages, found {found}");
        OperationError::Model { message }
    })
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
/// [`OperationError::Usage`] for a number of lines that makes no image; [`OperationError::Model`] for a band without a response.
pub(super) fn sensor(
    request: &SimulateRequest,
    file: &SceneFile,
    set: &ParameterSet,
    instrument: &InstrumentModel,
    usual: &BandStages,
) -> Result<SceneSensor, OperationError> {
    if !(1..=MOST_LINES).contains(&request.lines) {
        let found = request.lines;
        return Err(OperationError::Usage(format!("--lines needs 1 to {MOST_LINES} lines, found {found}")));
    }
    let largest = f64::from(instrument.camera.greatest_code());
    let of_band = |(band, (_, stages)): (&BandParameters, &(String, TdiStages))| {
        Ok::<_, OperationError>(SceneBand {
            name: band.band.clone(),
            solar_irradiance_w_m2_um: band.spectral.solar_irradiance_w_m2_um,
            full_scale_w_m2_sr_um: largest / response_at(set, band, *stages)?.gain,
            polarisation: ScenePolarisation::from(file.polarisation),
            optics_transfer_at_nyquist: optics_transfer_at_nyquist(instrument, &band.band)?,
        })
    };
    Ok(SceneSensor {
        bands: set.bands.iter().zip(usual).map(of_band).collect::<Result<_, _>>()?,
        lines: request.lines,
        columns: instrument.camera.columns.value,
        illumination: file.illumination,
        detector_angle: instrument.camera.detector_angle(),
    })
}

/// Transfer of the optics at half a cycle a pixel along and across the flight.
fn optics_transfer_at_nyquist(instrument: &InstrumentModel, band: &str) -> Result<[f64; 2], OperationError> {
    let model = instrument.band(band).ok_or_else(|| OperationError::Model {
        message: format!("instrument {}: needed the band {band} of the parameter set, found none", instrument.name),
    })?;
    let transfer = BandTransfer::new(instrument, model.centre_nm, TdiStages(1), [1.0, 0.0]);
    Ok([transfer.optics(0.5, 0.0), transfer.optics(0.0, 0.5)])
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

/// How light strays in the products of a request: the same for every number of stages. None where it was not asked for, or no band has any.
///
/// # Errors
/// [`OperationError::Model`] for filters without an inverse; a cancel.
pub(super) fn stray_light(
    request: &SimulateRequest,
    set: &ParameterSet,
    instrument: &InstrumentModel,
    supervision: &Supervision,
) -> Result<Option<ForwardStrayLight>, OperationError> {
    if !request.stray_light {
        return Ok(None);
    }
    let bands: Vec<&str> = set.bands.iter().map(|band| band.band.as_str()).collect();
    Ok(straying(set, &bands, instrument.camera.columns.value, supervision)?)
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
    stray_light: Option<ForwardStrayLight>,
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
    let detection = Detection::with_stray_light(set, bands, camera.columns.value, settings, stray_light)?;
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
