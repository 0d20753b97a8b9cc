//! A set drawn from the uncertainties that another set states of itself: what a closed loop is tried with.

use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution as _, StandardNormal};

use crate::instrument::TdiStages;
use crate::instrument::radiometry::ArrayResponse;
use crate::parameter_sets::{BandParameters, BandUncertainty, ColumnFigures, ParameterSet};

/// Why no set can be drawn.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("set {set}, uncertainty of band {band}, {tdi} TDI stages, {what}: needed {needed}, found {found}")]
pub struct DrawError {
    /// The set.
    pub set: String,
    /// The band.
    pub band: String,
    /// The number of stages.
    pub tdi: TdiStages,
    /// The figure.
    pub what: &'static str,
    /// What is needed.
    pub needed: String,
    /// What was found.
    pub found: String,
}

/// What a stream of chance is for.
#[derive(Clone, Copy)]
enum Purpose {
    Band = 0,
    Dark = 1,
    Slopes = 2,
}

/// A set whose dark signals, slopes, gains and solar irradiances are drawn from the normal laws that `set` states: its own figures in the middle, its
/// [`BandUncertainty`] as standard deviations. The same seed gives the same set; sets of different seeds are independent.
///
/// - Dark signal: by column, independent from column to column and from one number of stages to another. None falls below zero (a draw that would is zero).
/// - a1 and a2: one relative draw by column for both, independent in the same way; knees stay.
/// - Ak: one draw a band for all numbers of stages, times each one's own uncertainty.
/// - Solar irradiance: one draw a band, times the uncertainty at the smallest number of stages.
///
/// What has no stated uncertainty stays as it is. All else is that of `set`; the manifest says that the set is synthetic, and how it came about.
///
/// # Errors
/// [`DrawError`] for an uncertainty that is negative or no number, or a list that is shorter than the columns.
pub fn draw_set(set: &ParameterSet, seed: u64) -> Result<ParameterSet, DrawError> {
    let mut drawn = set.clone();
    for (index, band) in drawn.bands.iter_mut().enumerate() {
        draw_band(&set.manifest.name, band, seed, index)?;
    }
    let provenance = &mut drawn.manifest.provenance;
    provenance.sources = vec![format!("{} version {}", set.manifest.name, set.manifest.version)];
    provenance.method = format!("drawn from the uncertainties of {}, seed {seed}", set.manifest.name);
    provenance.synthetic = true;
    drawn.manifest.name = format!("{} drawn {seed}", set.manifest.name);
    drawn.manifest.state = crate::parameter_sets::SetState::Draft;
    // The files and checksums are those of the set that it was drawn from.
    drawn.manifest.files.clear();
    Ok(drawn)
}

fn draw_band(set: &str, band: &mut BandParameters, seed: u64, index: usize) -> Result<(), DrawError> {
    let mut of_band = stream(seed, Purpose::Band, index, TdiStages(0));
    let (gain, irradiance) = (normal(&mut of_band), normal(&mut of_band));
    let mut is_first = true;
    for (tdi, uncertainty) in &band.uncertainties {
        let Some(response) = band.responses.get_mut(tdi) else { continue };
        let refused = |what, needed: &str, found: String| DrawError {
            set: set.to_owned(),
            band: band.band.clone(),
            tdi: *tdi,
            what,
            needed: needed.to_owned(),
            found,
        };
        check(uncertainty, response, refused)?;
        draw_columns(response, uncertainty, seed, index, *tdi);
        response.gain *= 1.0 + uncertainty.gain_relative * gain;
        if is_first {
            band.spectral.solar_irradiance_w_m2_um *= 1.0 + uncertainty.solar_irradiance_relative * irradiance;
            is_first = false;
        }
    }
    Ok(())
}

fn draw_columns(response: &mut ArrayResponse, uncertainty: &BandUncertainty, seed: u64, index: usize, tdi: TdiStages) {
    let mut dark = stream(seed, Purpose::Dark, index, tdi);
    for (column, counts) in response.dark.counts.iter_mut().enumerate() {
        let sigma = uncertainty.dark_counts.of(column).unwrap_or(0.0);
        *counts = (*counts + sigma * normal(&mut dark)).max(0.0);
    }
    let mut slopes = stream(seed, Purpose::Slopes, index, tdi);
    for (column, (a1, a2)) in response.slopes.a1.iter_mut().zip(&mut response.slopes.a2).enumerate() {
        let factor = 1.0 + uncertainty.slopes_relative.of(column).unwrap_or(0.0) * normal(&mut slopes);
        *a1 *= factor;
        *a2 *= factor;
    }
}

fn check(
    uncertainty: &BandUncertainty,
    response: &ArrayResponse,
    refused: impl Fn(&'static str, &str, String) -> DrawError,
) -> Result<(), DrawError> {
    let fits = |figure: f64| figure.is_finite() && figure >= 0.0;
    let lists = [
        ("dark_counts", &uncertainty.dark_counts, response.dark.counts.len()),
        ("slopes_relative", &uncertainty.slopes_relative, response.slopes.columns()),
    ];
    for (what, figures, columns) in lists {
        match figures {
            ColumnFigures::Same(figure) if fits(*figure) => {}
            ColumnFigures::Same(figure) => {
                return Err(refused(what, "a number, not below zero", figure.to_string()));
            }
            ColumnFigures::ByColumn(list) => {
                if list.len() != columns {
                    return Err(refused(what, &format!("{columns} columns"), list.len().to_string()));
                }
                if let Some(column) = list.iter().position(|figure| !fits(*figure)) {
                    let found = format!("{} in column {column}", list[column]);
                    return Err(refused(what, "numbers, not below zero", found));
                }
            }
        }
    }
    let figures = [
        ("gain_relative", uncertainty.gain_relative),
        ("solar_irradiance_relative", uncertainty.solar_irradiance_relative),
    ];
    for (what, figure) in figures {
        if !fits(figure) {
            return Err(refused(what, "a number, not below zero", figure.to_string()));
        }
    }
    Ok(())
}

fn stream(seed: u64, purpose: Purpose, band: usize, tdi: TdiStages) -> ChaCha8Rng {
    let mut generator = ChaCha8Rng::seed_from_u64(seed);
    // Apart from the streams of a nominal set with the same seed.
    generator.set_stream(1 << 63 | (band as u64) << 16 | u64::from(tdi.0) << 8 | purpose as u64);
    generator
}

fn normal(generator: &mut ChaCha8Rng) -> f64 {
    StandardNormal.sample(generator)
}

#[cfg(test)]
mod tests;
