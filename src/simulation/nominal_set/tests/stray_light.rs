//! The filters undo the kernels.

use super::instruments::{set_of, two_units, venus};
use crate::instrument::radiometry::FilterArray;
use crate::simulation::nominal_set::stray_light_truth;
use crate::supervision::Supervision;

/// Convolution of two filters by its definition, in double precision, on all samples where anything can be.
fn convolved(a: &FilterArray, b: &FilterArray) -> Vec<Vec<f64>> {
    let side = a.rows + b.rows - 1;
    let mut result = vec![vec![0.0; side]; side];
    for (at, one) in a.values.iter().enumerate().filter(|(_, value)| **value != 0.0) {
        for (place, two) in b.values.iter().enumerate() {
            let (line, column) = (at / a.columns + place / b.columns, at % a.columns + place % b.columns);
            result[line][column] += f64::from(*one) * f64::from(*two);
        }
    }
    result
}

#[test]
fn kernel_and_filter_together_leave_a_point_but_for_the_stated_truncation() {
    for (instrument, band) in [(venus(0), "B04"), (two_units(0), "red")] {
        let supervision = Supervision::unattended();
        let (description, nominal, settings) = &instrument;
        let truth = stray_light_truth(description, nominal, settings, band, &supervision).unwrap();
        let set = set_of(&instrument);
        let local = &set.band(band).unwrap().stray_light.local;
        assert_eq!(truth.local.len(), local.len());
        for (kernel, filter) in truth.local.iter().zip(local) {
            assert_eq!((kernel.columns, &kernel.correction), (filter.columns, &filter.filter));
            let sum: f64 = kernel.kernel.values.iter().map(|value| f64::from(*value)).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
            let mut left = convolved(&kernel.kernel, &kernel.correction);
            let middle = left.len() / 2;
            left[middle][middle] -= 1.0;
            let off: f64 = left.iter().flatten().map(|value| value.abs()).sum();
            // The kernel's own sum is one: the error of the filter bounds that of both; single precision adds its own.
            let bound = kernel.truncation_error + 1e-6;
            assert!(off <= bound, "{band}: {off}, stated {bound}");
            assert!(off > 0.2 * kernel.truncation_error, "{band}: {off} is far below what is stated, {bound}");
            assert!(kernel.truncation_error < 2e-3, "{}", kernel.truncation_error);
        }
    }
}

#[test]
fn ghosts_stand_where_the_figures_say() {
    // Reach 512 cut to 16: displacements of 90 lines and 240 columns become 2 and 7 (and 80 become 2).
    let (description, mut nominal, settings) = venus(0);
    nominal.stray_light.share_relative.value = 0.0;
    nominal.stray_light.ghost_radius_px.value = 0.5;
    let supervision = Supervision::unattended();
    let truth = stray_light_truth(&description, &nominal, &settings, "B01", &supervision).unwrap();
    for (local, column) in truth.local.iter().zip([-7_i64, -2, 2, 7]) {
        let mut values: Vec<(usize, f32)> = local.kernel.values.iter().copied().enumerate().collect();
        values.sort_by(|a, b| b.1.total_cmp(&a.1));
        assert_eq!((values[0].0, values[1].0 as i64), (16 * 33 + 16, (16 + 2) * 33 + 16 + column));
    }
}

#[test]
fn neighbouring_ranges_with_the_same_ghost_share_a_filter() {
    let mut instrument = venus(0);
    instrument.1.stray_light.ghost_columns_px.value = vec![-80, -80, 80, 80];
    let local = &set_of(&instrument).bands[0].stray_light.local;
    assert_eq!(local.iter().map(|local| local.columns.len()).collect::<Vec<_>>(), [2600, 2600]);
    instrument.1.stray_light.share_relative.value = 0.0;
    instrument.1.stray_light.ghost_share_relative.value = 0.0;
    assert!(set_of(&instrument).bands[0].stray_light.local.is_empty());
}

#[test]
fn cross_talk_comes_from_the_other_bands_of_the_unit() {
    let set = set_of(&venus(0));
    let sources = |name: &str| {
        let band = set.band(name).unwrap();
        band.stray_light.cross_talk.iter().map(|source| source.source_band.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        (sources("B06"), sources("B01")),
        (vec!["B03".to_owned(), "B04".to_owned()], vec!["B02".into(), "B05".into()])
    );
    let other = set_of(&two_units(0));
    assert!(other.band("near_infrared").unwrap().stray_light.cross_talk.is_empty());
    assert_eq!(other.band("green").unwrap().stray_light.cross_talk[0].source_band, "red");
}
