//! All metrics of one product in one walk over its samples, and their verdicts.

use std::collections::BTreeMap;

use super::requirements::Requirements;
use crate::measurement::{Measurement, Verdict};
use crate::operations::error::OperationError;
use crate::performance::band_registration::{BandRegistration, WindowVector};
use crate::performance::noise::{self, Illumination, NoiseContext, NoiseSampler};
use crate::performance::walk;
use crate::product_files::{OpenProduct, Product};
use crate::reports::{RegistrationMap, TwinScatter, WindowShift};
use crate::supervision::Supervision;

/// What was found of one product.
pub(super) struct Measured {
    pub measurements: Vec<Measurement>,
    pub verdicts: Vec<Verdict>,
    pub twin_scatter: Option<TwinScatter>,
    pub registration_map: Option<RegistrationMap>,
    pub warnings: Vec<String>,
}

/// The settings that the figures depend on, in words.
pub(super) fn settings() -> BTreeMap<String, String> {
    [
        ("registration window", "64 × 64 px, Hann taper, frequencies below 0.35 cycles per pixel"),
        ("registration windows", "at most about 1200, evenly spread"),
        ("coverage factor of verdicts", "2"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into()
}

/// Measures and judges.
///
/// # Errors
/// [`OperationError`] when samples cannot be read or the user cancels.
pub(super) fn measure(
    open: &OpenProduct,
    requirements: &Requirements,
    supervision: &Supervision,
) -> Result<Measured, OperationError> {
    let product = &open.product;
    let raster = open.raster.as_ref();
    let registration = BandRegistration::new(raster.size());
    let noise = NoiseSampler::new(raster.size());
    let samples = walk(raster, supervision, |cell, tiles| {
        Ok((registration.sample(cell, tiles, supervision)?, noise.sample(cell, tiles)))
    })?;
    let (registration_samples, noise_samples): (Vec<_>, Vec<_>) = samples.into_iter().unzip();
    let registered = registration.conclude(&registration_samples, &product.bands, &product.views);
    let mut measurements = registered.measurements;
    measurements.extend(noise::conclude(
        noise_samples,
        &NoiseContext {
            bands: &product.bands,
            instrument: &requirements.instrument,
            illumination: illumination(product),
            sensor_pixels_per_pixel: [1.0, 1.0],
            stride: noise.stride(),
        },
    ));
    Ok(Measured {
        measurements,
        verdicts: Vec::new(),
        twin_scatter: None,
        registration_map: registration_map(&registered.twin_vectors),
        warnings: Vec::new(),
    })
}

fn illumination(product: &Product) -> Option<Illumination> {
    Some(Illumination { sun_zenith: product.sun?.zenith, acquisition: product.acquisition? })
}

fn registration_map(vectors: &[WindowVector]) -> Option<RegistrationMap> {
    let windows = vectors.iter().map(|vector| WindowShift {
        line: vector.centre[0],
        column: vector.centre[1],
        d_line: vector.shift[0],
        d_column: vector.shift[1],
        used: true,
    });
    let windows: Vec<WindowShift> = windows.collect();
    (!windows.is_empty()).then(|| RegistrationMap { a: "B05".to_owned(), b: "B06".to_owned(), windows })
}
