//! From the sites of all cells to the figures of each band.

use super::choice::{Choice, choose, floors, of_band, order_by_scene};
use super::radiance::Illumination;
use super::sites::{BandSite, LEAST_VALID, NoiseSample, Site};
use super::spectra::SITE_SIDE;
use crate::estimation::{jackknife_uncertainty, median};
use crate::instrument::{InstrumentModel, SpectralBand};
use crate::measurement::{Measurement, Outcome, Subject};
use crate::units::Estimate;

/// Variance that rounding to whole numbers adds to a pixel (Sheppard).
const ROUNDING_VARIANCE: f64 = 1.0 / 12.0;
/// An estimate that scene may change by more than this is none.
const LARGEST_SCENE_UNCERTAINTY: f64 = 0.5;
/// A single site further than this share from the median (five standard deviations) does not count in full.
const FARTHEST_SITE: f64 = 0.65;
/// Groups of neighbouring sites that are left out in turn.
const GROUPS: usize = 20;

/// What is known beside the samples.
#[derive(Debug, Clone, Copy)]
pub struct NoiseContext<'a> {
    /// Bands in the order of the raster.
    pub bands: &'a [SpectralBand],
    /// The instrument: solar irradiances.
    pub instrument: &'a InstrumentModel,
    /// How the scene was lit, where the product says so.
    pub illumination: Option<Illumination>,
    /// Pixels of the sensor in one delivered pixel along lines and columns; one where the noise is wanted per delivered pixel.
    pub sensor_pixels_per_pixel: [f64; 2],
    /// Distance between sites ([`super::NoiseSampler::stride`]).
    pub stride: usize,
}

/// Figures of all bands: `noise`, `noise_as_delivered`, `noise_correlation_line`, `noise_correlation_column`, `snr`, `snr_radiance`,
/// from the samples of all cells in the order of the cells.
pub fn conclude(samples: impl IntoIterator<Item = NoiseSample>, context: &NoiseContext<'_>) -> Vec<Measurement> {
    let (mut sites, mut tried) = (Vec::new(), 0);
    for sample in samples {
        tried += sample.sites_tried;
        sites.extend(sample.sites);
    }
    let floors = floors(&sites, context.bands.len());
    let mut measurements = Vec::with_capacity(6 * context.bands.len());
    for (index, band) in context.bands.iter().enumerate() {
        let result = measure_band(&sites, tried, index, &floors, context);
        measurements.extend(figures_of_band(band, result, context));
    }
    measurements
}

/// Figures of one band in codes.
struct BandNoise {
    noise: [f64; 2],
    as_delivered: [f64; 2],
    correlation_line: [f64; 2],
    correlation_column: [f64; 2],
    signal: f64,
    signal_uncertainty: f64,
    n: u64,
    population: String,
    method: String,
}

fn measure_band(
    sites: &[Site],
    tried: u64,
    band: usize,
    floors: &[f64],
    context: &NoiseContext<'_>,
) -> Result<BandNoise, String> {
    let present = of_band(sites, band).count();
    if tried == 0 {
        return Err(format!("the image holds no window of {SITE_SIDE} × {SITE_SIDE} pixels"));
    }
    if present == 0 {
        return Err(format!(
            "none of {tried} windows of {SITE_SIDE} × {SITE_SIDE} pixels has {:.0} % of valid samples",
            100.0 * LEAST_VALID
        ));
    }
    let order = order_by_scene(sites, band, floors);
    if order.is_empty() {
        return Err(format!("constant: no sample varies in any of {present} windows"));
    }
    let choice = choose(sites, &order, band, context.stride).ok_or_else(|| {
        "what varies in this band is contained in the other bands: no noise of its own is left".to_owned()
    })?;
    if choice.scene > LARGEST_SCENE_UNCERTAINTY {
        return Err(format!(
            "no homogeneous window: even where the scene is calmest its low frequencies carry {:.0} times the power that was read as noise, \
             and what it may add to the noise is {:.0} % of it",
            choice.scene_over_noise,
            100.0 * choice.scene
        ));
    }
    conclude_band(sites, tried, band, &choice, context)
}

/// Sums over sites from which the figures follow; they add up and come apart.
#[derive(Clone, Copy, Default)]
struct Sums {
    n: f64,
    unique: f64,
    shape: [f64; 4],
}

impl Sums {
    fn add(&mut self, site: &BandSite, limits: [f64; 2]) {
        self.n += 1.0;
        self.unique += f64::from(site.unique_density).clamp(limits[0], limits[1]);
        for (sum, value) in self.shape.iter_mut().zip(site.shape) {
            *sum += f64::from(value);
        }
    }

    fn without(mut self, other: &Self) -> Self {
        self.n -= other.n;
        self.unique -= other.unique;
        for (sum, value) in self.shape.iter_mut().zip(other.shape) {
            *sum -= value;
        }
        self
    }

    /// Density of the noise, variance of a delivered pixel, correlation with the next line and with the next column.
    fn figures(&self) -> [f64; 4] {
        let density = self.unique / self.n;
        let [read, variance, line, column] = self.shape;
        [density / passed_where_read(variance / read), density * variance / read, line / variance, column / variance]
    }
}

/// Power that a resampling kernel passes where the density is read, from the share of the variance that it passes in all.
///
/// A straight line through the values of Keys' cubic convolution (a = −½) at all sub-pixel phases, right within 0.2 %; a Lanczos kernel passes up to
/// 3 % more than this, linear interpolation 14 % less.
fn passed_where_read(variance_over_density: f64) -> f64 {
    1.0 - 0.0555 * (1.0 - variance_over_density.clamp(0.3, 1.0))
}

fn conclude_band(
    sites: &[Site],
    tried: u64,
    band: usize,
    choice: &Choice,
    context: &NoiseContext<'_>,
) -> Result<BandNoise, String> {
    let chosen: Vec<BandSite> = choice.sites.iter().filter_map(|&place| sites[place].bands[band]).collect();
    let mut densities: Vec<f64> = chosen.iter().map(|site| f64::from(site.unique_density)).collect();
    let middle = median(&mut densities);
    let limits = [(1.0 - FARTHEST_SITE) * middle, (1.0 + FARTHEST_SITE) * middle];
    let mut total = Sums::default();
    // Neighbouring sites see the same ground: they are left out together. The order of places is the order of the image.
    let mut by_place: Vec<(usize, BandSite)> = choice.sites.iter().copied().zip(chosen.iter().copied()).collect();
    by_place.sort_by_key(|(place, _)| *place);
    let group_size = by_place.len().div_ceil(GROUPS).max(1);
    let mut groups = Vec::new();
    for members in by_place.chunks(group_size) {
        let mut group = Sums::default();
        for (_, site) in members {
            group.add(site, limits);
            total.add(site, limits);
        }
        groups.push(group);
    }
    let figures = total.figures();
    let left_out: Vec<[f64; 4]> = groups.iter().map(|group| total.without(group).figures()).collect();
    let spread = |figure: usize| {
        let values: Vec<f64> = left_out.iter().map(|figures| figures[figure]).collect();
        jackknife_uncertainty(&values).unwrap_or(0.0)
    };
    let rounded = chosen.iter().all(|site| site.whole_numbers);
    let [scale_line, scale_column] = context.sensor_pixels_per_pixel;
    let density = figures[0] - if rounded { ROUNDING_VARIANCE } else { 0.0 };
    // A fifth of the rounding's own variance is about what separates noise from rounding with the usual number of sites.
    if density <= 0.2 * ROUNDING_VARIANCE && rounded {
        return Err("the noise is hidden below the rounding to whole codes".to_owned());
    }
    if !(density > 0.0 && figures.iter().all(|figure| figure.is_finite())) {
        return Err("what varies in this band is contained in the other bands: no noise of its own is left".to_owned());
    }
    // Relative, of a standard deviation: half of that of the variance.
    let statistical = (0.5 * spread(0) / figures[0]).max(choice.statistical);
    // The kernel is not known for sure: half of what was corrected for it.
    let kernel = 0.25 * (1.0 - passed_where_read(total.shape[1] / total.shape[0]));
    let relative = statistical.hypot(choice.scene).hypot(kernel) * figures[0] / density;
    let noise = (density * scale_line * scale_column).sqrt();
    let as_delivered = figures[1].sqrt();
    let spread_delivered = (0.5 * spread(1) / figures[1]).max(choice.statistical).hypot(choice.scene);
    let correlation = |figure: usize| [figures[figure], spread(figure).max(choice.statistical)];
    let count = chosen.len() as f64;
    let signal = chosen.iter().map(|site| f64::from(site.mean)).sum::<f64>() / count;
    let squares: f64 = chosen.iter().map(|site| (f64::from(site.mean) - signal).powi(2)).sum();
    let signal_uncertainty = (squares / (count * (count - 1.0).max(1.0))).sqrt();
    Ok(BandNoise {
        noise: [noise, noise * relative],
        as_delivered: [as_delivered, as_delivered * spread_delivered],
        correlation_line: correlation(2),
        correlation_column: correlation(3),
        signal,
        signal_uncertainty,
        n: chosen.len() as u64,
        population: format!(
            "windows of {SITE_SIDE} × {SITE_SIDE} pixels, of {tried} those where the scene is calmest, valid samples only; L1 pixels"
        ),
        method: method(choice, rounded, context),
    })
}

fn method(choice: &Choice, rounded: bool, context: &NoiseContext<'_>) -> String {
    let [line, column] = context.sensor_pixels_per_pixel;
    let white = if (line - 1.0).abs() > 1e-9 || (column - 1.0).abs() > 1e-9 {
        format!("for pixels of the sensor, of which {line:.3} × {column:.3} make one delivered pixel")
    } else {
        "for a white noise per delivered pixel".to_owned()
    };
    let mut parts = vec![
        "L1 figure: square root of the noise power density at zero frequency, which resampling does not change"
            .to_owned(),
        white,
    ];
    if rounded {
        parts.push("rounding to whole codes taken out".to_owned());
    }
    if choice.scene > choice.statistical {
        let percent = 100.0 * choice.scene;
        parts.push(format!(
            "no window without scene: what the bands have in common was taken out, which leaves an uncertainty of {percent:.0} %"
        ));
    }
    parts.join("; ")
}

fn figures_of_band(
    band: &SpectralBand,
    result: Result<BandNoise, String>,
    context: &NoiseContext<'_>,
) -> Vec<Measurement> {
    let (unit, per_code) = match band.reflectance_per_code {
        Some(reflectance) => ("reflectance", reflectance),
        None => ("code", 1.0),
    };
    let metrics = [
        ("noise", unit),
        ("noise_as_delivered", unit),
        ("noise_correlation_line", "1"),
        ("noise_correlation_column", "1"),
        ("snr", "1"),
        ("snr_radiance", "W m-2 sr-1 um-1"),
    ];
    let measurement = |(metric, unit): (&str, &str), population: &str, method: String, outcome: Outcome| Measurement {
        metric: metric.to_owned(),
        subject: Subject::Band(band.name.clone()),
        unit: unit.to_owned(),
        population: population.to_owned(),
        method,
        outcome,
    };
    let noise = match result {
        Ok(noise) => noise,
        Err(reason) => {
            let outcome = Outcome::NotMeasurable { reason };
            return metrics.map(|metric| measurement(metric, "", String::new(), outcome.clone())).to_vec();
        }
    };
    let measured = |[value, uncertainty]: [f64; 2]| Outcome::Measured {
        estimate: Estimate::approximate(value, uncertainty, noise.n),
    };
    let scaled = |[value, uncertainty]: [f64; 2]| measured([value * per_code, uncertainty * per_code]);
    let snr = noise.signal / noise.noise[0];
    let snr_outcome = if noise.signal > 0.0 {
        measured([snr, snr * noise.noise[1] / noise.noise[0]])
    } else {
        Outcome::NotMeasurable { reason: format!("the mean signal is {:.1} codes", noise.signal) }
    };
    let (radiance, radiance_method) = radiance(band, noise.signal, context);
    let plain = "L1 figure: standard deviation of a delivered pixel without scene".to_owned();
    let lag = "L1 figure: correlation of the noise of neighbouring delivered pixels".to_owned();
    let snr_method = format!("{}; at the mean signal of the windows, {:.1} codes", noise.method, noise.signal);
    let outcomes = [
        (noise.method.clone(), scaled(noise.noise)),
        (plain, scaled(noise.as_delivered)),
        (lag.clone(), measured(noise.correlation_line)),
        (lag, measured(noise.correlation_column)),
        (snr_method, snr_outcome),
        (
            radiance_method,
            radiance.map_or_else(
                |reason| Outcome::NotMeasurable { reason },
                |value| measured([value, value * noise.signal_uncertainty / noise.signal]),
            ),
        ),
    ];
    metrics
        .into_iter()
        .zip(outcomes)
        .map(|(metric, (method, outcome))| measurement(metric, &noise.population, method, outcome))
        .collect()
}

/// Radiance at which the signal-to-noise ratio holds, and where its solar irradiance comes from.
fn radiance(band: &SpectralBand, signal: f64, context: &NoiseContext<'_>) -> (Result<f64, String>, String) {
    let value = || {
        let reflectance = signal * band.reflectance_per_code.ok_or("the raster holds no reflectance")?;
        let light = context.illumination.ok_or("the product does not state the Sun's zenith angle and the date")?;
        let irradiance = context
            .instrument
            .band(&band.name)
            .ok_or_else(|| format!("no solar irradiance is known for band {}", band.name))?
            .solar_irradiance_w_m2_um;
        let one = light.radiance_of_reflectance_one(irradiance).ok_or("the Sun stood below the horizon")?;
        Ok::<f64, String>(reflectance * one)
    };
    let source = &context.instrument.bands_source.solar_irradiance_w_m2_um;
    (
        value(),
        format!(
            "mean signal of the windows as radiance; the uncertainty is that of the mean alone; solar irradiance {}: {}",
            source.sureness, source.source
        ),
    )
}
