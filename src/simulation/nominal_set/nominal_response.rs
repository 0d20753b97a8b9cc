//! The figures that a nominal set is made from: `nominal_response.toml`.

use serde::Deserialize;

use crate::instrument::radiometry::{ProcessingParameters, ReflectanceParameters};
use crate::instrument::{Checked, Figure, FigureSource, InstrumentModelError, Sureness, from_toml};

const BUILT_IN: &str = include_str!("../../../calibration-models/venus/nominal_response.toml");

/// Dark signal. Counts at the nominal codes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalDark {
    /// Offset common to all columns, for an instrument whose model has no `[code_model]` to say it.
    pub offset_counts: Option<Figure<f64>>,
    /// Spread of the offsets of columns.
    pub column_spread_counts: Figure<f64>,
    /// By how much odd columns lie above even ones.
    pub odd_even_counts: Figure<f64>,
    /// By how much the right half lies above the left.
    pub half_step_counts: Figure<f64>,
    /// Dark current of one row, counts a millisecond.
    pub current_counts_per_ms_per_stage: Figure<f64>,
    /// Spread of the currents of columns, relative.
    pub current_spread_relative: Figure<f64>,
}

/// Two slopes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalEqualisation {
    /// Spread of the sensitivities that all numbers of stages share, relative.
    pub spread_relative: Figure<f64>,
    /// Spread of the sensitivities of one row, relative; divided by the root of the stages.
    pub stage_spread_relative: Figure<f64>,
    /// Amplitude of a slow wave over the array, relative.
    pub smooth_relative: Figure<f64>,
    /// Knee, counts above the dark signal.
    pub knee_counts: Figure<f64>,
    /// Spread of the knees.
    pub knee_spread_counts: Figure<f64>,
    /// a2/a1 − 1 for coefficients that multiply.
    pub slope_change_relative: Figure<f64>,
    /// Its spread.
    pub slope_change_spread_relative: Figure<f64>,
}

/// Spikes.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalSpikes {
    /// How many a band has.
    pub per_band: Figure<usize>,
    /// Count above the dark signal beyond which the excess is constant.
    pub threshold_counts: Figure<f64>,
    /// Its spread.
    pub threshold_spread_counts: Figure<f64>,
    /// The excess beyond the threshold.
    pub excess_counts: Figure<f64>,
    /// Its spread.
    pub excess_spread_counts: Figure<f64>,
}

/// Lengths of the runs of detectors out of order that a band has.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalDefects {
    /// Blind ones.
    pub blind_runs: Figure<Vec<usize>>,
    /// Noisy ones.
    pub noisy_runs: Figure<Vec<usize>>,
    /// Under a hole of their filter.
    pub filter_hole_runs: Figure<Vec<usize>>,
}

/// Noise.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalNoise {
    /// Variance without light, counts².
    pub dark_variance_counts2: Figure<f64>,
    /// Variance by count of signal.
    pub variance_counts2_per_count: Figure<f64>,
}

/// Remanence.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalRemanence {
    /// Share of a small count that is left in the next line.
    pub share_relative: Figure<f64>,
    /// That share at the greatest code, over that of small counts.
    pub share_at_greatest_code_ratio: Figure<f64>,
    /// By how much the right half leaves more than the left.
    pub half_difference_relative: Figure<f64>,
}

/// Local stray light (type 1).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalStrayLight {
    /// Share s of the light in the halo.
    pub share_relative: Figure<f64>,
    /// Core of the halo's Moffat function, pixels.
    pub core_radius_px: Figure<f64>,
    /// Exponent of the halo's Moffat function.
    pub exponent: Figure<f64>,
    /// Where the halo ends, pixels.
    pub reach_px: Figure<usize>,
    /// Share of the light in the ghost.
    pub ghost_share_relative: Figure<f64>,
    /// Radius of the ghost, pixels (its Gaussian's standard deviation).
    pub ghost_radius_px: Figure<f64>,
    /// Lines by which the ghost is displaced, by range of columns.
    pub ghost_lines_px: Figure<Vec<i64>>,
    /// Columns by which the ghost is displaced, by range of columns.
    pub ghost_columns_px: Figure<Vec<i64>>,
}

/// Cross-talk (type 2).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalCrossTalk {
    /// Share of each source's light, at most two; as many sources as other bands the detector unit has.
    pub share_relative: Figure<Vec<f64>>,
    /// Spread of the shares of strips, relative.
    pub share_spread_relative: Figure<f64>,
    /// Core of the Moffat function, pixels.
    pub core_radius_px: Figure<f64>,
    /// Exponent of the Moffat function.
    pub exponent: Figure<f64>,
    /// Columns by which the source is displaced, by strip.
    pub shift_columns: Figure<Vec<i64>>,
}

/// Standard uncertainties of a set.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalUncertainty {
    /// Of the dark signal of a column, counts.
    pub dark_counts: Figure<f64>,
    /// Of the slopes of a column.
    pub slopes_relative: Figure<f64>,
    /// Of the gain of a band.
    pub gain_relative: Figure<f64>,
    /// Of the solar irradiance of a band.
    pub solar_irradiance_relative: Figure<f64>,
}

/// Parameters of the chain with where they come from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcedParameters<T> {
    /// Where they come from.
    pub source: String,
    /// How well they are known.
    pub sureness: Sureness,
    /// The parameters.
    pub parameters: T,
}

/// Sources of the figures of the bands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalBandSources {
    /// Of the gains.
    pub gain_counts_per_radiance: FigureSource,
    /// Of the polarisation ratios.
    pub polarisation_ratio: FigureSource,
    /// Of the polarisation angles.
    pub polarisation_angle_deg: FigureSource,
}

/// One band.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalBand {
    /// Its name.
    pub name: String,
    /// Ak at the nominal number of stages, line time and codes: counts per W·m⁻²·sr⁻¹·µm⁻¹.
    pub gain_counts_per_radiance: f64,
    /// Sensitivity to polarised light.
    pub polarisation_ratio: f64,
    /// Its angle, degrees.
    pub polarisation_angle_deg: f64,
    /// Share of its light in the halo, where it is another than that of all bands.
    pub stray_light_share_relative: Option<f64>,
}

/// What a nominal set is made from.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NominalResponse {
    /// Dark signal.
    pub dark: NominalDark,
    /// Two slopes.
    pub equalisation: NominalEqualisation,
    /// Spikes.
    pub spikes: NominalSpikes,
    /// Detectors out of order.
    pub defects: NominalDefects,
    /// Noise.
    pub noise: NominalNoise,
    /// Remanence.
    pub remanence: NominalRemanence,
    /// Local stray light.
    pub stray_light: NominalStrayLight,
    /// Cross-talk.
    pub cross_talk: NominalCrossTalk,
    /// Uncertainties.
    pub uncertainty: NominalUncertainty,
    /// From radiance to reflectance.
    pub reflectance: SourcedParameters<ReflectanceParameters>,
    /// How the chain is run.
    pub processing: SourcedParameters<ProcessingParameters>,
    /// Where the figures of the bands come from.
    pub bands_source: NominalBandSources,
    /// The bands.
    #[serde(rename = "band")]
    pub bands: Vec<NominalBand>,
}

impl NominalResponse {
    /// That of the instrument that the program carries (VENµS).
    ///
    /// # Errors
    /// [`InstrumentModelError`] when the program was built with an unusable file.
    pub fn built_in() -> Result<Self, InstrumentModelError> {
        Self::parse("calibration-models/venus/nominal_response.toml", BUILT_IN)
    }

    /// Reads the text of a `nominal_response.toml`; `file` names it in errors.
    ///
    /// # Errors
    /// [`InstrumentModelError`] for a text that is no such file and for figures that no instrument can have.
    pub fn parse(file: &str, text: &str) -> Result<Self, InstrumentModelError> {
        let response: Self = from_toml(file, text)?;
        response.check_detectors(file)?;
        response.check_stray_light(file)?;
        for (index, band) in response.bands.iter().enumerate() {
            let place = format!("band {}", band.name);
            let here = Checked::new(file, &place);
            let is_new = response.bands[..index].iter().all(|other| other.name != band.name);
            here.holds("name", is_new, "a name of its own", format!("\"{}\" twice", band.name))?;
            here.above_zero("gain_counts_per_radiance", band.gain_counts_per_radiance)?;
            here.between("polarisation_ratio", band.polarisation_ratio, 0.0, 1.0)?;
            here.between("polarisation_angle_deg", band.polarisation_angle_deg, 0.0, 180.0)?;
            if let Some(share) = band.stray_light_share_relative {
                here.between("stray_light_share_relative", share, 0.0, 0.3)?;
            }
        }
        Ok(response)
    }

    /// A band by its name.
    pub fn band(&self, name: &str) -> Option<&NominalBand> {
        self.bands.iter().find(|band| band.name == name)
    }

    /// Share of a band's light in the halo.
    pub fn halo_share(&self, band: &NominalBand) -> f64 {
        band.stray_light_share_relative.unwrap_or(self.stray_light.share_relative.value)
    }

    fn check_detectors(&self, file: &str) -> Result<(), InstrumentModelError> {
        let (dark, slopes, spikes) = (&self.dark, &self.equalisation, &self.spikes);
        let here = Checked::new(file, "table dark");
        if let Some(offset) = &dark.offset_counts {
            here.between("offset_counts", offset.value, 0.0, 65535.0)?;
        }
        here.between("column_spread_counts", dark.column_spread_counts.value, 0.0, 1e4)?;
        here.between("odd_even_counts", dark.odd_even_counts.value, 0.0, 1e4)?;
        here.between("half_step_counts", dark.half_step_counts.value, 0.0, 1e4)?;
        here.between("current_counts_per_ms_per_stage", dark.current_counts_per_ms_per_stage.value, 0.0, 1e4)?;
        // Four spreads must not turn a current, a slope or a knee negative.
        here.between("current_spread_relative", dark.current_spread_relative.value, 0.0, 0.24)?;
        let here = Checked::new(file, "table equalisation");
        here.between("spread_relative", slopes.spread_relative.value, 0.0, 0.1)?;
        here.between("stage_spread_relative", slopes.stage_spread_relative.value, 0.0, 0.1)?;
        here.between("smooth_relative", slopes.smooth_relative.value, 0.0, 0.1)?;
        here.above_zero("knee_counts", slopes.knee_counts.value)?;
        here.between("knee_spread_counts", slopes.knee_spread_counts.value, 0.0, slopes.knee_counts.value / 4.0)?;
        here.between("slope_change_relative", slopes.slope_change_relative.value, -0.5, 0.5)?;
        here.between("slope_change_spread_relative", slopes.slope_change_spread_relative.value, 0.0, 0.1)?;
        let here = Checked::new(file, "table spikes");
        here.above_zero("threshold_counts", spikes.threshold_counts.value)?;
        let most = spikes.threshold_counts.value / 8.0;
        here.between("threshold_spread_counts", spikes.threshold_spread_counts.value, 0.0, most)?;
        // The corrected count must rise with the count: an excess below two thirds of the threshold.
        let least = spikes.threshold_counts.value - 4.0 * spikes.threshold_spread_counts.value;
        let (excess, spread) = (spikes.excess_counts.value, spikes.excess_spread_counts.value);
        here.between("excess_spread_counts", spread, 0.0, excess.max(0.0) / 4.0)?;
        here.between("excess_counts", excess, 0.0, 0.6 * least - 4.0 * spread)?;
        let here = Checked::new(file, "table noise");
        here.between("dark_variance_counts2", self.noise.dark_variance_counts2.value, 0.0, 1e8)?;
        here.between("variance_counts2_per_count", self.noise.variance_counts2_per_count.value, 0.0, 1e4)?;
        let here = Checked::new(file, "table remanence");
        here.between("share_relative", self.remanence.share_relative.value, 0.0, 0.5)?;
        here.between("share_at_greatest_code_ratio", self.remanence.share_at_greatest_code_ratio.value, 0.0, 2.0)?;
        here.between("half_difference_relative", self.remanence.half_difference_relative.value, -1.0, 1.0)?;
        let here = Checked::new(file, "table uncertainty");
        here.between("dark_counts", self.uncertainty.dark_counts.value, 0.0, 1e4)?;
        here.between("slopes_relative", self.uncertainty.slopes_relative.value, 0.0, 0.2)?;
        here.between("gain_relative", self.uncertainty.gain_relative.value, 0.0, 0.2)?;
        here.between("solar_irradiance_relative", self.uncertainty.solar_irradiance_relative.value, 0.0, 0.2)
    }

    fn check_stray_light(&self, file: &str) -> Result<(), InstrumentModelError> {
        let (halo, cross) = (&self.stray_light, &self.cross_talk);
        let here = Checked::new(file, "table stray_light");
        here.between("share_relative", halo.share_relative.value, 0.0, 0.3)?;
        here.between("ghost_share_relative", halo.ghost_share_relative.value, 0.0, 0.1)?;
        here.above_zero("core_radius_px", halo.core_radius_px.value)?;
        here.above_zero("exponent", halo.exponent.value)?;
        here.above_zero("ghost_radius_px", halo.ghost_radius_px.value)?;
        let reach = halo.reach_px.value;
        here.holds("reach_px", (1..=4096).contains(&reach), "1 to 4096 pixels", reach.to_string())?;
        let (lines, columns) = (&halo.ghost_lines_px.value, &halo.ghost_columns_px.value);
        let needed = format!("a displacement for each of {} ranges, at least one", columns.len());
        let is_even = lines.len() == columns.len() && !lines.is_empty();
        here.holds("ghost_lines_px", is_even, &needed, format!("{} displacements", lines.len()))?;
        for (what, displacements) in [("ghost_lines_px", lines), ("ghost_columns_px", columns)] {
            for displacement in displacements {
                let needed = format!("a ghost (out to five radii) inside of reach_px, {reach}");
                let fits = displacement.unsigned_abs() as f64 + 5.0 * halo.ghost_radius_px.value <= reach as f64;
                here.holds(what, fits, &needed, displacement.to_string())?;
            }
        }
        let here = Checked::new(file, "table cross_talk");
        let shares = &cross.share_relative.value;
        here.holds("share_relative", shares.len() <= 2, "at most two sources", format!("{}", shares.len()))?;
        for share in shares {
            here.between("share_relative", *share, 0.0, 0.1)?;
        }
        here.between("share_spread_relative", cross.share_spread_relative.value, 0.0, 0.24)?;
        here.above_zero("core_radius_px", cross.core_radius_px.value)?;
        here.above_zero("exponent", cross.exponent.value)?;
        here.holds("shift_columns", !cross.shift_columns.value.is_empty(), "at least one strip", "none")
    }
}
