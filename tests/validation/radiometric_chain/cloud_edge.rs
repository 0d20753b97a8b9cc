//! Beside a cloud: light that strays by the true kernels, taken out by the set's filters.

use viq::imagery::convolution::Quality;
use viq::instrument::InstrumentDescription;
use viq::instrument::radiometry::{LocalFilter, StrayLight};
use viq::level1::stray_light::StrayLightCorrection;
use viq::simulation::scene_kinds::{SceneBand, SceneKind, SceneSensor, SceneSun};
use viq::simulation::stray_light::ForwardStrayLight;
use viq::simulation::{NominalResponse, NominalSetSettings, ScenePolarisation, nominal_set, stray_light_truth};
use viq::supervision::Supervision;

use super::figures::{Row, judge};

/// The three bands of a detector unit, whose light strays into each other.
const BANDS: [&str; 3] = ["B07", "B08", "B09"];

/// Pixels on either side of the edge that "at 10 px" and "elsewhere" leave out.
const NEAR_PX: f64 = 10.0;

fn residuals(lines: usize, filter_sizes: [usize; 2]) {
    let supervision =
        Supervision::new(Supervision::unattended().observer(), Supervision::unattended().cancellation(), 3 << 30);
    let instrument = InstrumentDescription::built_in().unwrap();
    let response = NominalResponse::built_in().unwrap();
    let mut settings = NominalSetSettings::of(&instrument.model, 3).unwrap();
    [settings.local_filter_size, settings.cross_talk_filter_size] = filter_sizes;
    let set = nominal_set(&instrument, &response, &settings, &supervision).unwrap();
    let columns = instrument.model.camera.columns.value;
    let sensor = SceneSensor {
        bands: BANDS.map(|name| band_of(name, &set)).to_vec(),
        lines,
        columns,
        illumination: SceneSun::default(),
        detector_angle: instrument.model.camera.detector_angle(),
    };
    let scene = SceneKind::from_word("cloud-edge").unwrap().scene(sensor, 1).unwrap();
    // Counts Z are in proportion to radiance: stray light does not know the difference.
    let wanted: Vec<Vec<f32>> = (0..BANDS.len())
        .map(|band| {
            let mut image = vec![0.0; lines * columns];
            scene.radiance(band, 0..lines as i64, &mut image, &supervision).unwrap();
            image
        })
        .collect();
    let spreading: Vec<StrayLight> = BANDS
        .iter()
        .map(|band| {
            let truth = stray_light_truth(&instrument, &response, &settings, band, &supervision).unwrap();
            let local = truth.local.into_iter();
            StrayLight {
                local: local.map(|local| LocalFilter { columns: local.columns, filter: local.kernel }).collect(),
                ..set.band(band).unwrap().stray_light.clone()
            }
        })
        .collect();
    let pairs: Vec<(&str, &StrayLight)> = BANDS.iter().copied().zip(&spreading).collect();
    let scenario = set.processing.stray_light;
    let forward = ForwardStrayLight::of_spreading(&pairs, columns, scenario, &supervision).unwrap();
    let strayed = forward.apply(&wanted, lines, &supervision).unwrap();
    let pairs: Vec<(&str, &StrayLight)> =
        BANDS.iter().map(|band| (*band, &set.band(band).unwrap().stray_light)).collect();
    let correction = StrayLightCorrection::new(&pairs, columns, scenario, Quality::Full, &supervision).unwrap();
    let found = correction.correct(&strayed, lines, &supervision).unwrap();
    let mut rows = Vec::new();
    for (band, name) in BANDS.iter().enumerate() {
        let step = f64::from(wanted[band][0] - wanted[band][columns - 1]);
        let edge = 0.5 * columns as f64 - 0.5;
        let (mut at_10, mut before, mut squares, mut n, mut n_10) = (0.0_f64, 0.0_f64, 0.0, 0_usize, 0_usize);
        for pixel in 0..lines * columns {
            let distance = ((pixel % columns) as f64 - edge).abs();
            let error = f64::from(found[band][pixel] - wanted[band][pixel]) / step;
            if (distance - NEAR_PX).abs() <= 0.5 {
                n_10 += 1;
                at_10 = at_10.max(error.abs());
                before = before.max((f64::from(strayed[band][pixel] - wanted[band][pixel]) / step).abs());
            } else if distance > NEAR_PX {
                n += 1;
                squares += error * error;
            }
        }
        let row = |case: &str, n, figure, bounds| Row { case: format!("{name} {case}"), n, figure, bounds };
        rows.push(row(
            "stray light at 10 px before correction, percent of the step",
            n_10,
            100.0 * before,
            [0.3, 10.0],
        ));
        rows.push(row("greatest residual at 10 px, percent of the step", n_10, 100.0 * at_10, [0.0, 0.3]));
        rows.push(row("residual elsewhere, rms in 1e-4 of the step", n, 1e4 * (squares / n as f64).sqrt(), [0.0, 1.0]));
    }
    judge(&rows);
}

fn band_of(name: &str, set: &viq::parameter_sets::ParameterSet) -> SceneBand {
    SceneBand {
        name: name.to_owned(),
        solar_irradiance_w_m2_um: set.band(name).unwrap().spectral.solar_irradiance_w_m2_um,
        full_scale_w_m2_sr_um: 600.0,
        polarisation: ScenePolarisation::NONE,
        optics_transfer_at_nyquist: [0.4, 0.4],
    }
}

#[test]
fn small_filters_take_out_what_their_kernels_spread_beside_a_cloud() {
    residuals(200, [129, 33]);
}

/// The filters of the nominal set, 1025 and 129 pixels wide.
#[test]
#[ignore = "slow validation"]
fn the_nominal_filters_take_out_what_their_kernels_spread_beside_a_cloud() {
    residuals(1600, [1025, 129]);
}
