//! The real crop of ISRAEL03: textured fields everywhere, twelve bands, whole codes.

use super::scene::{figure, measure};

/// The crop's 120 × 120 valid pixels, one list a band; none where the data are absent.
fn crop() -> Option<Vec<Vec<f64>>> {
    let root = std::env::var("VIQ_SHARED_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let path = std::path::Path::new(&root).join("venus_l1/venus1.tif");
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    let dataset = gdal::Dataset::open(&path).unwrap();
    let bands = (1..=12)
        .map(|band| {
            let samples =
                dataset.rasterband(band).unwrap().read_as::<f32>((1, 0), (120, 120), (120, 120), None).unwrap();
            samples.data().iter().map(|&value| f64::from(value)).collect()
        })
        .collect();
    Some(bands)
}

#[test]
fn the_real_crop_has_more_noise_than_its_resampled_pixels_show() {
    let Some(bands) = crop() else { return };
    let measurements = measure(&bands, 120, 120, 1.0);
    // Mean over local standard deviation as others measured it on this crop: some scene included, resampling ignored.
    let outside = [68.0, 104.0, 98.0, 84.0, 79.0, 58.0, 60.0, 67.0, 72.0, 82.0, 76.0, 77.0];
    for (band, outside) in outside.into_iter().enumerate() {
        let mean = bands[band].iter().sum::<f64>() / bands[band].len() as f64;
        let get = |metric| figure(&measurements, metric, band).unwrap();
        let [noise, delivered, snr] = ["noise", "noise_as_delivered", "snr"].map(get);
        eprintln!(
            "B{:02}: noise {noise:.2} ± {:.2}, as delivered {delivered:.2} codes; mean over delivered {:.0} (outside {outside}), SNR {snr:.0}",
            band + 1,
            measurements[6 * band].estimate().unwrap().uncertainty,
            mean / delivered,
        );
        assert!(mean / delivered > 0.85 * outside && mean / delivered < 2.0 * outside, "B{:02}", band + 1);
        // The outside figures are bounds of the ratio for delivered pixels; those of the sensor's are noisier.
        assert!(noise > delivered, "B{:02}: {noise} {delivered}", band + 1);
        for metric in ["noise_correlation_line", "noise_correlation_column"] {
            let correlation = get(metric);
            assert!((0.05..0.7).contains(&correlation), "B{:02}: {metric} {correlation}", band + 1);
        }
    }
    // The blue band at 424 nm is known to be more than twice as noisy as its neighbour.
    assert!(figure(&measurements, "noise", 0).unwrap() > 1.7 * figure(&measurements, "noise", 1).unwrap());
}
