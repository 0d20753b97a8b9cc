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
    // Mean over local standard deviation as others measured it on this crop, scene included and resampling ignored.
    let outside = [68.0, 104.0, 98.0, 84.0, 79.0, 58.0, 60.0, 67.0, 72.0, 82.0, 76.0, 77.0];
    for (band, outside) in outside.into_iter().enumerate() {
        let mean = bands[band].iter().sum::<f64>() / bands[band].len() as f64;
        let [noise, delivered] = ["noise", "noise_as_delivered"].map(|metric| figure(&measurements, metric, band));
        eprintln!(
            "B{:02} mean {mean:.0} noise {:?} delivered {:?} lag 1 {:?} {:?} mean/delivered {:?} outside {outside} snr {:?} {:?}",
            band + 1,
            noise,
            delivered,
            figure(&measurements, "noise_correlation_line", band),
            figure(&measurements, "noise_correlation_column", band),
            delivered.map(|delivered| mean / delivered),
            figure(&measurements, "snr", band),
            measurements[6 * band].estimate(),
        );
    }
}
