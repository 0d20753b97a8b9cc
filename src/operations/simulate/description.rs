//! The product's description, for its headers.

use std::collections::BTreeMap;

use crate::instrument::InstrumentModel;
use crate::operations::error::OperationError;
use crate::parameter_sets::ParameterSet;
use crate::product_files::venus_system::{
    CarriedElements, ImageCorners, ImageDirection, ImageGeometry, PrivateData, SampleKind, SystemBand,
    SystemIdentifier, SystemInstance, SystemLevel, SystemProduct,
};
use crate::simulation::scene_kinds::SceneSensor;
use crate::units::Angle;

use super::line_dates::LineDates;
use super::natural::Natural;
use super::plan::BandStages;
use super::private_figures::fill;
use super::{SceneFile, SimulateRequest};

/// An L0 product with pre- and post-scan columns, marked as synthetic. What the scenes of known radiance do not have (a place, an orbit, an
/// attitude) stands there as the settings or as not known, and the notes say so.
///
/// # Errors
/// [`OperationError::Usage`] for a moment that is none; [`OperationError::Model`] for dates that no header holds, and for a band that the instrument
/// does not have.
pub(super) fn description(
    request: &SimulateRequest,
    file: &SceneFile,
    set: &ParameterSet,
    instrument: &InstrumentModel,
    sensor: &SceneSensor,
    bands: &BandStages,
    natural: Option<&Natural>,
) -> Result<SystemProduct, OperationError> {
    let own = &file.acquisition;
    let dates = match natural {
        Some(natural) => natural.line_dates(),
        None => own.line_dates(set.manifest.settings.line_time_us, request.lines)?,
    };
    let [start, end] = dates.period()?;
    let date: String = start.to_string().chars().take(10).filter(|sign| *sign != '-').collect();
    let identifier = SystemIdentifier {
        class: own.class.clone(),
        instance: SystemInstance::OfSite {
            level: SystemLevel::L0Extended,
            synthetic: true,
            site: own.site.clone(),
            date,
        },
    };
    let raw = SystemIdentifier {
        class: own.class.clone(),
        instance: SystemInstance::Inventoried {
            orbit: own.orbit,
            data_element: format!("VEN_KRN_{:05}_00001_0", own.orbit),
        },
    };
    let mut private = PrivateData::unfilled(&own.class, Some(raw));
    if let Some(natural) = natural {
        fill(&mut private, natural)?;
    }
    private.line_intervals =
        bands.iter().map(|(band, _)| (band.clone(), [0, request.lines.saturating_sub(1) as u64])).collect();
    let camera = &instrument.camera;
    Ok(SystemProduct {
        identifier,
        site: format!("VE_{}_MPL_SITDEF_S_{}", own.class, own.site),
        acquisition: start,
        period: [start, end],
        // Not the clock: the same request gives the same bytes.
        processed: end,
        orbit: own.orbit,
        bands: system_bands(instrument, bands, &dates)?,
        settings: set.manifest.settings.clone(),
        lines: sensor.lines,
        pre_scan: camera.pre_scan_columns.value,
        useful_columns: sensor.columns,
        post_scan: camera.post_scan_columns.value,
        samples: SampleKind::Counts { significant_bits: camera.significant_bits.value },
        geometry: geometry(file, instrument, natural)?,
        private,
        flags: BTreeMap::new(),
        quality_indexes: Vec::new(),
        parameter_files: Vec::new(),
        elevation_model: None,
        cloud_percentage: None,
        synthetic: true,
        notes: format!(
            "made by viq simulate {}, seed {}, parameter set {} version {}; {}",
            request.kind,
            request.seed,
            set.manifest.name,
            set.manifest.version,
            match natural {
                Some(_) => "directions are those of the middle of the image",
                None => "place, orbit and attitude are not simulated",
            }
        ),
        carried: CarriedElements::default(),
    })
}

fn system_bands(
    instrument: &InstrumentModel,
    bands: &BandStages,
    dates: &LineDates,
) -> Result<Vec<SystemBand>, OperationError> {
    let datation = dates.datation()?;
    let of_band = |(name, tdi): &(String, crate::instrument::TdiStages)| {
        let model = instrument.band(name).ok_or_else(|| OperationError::Model {
            message: format!("instrument {}: needs the band {name} of the parameter set, has none", instrument.name),
        })?;
        Ok(SystemBand {
            name: name.clone(),
            centre_nm: model.centre_nm.round() as u32,
            tdi: *tdi,
            datation,
            ak: None,
            polarisation_coefficient: None,
        })
    };
    bands.iter().map(of_band).collect()
}

/// The Sun of the settings; views as from straight above, inclined by nothing but each unit's place in the focal plane.
fn geometry(
    file: &SceneFile,
    instrument: &InstrumentModel,
    natural: Option<&Natural>,
) -> Result<ImageGeometry, OperationError> {
    if let Some((natural, sun)) = natural.and_then(|natural| Some((natural, natural.sun()?))) {
        return Ok(ImageGeometry {
            places_deg: ImageCorners::same(natural.place_deg()),
            sun: ImageCorners::same(sun),
            views: natural.views(instrument),
            sampling_m: natural.sampling_m()?,
            in_satellite_frame_deg: None,
        });
    }
    let direction = |zenith, azimuth| ImageCorners::same(ImageDirection { zenith, azimuth });
    let mut views = BTreeMap::new();
    for band in &instrument.bands {
        let forward = instrument.focal_plane.forward_mm(&band.name).ok_or_else(|| OperationError::Model {
            message: format!(
                "instrument {}: needs a place of {} in its focal plane, has none",
                instrument.name, band.name
            ),
        })? * 1e-3;
        let tangent = forward / instrument.camera.focal_length_m.value;
        // A flight southwards: what looks forward is seen from the north.
        let azimuth = if tangent < 0.0 { Angle::from_degrees(180.0) } else { Angle::from_degrees(0.0) };
        let zenith = Angle::from_radians(tangent.abs().atan());
        views.entry(band.detector_unit).or_insert_with(|| direction(zenith, azimuth));
    }
    Ok(ImageGeometry {
        places_deg: ImageCorners::same(file.acquisition.place_deg),
        sun: direction(
            Angle::from_degrees(file.illumination.sun_zenith_deg),
            Angle::from_degrees(file.acquisition.sun_azimuth_deg),
        ),
        views,
        sampling_m: [nominal_sampling_m(instrument)?; 2],
        in_satellite_frame_deg: None,
    })
}

/// What a detector sees on the ground at nadir in the mission's nominal phase, metres.
fn nominal_sampling_m(instrument: &InstrumentModel) -> Result<f64, OperationError> {
    let phase = instrument.orbit_phase(&instrument.nominal_phase).ok_or_else(|| OperationError::Model {
        message: format!(
            "instrument {}: needs its nominal phase {}, has none of that name",
            instrument.name, instrument.nominal_phase
        ),
    })?;
    Ok(phase.ground_sampling_m(&instrument.camera))
}
