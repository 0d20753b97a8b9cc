//! A set in a screenful: what it is, and between which values its coefficients lie.

use serde::Serialize;

use crate::instrument::TdiStages;
use crate::instrument::radiometry::ArrayResponse;
use crate::parameter_sets::{BandParameters, InstrumentSettings, ParameterSet, Provenance, SetState};
use crate::product_files::parameter_set_folder::SetLayout;
use crate::product_files::venus_parameters::FileForm;
use crate::units::UtcInstant;

/// Least, middle and greatest of some values; the middle of an even number is the mean of the two in the middle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Range {
    /// Least.
    pub least: f64,
    /// Median.
    pub median: f64,
    /// Greatest.
    pub greatest: f64,
}

impl Range {
    /// Of finite values; none where there are none.
    pub fn of(values: &[f64]) -> Option<Self> {
        let mut sorted = values.to_vec();
        sorted.sort_unstable_by(f64::total_cmp);
        let (least, greatest) = (*sorted.first()?, *sorted.last()?);
        let middle = sorted.len() / 2;
        let median = if sorted.len().is_multiple_of(2) {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        } else {
            sorted[middle]
        };
        Some(Self { least, median, greatest })
    }
}

/// One array at one number of TDI stages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ResponseSummary {
    /// Number of TDI stages.
    pub tdi: TdiStages,
    /// Dark signal, counts.
    pub dark_counts: Option<Range>,
    /// Detectors with a spike.
    pub n_spikes: usize,
    /// Slope below the knee.
    pub a1: Option<Range>,
    /// Slope above the knee.
    pub a2: Option<Range>,
    /// The knee, counts above the dark signal.
    pub knee_counts: Option<Range>,
    /// Ak, counts per W·m⁻²·sr⁻¹·µm⁻¹.
    pub gain: f64,
    /// A and B of the noise.
    pub noise: [f64; 2],
    /// Columns out of order.
    pub n_defective_columns: usize,
    /// Whether the set says how well this is known.
    pub has_uncertainty: bool,
    /// Whether the set has viewing directions for it.
    pub has_viewing_directions: bool,
}

/// One band.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BandSummary {
    /// Its name.
    pub band: String,
    /// By number of TDI stages.
    pub responses: Vec<ResponseSummary>,
    /// Ranges of columns with a remanence.
    pub n_remanence_functions: usize,
    /// Rows and columns of the filters of stray light type 1.
    pub local_filters: Vec<[usize; 2]>,
    /// Bands whose light is taken out of this one (type 2).
    pub cross_talk_sources: Vec<String>,
    /// Sensitivity to polarised light.
    pub polarisation_ratio: f64,
    /// Solar irradiance, W·m⁻²·µm⁻¹.
    pub solar_irradiance_w_m2_um: f64,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileSummary {
    /// Its path in the folder.
    pub path: String,
    /// Its SHA-256, which it was found to have.
    pub sha256: String,
}

/// A set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetSummary {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// Where it stands in its life.
    pub state: SetState,
    /// The instrument.
    pub instrument: String,
    /// First moment for which it holds; none for no bound.
    pub valid_from: Option<UtcInstant>,
    /// Last moment for which it holds; none for no bound.
    pub valid_to: Option<UtcInstant>,
    /// Settings of the instrument for which it was made.
    pub settings: InstrumentSettings,
    /// Where it comes from.
    pub provenance: Provenance,
    /// Whose rules its files keep.
    pub form: FileForm,
    /// Columns of an array.
    pub columns: usize,
    /// Its bands.
    pub bands: Vec<BandSummary>,
    /// Its files.
    pub files: Vec<FileSummary>,
}

impl SetSummary {
    /// Where it stands in its life, in a word.
    pub const fn state_word(&self) -> &'static str {
        match self.state {
            SetState::Draft => "draft",
            SetState::Candidate => "candidate",
            SetState::Approved => "approved",
        }
    }

    /// Whose rules its files keep, in words.
    pub const fn form_words(&self) -> &'static str {
        match self.form {
            FileForm::InterfaceDocument => "as the interface document has it",
            FileForm::AnyInstrument => "the same elements for another instrument, without a schema",
        }
    }

    /// Of a set that was read.
    pub(super) fn of(set: &ParameterSet, layout: &SetLayout) -> Self {
        let manifest = &set.manifest;
        let files = manifest.files.iter();
        Self {
            name: manifest.name.clone(),
            version: manifest.version,
            state: manifest.state,
            instrument: manifest.instrument.clone(),
            valid_from: manifest.validity[0],
            valid_to: manifest.validity[1],
            settings: manifest.settings.clone(),
            provenance: manifest.provenance.clone(),
            form: layout.form,
            columns: layout.columns,
            bands: set.bands.iter().map(band).collect(),
            files: files.map(|file| FileSummary { path: file.path.clone(), sha256: file.sha256.clone() }).collect(),
        }
    }
}

fn band(band: &BandParameters) -> BandSummary {
    let stray_light = &band.stray_light;
    BandSummary {
        band: band.band.clone(),
        responses: band.responses.iter().map(|(tdi, array)| response(band, *tdi, array)).collect(),
        n_remanence_functions: band.remanence.len(),
        local_filters: stray_light.local.iter().map(|local| [local.filter.rows, local.filter.columns]).collect(),
        cross_talk_sources: stray_light.cross_talk.iter().map(|source| source.source_band.clone()).collect(),
        polarisation_ratio: band.polarisation.ratio,
        solar_irradiance_w_m2_um: band.spectral.solar_irradiance_w_m2_um,
    }
}

fn response(band: &BandParameters, tdi: TdiStages, array: &ArrayResponse) -> ResponseSummary {
    ResponseSummary {
        tdi,
        dark_counts: Range::of(&array.dark.counts),
        n_spikes: array.dark.spikes.len(),
        a1: Range::of(&array.slopes.a1),
        a2: Range::of(&array.slopes.a2),
        knee_counts: Range::of(&array.slopes.knee),
        gain: array.gain,
        noise: [array.noise.a, array.noise.b],
        n_defective_columns: array.defects.iter().map(|defect| defect.columns.len()).sum(),
        has_uncertainty: band.uncertainties.contains_key(&tdi),
        has_viewing_directions: band.viewing_directions.contains_key(&tdi),
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn a_range_is_that_of_the_values_in_any_order() {
        assert_eq!(Range::of(&[]), None);
        assert_eq!(Range::of(&[2.0]), Some(Range { least: 2.0, median: 2.0, greatest: 2.0 }));
        assert_eq!(Range::of(&[5.0, -1.0, 2.0, 4.0]), Some(Range { least: -1.0, median: 3.0, greatest: 5.0 }));
    }
}
