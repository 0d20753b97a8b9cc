//! The whole set of VENµS at its own size: filters of 1025 × 1025.

use crate::instrument::InstrumentDescription;
use crate::simulation::nominal_set::{NominalResponse, NominalSetSettings, nominal_set, stray_light_truth};
use crate::supervision::Supervision;

#[test]
#[ignore = "slow validation"]
fn the_whole_set_has_four_filters_a_band_that_undo_the_halo_to_the_stated_truncation() {
    let description = InstrumentDescription::built_in().unwrap();
    let nominal = NominalResponse::built_in().unwrap();
    let settings = NominalSetSettings::of(&description.model, 1).unwrap();
    let supervision = Supervision::unattended();
    let start = std::time::Instant::now();
    let set = nominal_set(&description, &nominal, &settings, &supervision).unwrap();
    println!("whole set: {:.2} s", start.elapsed().as_secs_f64());
    for band in &set.bands {
        assert_eq!(band.stray_light.local.len(), 4);
        assert!(band.stray_light.local.iter().all(|local| local.filter.values.len() == 1025 * 1025));
    }
    let truth = stray_light_truth(&description, &nominal, &settings, "B03", &supervision).unwrap();
    for local in &truth.local {
        println!("columns {:?}: truncation error {:.2e}", local.columns, local.truncation_error);
        assert!(local.truncation_error < 1e-4);
    }
    // Light of a uniform half plane seen by a point 10 pixels beyond its edge: some of the halo, less than all of it.
    let kernel = &truth.local[0].kernel;
    let beyond: f64 = kernel.values.chunks(1025).flat_map(|row| &row[522..]).map(|value| f64::from(*value)).sum();
    println!("light 10 px beyond an edge: {beyond:.4} of the step");
    assert!((0.002..0.015).contains(&beyond), "{beyond}");
}
