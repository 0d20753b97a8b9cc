//! Band registration of the real crop of ISRAEL03 against an independent fit of the same pixels.
//!
//! The outside figures come from a gradient least-squares fit of the 120 × 120 valid pixels that shares no code with ours (the data set's
//! own manifest); the spectra of the near infrared and of the blue do not correlate there.

use viq::measurement::{Measurement, Subject};
use viq::performance::band_registration::BandRegistration;
use viq::performance::{all_bands, walk};
use viq::product_files;
use viq::supervision::Supervision;

use crate::shared_data::shared;

fn registration() -> Option<Vec<Measurement>> {
    let folder = shared("venus_l1")?;
    let header = folder.join("VE_VM01_VSC_L1VALD_ISRAEL03_20190204.HDR");
    let supervision = Supervision::unattended();
    let open = product_files::open(&header, Some(&folder.join("venus1.tif")), &supervision).unwrap();
    let registration = BandRegistration::new(open.raster.size());
    let samples =
        walk(open.raster.as_ref(), &all_bands(open.raster.size()), "measuring", &supervision, |cell, tiles| {
            registration.sample(cell, tiles, &supervision)
        });
    Some(registration.conclude(&samples.unwrap(), &open.product.bands, &open.product.views).measurements)
}

fn of<'a>(all: &'a [Measurement], metric: &str, first: &str, second: &str) -> &'a Measurement {
    let subject = Subject::Pair(first.to_owned(), second.to_owned());
    all.iter().find(|record| record.metric == metric && record.subject == subject).unwrap()
}

#[test]
fn the_pairs_that_correlate_agree_with_the_independent_fit() {
    let Some(all) = registration() else { return };
    for record in all.iter().filter(|record| record.metric == "registration_length") {
        let value = |metric| {
            let Subject::Pair(a, b) = &record.subject else { panic!("{:?}", record.subject) };
            of(&all, metric, a, b).estimate().map(|estimate| (estimate.value, estimate.uncertainty, estimate.n))
        };
        println!(
            "{} {:.3?} {:.3?} {:.3?} {:?}",
            record.subject,
            value("registration_line"),
            value("registration_column"),
            value("registration_length"),
            record.method
        );
    }
    for (first, second, line, column, tolerance) in
        [("B05", "B06", 0.435, 0.351, 0.05), ("B06", "B07", -0.405, -0.499, 0.06), ("B09", "B10", -0.299, -0.184, 0.06)]
    {
        for (metric, expected) in [("registration_line", line), ("registration_column", column)] {
            let found = of(&all, metric, first, second).estimate().unwrap();
            assert!((found.value - expected).abs() <= tolerance, "{first}-{second} {metric}: {found:?}");
            assert!(found.uncertainty > 0.0 && found.uncertainty < tolerance, "{first}-{second} {metric}: {found:?}");
        }
    }
}

#[test]
fn bands_of_one_detector_unit_lie_within_a_fifth_of_a_pixel() {
    let Some(all) = registration() else { return };
    for unit in [["B01", "B02", "B05"], ["B10", "B11", "B12"], ["B07", "B08", "B09"], ["B03", "B04", "B06"]] {
        for (first, second) in [(unit[0], unit[1]), (unit[0], unit[2]), (unit[1], unit[2])] {
            let found = of(&all, "registration_length", first, second).estimate().unwrap();
            assert!(found.value <= 0.20, "{first}-{second}: {found:?}");
        }
    }
}

#[test]
fn all_66_pairs_are_reported_each_with_its_five_metrics() {
    let Some(all) = registration() else { return };
    assert_eq!(all.len(), 66 * 5);
}
