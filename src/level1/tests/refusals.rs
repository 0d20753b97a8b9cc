//! What the chain refuses, and how it says so.

use super::samples::{COLUMNS, STAGES, codes, names, scene, set, settings, tdi};
use crate::instrument::TdiStages;
use crate::instrument::radiometry::{ArrayResponse, ColumnRange, RemanenceSource};
use crate::level1::*;
use crate::parameter_sets::ParameterSet;

fn refusal(change: impl FnOnce(&mut ParameterSet, &mut ChainSettings, &mut Scene)) -> String {
    let (mut set, mut settings, mut scene) = (set(), settings(Quantity::Reflectance), scene());
    change(&mut set, &mut settings, &mut scene);
    let request = ChainRequest { bands: &names(), tdi: &tdi(), settings: &settings, scene: &scene };
    Chain::prepare(&set, request).unwrap_err().to_string()
}

fn of_response(change: impl FnOnce(&mut ArrayResponse)) -> String {
    refusal(|set, _, _| change(set.bands[0].responses.get_mut(&STAGES).unwrap()))
}

#[test]
fn parameters_that_no_value_can_be_made_with_are_named_with_what_was_found() {
    let cases = [
        (
            of_response(|response| response.slopes.a1[7] = 0.0),
            "band RED, a1 of column 7: needed a number above zero, found 0",
        ),
        (of_response(|response| response.slopes.knee[9] = -1.0), "Zs of column 9"),
        (of_response(|response| response.dark.counts[3] = f64::NAN), "dark signal of column 3"),
        (
            of_response(|response| response.slopes.a2.truncate(39)),
            "a2: needed a value for each of the 40 columns of the dark signal, found 39",
        ),
        (of_response(|response| response.gain = 0.0), "Ak: needed a number above zero, found 0"),
        (
            of_response(|response| response.dark.spikes[1].column = 40),
            "spike of column 40: needed a column below 40, found 40",
        ),
        (of_response(|response| response.dark.spikes[1].linear[1] = f64::INFINITY), "spike of column 9"),
        (refusal(|set, _, _| set.bands[1].spectral.solar_irradiance_w_m2_um = -1.0), "band GREEN, solar irradiance"),
        (refusal(|set, _, _| set.processing.remanence_limits = [9.0, 3.0]), "limits of the remanence"),
        (refusal(|set, _, _| set.bands[0].remanence[0].samples[1].1 = f64::NAN), "remanence at 1000 counts"),
        (
            of_response(|response| response.defects[0].columns = ColumnRange::new(38, 40)),
            "band RED, detectors out of order: needed rising columns below 40, found columns 38 to 40",
        ),
        (
            refusal(|set, _, _| set.bands[0].remanence[0].columns.last = 40),
            "band RED, remanence: needed rising columns below 40",
        ),
        (
            refusal(|set, _, _| {
                let again = set.bands[0].remanence[0].clone();
                set.bands[0].remanence.push(again);
            }),
            "needed ranges of columns that do not overlap",
        ),
        (
            refusal(|set, settings, _| {
                settings.conventions.remanence = RemanenceSource::Corrected;
                set.bands[0].remanence[0].samples = vec![(0, 0.0), (100, 100.0)];
            }),
            "slopes up to 1",
        ),
        (refusal(|set, _, _| drop(set.bands.pop())), "parameter set \"sample\": needed band GREEN, found RED"),
        (
            refusal(|set, _, _| {
                let response = set.bands[1].responses.remove(&STAGES).unwrap();
                set.bands[1].responses.insert(TdiStages(1), response);
            }),
            "band GREEN: needed a response at 02 TDI stages, found 01",
        ),
        (refusal(|_, _, scene| scene.sun = None), "reflectance: needed zenith angles of the Sun, found none"),
        (refusal(|_, _, scene| scene.polarisation.clear()), "polarisation of band RED"),
        (refusal(|_, settings, _| settings.steps = settings.steps.with(Step::Restoration)), "restoration"),
    ];
    for (found, needed) in cases {
        assert!(found.contains(needed), "\"{found}\" does not say \"{needed}\"");
    }
}

#[test]
fn a_step_that_is_off_does_not_ask_for_its_parameters() {
    let (mut set, mut settings, mut scene) = (set(), settings(Quantity::Counts), scene());
    settings.steps = Steps::NONE.with(Step::Dark);
    let response = set.bands[0].responses.get_mut(&STAGES).unwrap();
    (response.slopes.a1[7], response.gain, response.dark.spikes[0].column) = (f64::NAN, 0.0, 999);
    (scene.sun, scene.polarisation) = (None, std::collections::BTreeMap::new());
    let request = ChainRequest { bands: &names(), tdi: &tdi(), settings: &settings, scene: &scene };
    assert!(Chain::prepare(&set, request).is_ok());
}

#[test]
fn lines_that_do_not_fit_are_refused() {
    let codes = codes(0);
    let layout = RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 0, context: 0 };
    assert!(RawLines::new(&codes[1..], layout, &[]).is_err());
    assert!(RawLines::new(&codes, RawLayout { stride: 0, columns: 0, ..layout }, &[]).is_err());
    assert!(RawLines::new(&codes, RawLayout { offset: 1, ..layout }, &[]).is_err());
    assert!(RawLines::new(&codes, RawLayout { context: 301, ..layout }, &[]).is_err());
    let settings = settings(Quantity::Counts);
    let chain =
        Chain::prepare(&set(), ChainRequest { bands: &names(), tdi: &tdi(), settings: &settings, scene: &scene() })
            .unwrap();
    let raw = RawLines::new(&codes, layout, &[]).unwrap();
    let band = &chain.bands()[0];
    let wrong = band.correct(&raw, &mut [0.0; 7], &mut BlockReasons::default()).unwrap_err();
    assert_eq!(wrong.to_string(), "values of the block: needed 12000, found 7");
    let beyond = RawLines::new(&codes, RawLayout { first_column: 1, ..layout }, &[]).unwrap();
    assert!(band.correct(&beyond, &mut vec![0.0; codes.len()], &mut BlockReasons::default()).is_err());
    let nothing = RawLines::new(&[], layout, &[]).unwrap();
    band.correct(&nothing, &mut [], &mut BlockReasons::default()).unwrap();
    let no_columns = RawLines::new(&codes, RawLayout { columns: 0, ..layout }, &[]).unwrap();
    band.correct(&no_columns, &mut [], &mut BlockReasons::default()).unwrap();
}
