//! An acquisition with its truth, and what the chain makes of it.

use std::collections::BTreeMap;

use viq::imagery::Reasons;
use viq::instrument::{InstrumentDescription, TdiStages};
use viq::level1::uncertainty::UncertaintyModel;
use viq::level1::{
    BlockReasons, Chain, ChainRequest, ChainSettings, RawLayout, RawLines, Scene, ScenePolarisation, Step,
};
use viq::parameter_sets::{ColumnFigures, ParameterSet};
use viq::simulation::detection::{DefectBehaviour, Detection, DetectionSettings, ReadOut};
use viq::simulation::{NominalResponse, NominalSetSettings, RadianceSource, nominal_set};
use viq::supervision::Supervision;
use viq::units::UtcInstant;

use super::texture::Texture;

pub(super) const PRE_SCAN: usize = 16;

/// The nominal set of the instrument, with small filters of stray light.
pub(super) fn nominal(seed: u64, filter_sizes: [usize; 2]) -> ParameterSet {
    let instrument = InstrumentDescription::built_in().unwrap();
    let mut settings = NominalSetSettings::of(&instrument.model, seed).unwrap();
    [settings.local_filter_size, settings.cross_talk_filter_size] = filter_sizes;
    nominal_set(&instrument, &NominalResponse::built_in().unwrap(), &settings, &Supervision::unattended()).unwrap()
}

/// Every band with the stages that it is usually read with.
pub(super) fn stages() -> Vec<(String, TdiStages)> {
    let instrument = InstrumentDescription::built_in().unwrap();
    instrument.model.bands.iter().map(|band| (band.name.clone(), band.nominal_tdi_stages)).collect()
}

/// A scene that fills the range of a set's bands.
pub(super) fn texture(set: &ParameterSet, lines: usize) -> Texture {
    let bands = stages();
    let gain = |(band, tdi): &(String, TdiStages)| set.band(band).unwrap().responses[tdi].gain;
    let columns = set.bands[0].responses[&bands[0].1].slopes.columns();
    Texture { full_scale: bands.iter().map(|band| 1023.0 / gain(band)).collect(), lines, columns }
}

/// Counts of every band, all columns, of a scene taken by `set`.
pub(super) fn acquired(set: &ParameterSet, scene: &Texture, seed: u64, noise: bool) -> Vec<Vec<u16>> {
    let settings = DetectionSettings {
        seed,
        noise,
        stray_light: false,
        significant_bits: 10,
        read_out: ReadOut { pre_scan: PRE_SCAN, post_scan: 16, split_column: 2600 },
        defects: DefectBehaviour::default(),
        conventions: viq::instrument::radiometry::RadiometricConventions::default(),
    };
    let supervision = Supervision::unattended();
    let detection = Detection::new(set, &stages(), scene.columns(), settings, &supervision).unwrap();
    let mut counts = vec![Vec::new(); scene.bands()];
    let mut run = detection.begin(scene, &supervision).unwrap();
    while run.see(64, &supervision).unwrap().is_some() {
        while let Some(block) = run.read(&supervision).unwrap() {
            counts.iter_mut().zip(&block.counts).for_each(|(all, block)| all.extend_from_slice(block));
        }
    }
    counts
}

/// What the chain makes of counts.
pub(super) struct Corrected {
    /// Radiance by band, useful columns.
    pub(super) radiance: Vec<Vec<f32>>,
    /// Reasons by band.
    pub(super) reasons: Vec<Vec<Reasons>>,
    /// Its statement on uncertainty.
    pub(super) uncertainty: UncertaintyModel,
}

/// Corrects counts with a set, which need not be the one that made them. Stray light is left in, as the counts have none.
pub(super) fn corrected(set: &ParameterSet, scene: &Texture, counts: &[Vec<u16>]) -> Corrected {
    let bands: Vec<String> = stages().into_iter().map(|(band, _)| band).collect();
    let tdi: BTreeMap<String, TdiStages> = stages().into_iter().collect();
    let mut settings = ChainSettings::of_bits(10);
    settings.steps = settings.steps.without(Step::StrayLightType1).without(Step::StrayLightType2);
    let light = |band| {
        let polarisation = scene.polarisation(band);
        ScenePolarisation { degree: polarisation.degree, angle: polarisation.angle }
    };
    let described = Scene {
        acquisition: UtcInstant::parse("2020-03-01T08:34:37").unwrap(),
        sun: None,
        polarisation: bands.iter().enumerate().map(|(index, band)| (band.clone(), light(index))).collect(),
    };
    let request = ChainRequest { bands: &bands, tdi: &tdi, settings: &settings, scene: &described };
    let chain = Chain::prepare(set, request).unwrap();
    let pixels = scene.lines * scene.columns;
    let stride = counts[0].len() / scene.lines;
    let layout =
        RawLayout { stride, offset: PRE_SCAN, columns: scene.columns, first_column: 0, first_line: 0, context: 0 };
    let raw: Vec<RawLines<'_>> = counts.iter().map(|counts| RawLines::new(counts, layout, &[]).unwrap()).collect();
    let mut radiance = vec![vec![0.0; pixels]; bands.len()];
    let mut runs = vec![BlockReasons::default(); bands.len()];
    let mut values: Vec<&mut [f32]> = radiance.iter_mut().map(Vec::as_mut_slice).collect();
    chain.correct(&raw, &mut values, &mut runs, &Supervision::unattended()).unwrap();
    let reasons = runs.iter().map(|runs| {
        let mut dense = vec![Reasons::VALID; pixels];
        runs.fill(0, 0, scene.columns, &mut dense);
        dense
    });
    Corrected {
        reasons: reasons.collect(),
        uncertainty: UncertaintyModel::of(&chain, set, request, |_| ColumnFigures::Same(1.0)).unwrap(),
        radiance,
    }
}
