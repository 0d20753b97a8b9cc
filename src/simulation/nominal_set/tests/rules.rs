//! Rules that every set must obey, tried on the sets of both instruments and several seeds.

use super::instruments::{Instrument, set_of, two_units, venus};
use crate::instrument::radiometry::{
    ArrayResponse, ColumnRange, DefectKind, FilterArray, NoiseForm, RadiometricConventions, SensitivityForm, SpikeForm,
};
use crate::parameter_sets::{BandParameters, ParameterSet};

type Spoil<'a> = &'a dyn Fn(&mut Instrument);

fn each(check: impl Fn(&Instrument, &ParameterSet)) {
    for seed in [0, 1, 77] {
        for instrument in [venus(seed), two_units(seed)] {
            check(&instrument, &set_of(&instrument));
        }
    }
}

fn each_response(check: impl Fn(&Instrument, &BandParameters, &ArrayResponse)) {
    each(|instrument, set| {
        for band in &set.bands {
            for response in band.responses.values() {
                check(instrument, band, response);
            }
        }
    });
}

#[test]
fn every_band_has_every_number_of_stages_and_every_column() {
    each(|(description, _, _), set| {
        let camera = &description.model.camera;
        let names: Vec<_> = description.model.bands.iter().map(|band| &band.name).collect();
        assert_eq!(set.bands.iter().map(|band| &band.band).collect::<Vec<_>>(), names);
        for band in &set.bands {
            let stages: Vec<_> = band.responses.keys().copied().collect();
            assert_eq!(stages, camera.tdi_stages.value);
            assert!(band.uncertainties.keys().eq(band.responses.keys()));
            assert!(band.viewing_directions.keys().eq(band.responses.keys()));
            for (tdi, response) in &band.responses {
                let columns = camera.columns.value;
                assert_eq!((response.dark.counts.len(), response.slopes.columns()), (columns, columns));
                assert_eq!(band.viewing_directions[tdi].len(), columns);
            }
        }
    });
}

#[test]
fn no_figure_is_negative_or_no_number() {
    each_response(|_, band, response| {
        let fits = |values: &[f64], least: f64| values.iter().all(|value| value.is_finite() && *value > least);
        assert!(fits(&response.dark.counts, 0.0), "{}", band.band);
        assert!(fits(&response.slopes.a1, 0.5) && fits(&response.slopes.a2, 0.5) && fits(&response.slopes.knee, 0.0));
        assert!(response.gain > 0.0 && response.noise.a >= 0.25 && response.noise.b > 0.0);
        assert!(band.viewing_directions.values().flatten().flatten().all(|tangent| tangent.is_finite()));
        let factors = band.stray_light.cross_talk.iter().flat_map(|source| &source.strips).map(|strip| strip.factor);
        assert!(factors.clone().all(|factor| factor > 0.0));
    });
}

#[test]
fn spikes_are_continuous_and_rise_everywhere() {
    each_response(|_, band, response| {
        assert!(!response.dark.spikes.is_empty());
        assert!(response.dark.spikes.windows(2).all(|pair| pair[0].column < pair[1].column));
        for spike in &response.dark.spikes {
            let t = spike.threshold;
            let line = spike.linear[0] + spike.linear[1] * t;
            assert!((spike.corrected(t) - line).abs() < 1e-9 * t, "{}: {spike:?}", band.band);
            assert!((0..=100).all(|step| spike.slope(t * f64::from(step) / 50.0) > 0.0), "{spike:?}");
            assert!(spike.corrected(0.0).abs() < 1e-12 && spike.corrected(2.0 * t) < 2.0 * t);
        }
    });
}

#[test]
fn defects_of_every_kind_stand_apart_in_order_inside_the_array() {
    each_response(|(description, _, _), _, response| {
        let columns = description.model.camera.columns.value;
        for kind in DefectKind::ALL {
            assert!(response.defects.iter().any(|defect| defect.kind == kind), "{kind:?}");
        }
        assert!(response.defects.iter().any(|defect| defect.columns.len() > 4));
        for pair in response.defects.windows(2) {
            assert!(pair[0].columns.last + 1 < pair[1].columns.first, "{pair:?}");
        }
        let ranges: Vec<ColumnRange> = response.defects.iter().map(|defect| defect.columns).collect();
        assert!(ranges.iter().all(|range| range.first >= 1 && range.last + 1 < columns && !range.is_empty()));
        assert!(response.dark.spikes.iter().all(|spike| !ranges.iter().any(|range| range.contains(spike.column))));
    });
}

#[test]
fn ranges_of_remanence_filters_and_strips_cover_every_column_once() {
    each(|(description, _, settings), set| {
        let columns = description.model.camera.columns.value;
        let cover = |ranges: Vec<ColumnRange>| {
            assert_eq!((ranges[0].first, ranges[ranges.len() - 1].last), (0, columns - 1));
            assert!(ranges.windows(2).all(|pair| pair[0].last + 1 == pair[1].first), "{ranges:?}");
        };
        let filter = |filter: &FilterArray, size: usize| {
            assert_eq!((filter.rows, filter.columns, filter.values.len()), (size, size, size * size));
            let sum: f64 = filter.values.iter().map(|value| f64::from(*value)).sum();
            assert!((sum - 1.0).abs() < 1e-6, "{sum}");
        };
        for band in &set.bands {
            cover(band.remanence.iter().map(|function| function.columns).collect());
            cover(band.stray_light.local.iter().map(|local| local.columns).collect());
            cover(band.spectral.tables.iter().map(|table| table.columns).collect());
            for local in &band.stray_light.local {
                filter(&local.filter, settings.local_filter_size);
            }
            assert!(band.stray_light.cross_talk.len() <= 2);
            for source in &band.stray_light.cross_talk {
                assert!(set.band(&source.source_band).is_some() && source.source_band != band.band);
                cover(source.strips.iter().map(|strip| strip.columns).collect());
                filter(&source.filter, settings.cross_talk_filter_size);
            }
        }
    });
}

#[test]
fn the_same_seed_gives_the_same_set_on_any_number_of_threads_and_another_seed_another() {
    let instrument = two_units(5);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| set_of(&instrument))
    };
    let (one, three) = (on(1), on(3));
    assert!(one == three);
    let other = set_of(&two_units(6));
    assert!(one.bands[0].responses != other.bands[0].responses);
    let bands: Vec<_> = one.bands.iter().map(|band| band.responses.values().next().unwrap()).collect();
    assert!(bands[0].dark.counts != bands[1].dark.counts && bands[0].defects != bands[1].defects);
}

#[test]
fn other_conventions_write_the_same_instrument_in_another_form() {
    let mut instrument = two_units(9);
    let usual = set_of(&instrument);
    instrument.2.conventions = RadiometricConventions {
        sensitivity: SensitivityForm::Divide,
        spike: SpikeForm::Excess,
        noise: NoiseForm::SquaredConstant,
        ..RadiometricConventions::default()
    };
    let other = set_of(&instrument);
    for (one, two) in usual.bands.iter().zip(&other.bands) {
        for (one, two) in one.responses.values().zip(two.responses.values()) {
            let near = |a: f64, b: f64| (a - b).abs() < 1e-12 * a.abs().max(1.0);
            assert!(one.slopes.a1.iter().zip(&two.slopes.a1).all(|(a, b)| near(a * b, 1.0)));
            assert!(one.slopes.a2.iter().zip(&two.slopes.a2).all(|(a, b)| near(a * b, 1.0)));
            assert!(near(one.noise.a, two.noise.a * two.noise.a) && near(one.noise.b, two.noise.b));
            for (one, two) in one.dark.spikes.iter().zip(&two.dark.spikes) {
                for counts in [0.0, 0.3 * one.threshold, one.threshold, 3.0 * one.threshold] {
                    assert!((one.corrected(counts) - (counts - two.corrected(counts))).abs() < 1e-9);
                }
            }
        }
    }
}

#[test]
fn what_does_not_fit_together_is_refused_with_need_and_found() {
    let refusal = |spoil: &dyn Fn(&mut Instrument)| {
        let mut instrument = two_units(0);
        spoil(&mut instrument);
        let supervision = crate::supervision::Supervision::unattended();
        let (description, nominal, settings) = &instrument;
        super::super::nominal_set(description, nominal, settings, &supervision).unwrap_err().to_string()
    };
    let cases: [(Spoil<'_>, &str, &str); 9] = [
        (&|i| i.2.local_filter_size = 97, "local filters", "97"),
        (&|i| i.2.cross_talk_filter_size = 10, "cross-talk filters", "10"),
        (&|i| i.2.settings.line_time_us = 10.0, "line time", "10"),
        (&|i| i.2.settings.line_time_us = f64::NAN, "line time", "NaN"),
        (&|i| i.2.settings.bands.retain(|band, _| band != "red"), "settings of band red", "none"),
        (&|i| i.2.settings.bands.get_mut("red").unwrap().left.gain = 16, "settings of band red", "gain 16"),
        (&|i| i.2.settings.bands.get_mut("red").unwrap().left.gain = 9, "without a model of the codes", "gain 9"),
        (&|i| i.1.bands.truncate(1), "figures of band red", "none"),
        (&|i| i.1.defects.blind_runs.value = vec![90], "a good one between any two", "96 columns"),
    ];
    for (spoil, what, found) in cases {
        let message = refusal(spoil);
        assert!(message.contains("Two-unit test camera nominal"), "{message}");
        assert!(message.contains(what) && message.contains(found) && message.contains("needed"), "{message}");
    }
    assert!(refusal(&|i| i.1.dark.offset_counts = None).contains("offset_counts"));
    assert!(refusal(&|i| i.2.solar_spectrum = Some("wehrli".to_owned())).contains("wehrli"));
}
