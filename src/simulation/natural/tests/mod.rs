//! A natural scene is what its parts say, pixel by pixel.

mod calibrated;
mod cost;
mod image;
mod oracle;
mod repeatability;

use super::*;
use crate::simulation::flight::{FlightSettings, PointingSettings};
use crate::simulation::scene::SceneSettings;
use crate::supervision::Cancelled;

fn table() -> EarthOrientationTable {
    EarthOrientationTable::shipped().unwrap()
}

fn venus() -> InstrumentModel {
    InstrumentModel::built_in().unwrap()
}

fn two_units() -> InstrumentModel {
    let text = include_str!("../../../../tests/instruments/two_units/instrument.toml");
    InstrumentModel::parse("tests/instruments/two_units/instrument.toml", text).unwrap()
}

fn scene_of(instrument: &InstrumentModel, settings: &NaturalSettings, lines: usize, seed: u64) -> NaturalScene {
    let members = EndMembers::built_in().unwrap();
    NaturalScene::new(instrument, &members, settings, lines, &CalibratedBands::default(), &table(), seed).unwrap()
}

fn everything() -> NaturalSettings {
    NaturalSettings { scene: SceneSettings::with_everything(), ..NaturalSettings::default() }
}

/// Every band read with one stage, so that a line has one moment.
fn one_stage(instrument: &InstrumentModel, settings: NaturalSettings) -> NaturalSettings {
    let tdi_stages = instrument.bands.iter().map(|band| (band.name.clone(), TdiStages(1))).collect();
    NaturalSettings { tdi_stages, ..settings }
}

fn image(scene: &NaturalScene, band: usize, lines: Range<i64>) -> Vec<f32> {
    let mut radiance = vec![0.0; (lines.end - lines.start) as usize * scene.columns()];
    scene.radiance(band, lines, &mut radiance, &Supervision::unattended()).unwrap();
    radiance
}

fn place_of_band(instrument: &InstrumentModel, name: &str) -> usize {
    instrument.bands.iter().position(|band| band.name == name).unwrap()
}
