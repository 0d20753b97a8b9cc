//! A made-up report for the tests: nothing in it was measured on any product, and its product says so.

use std::collections::BTreeMap;

use super::bundle::{ProductReport, QuickLook, RegistrationMap, TwinScatter, VerificationReport, WindowShift};
use super::product_facts::{BandFact, FileFact, ParameterFileFact, ProductFacts, QualityIndexFact, ViewFact};
use crate::imagery::picture::{Bounds, Colouring, NoDataLook, NoDataPalette, StretchRule};
use crate::imagery::statistics::resolve;
use crate::imagery::{Channel, Drawing, encode_png, render};
use crate::measurement::{Bound, Measurement, Outcome, Requirement, Subject, Sureness, Verdict, VerdictKind};
use crate::units::{Estimate, UtcInstant};

const CENTRES: [f64; 12] = [424.0, 447.0, 492.0, 555.0, 620.0, 620.0, 666.0, 702.0, 741.0, 782.0, 861.0, 909.0];
const UNITS: [u8; 12] = [1, 1, 4, 4, 1, 4, 3, 3, 3, 2, 2, 2];
/// Made-up positions of the bands (line, column), one group a detector unit.
const PLACES: [[f64; 2]; 12] = [
    [0.02, -0.01],
    [-0.05, 0.04],
    [0.38, 0.27],
    [0.43, 0.31],
    [0.0, 0.0],
    [0.44, 0.35],
    [0.05, -0.13],
    [0.02, -0.16],
    [0.11, -0.09],
    [-0.19, -0.27],
    [-0.22, -0.21],
    [-0.14, -0.3],
];

pub(super) fn band(index: usize) -> String {
    format!("B{:02}", index + 1)
}

/// Numbers between 0 and 1 that look irregular and are the same every time.
fn irregular(seed: usize) -> f64 {
    let mut state = (seed as u64).wrapping_add(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((state ^ (state >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

fn measured(metric: &str, subject: Subject, unit: &str, population: &str, estimate: Estimate) -> Measurement {
    Measurement {
        metric: metric.to_owned(),
        subject,
        unit: unit.to_owned(),
        population: population.to_owned(),
        method: String::new(),
        outcome: Outcome::Measured { estimate },
    }
}

fn registration() -> Vec<Measurement> {
    let population = "windows of 64 × 64 px, cloud and clipped samples left out";
    let mut all = Vec::new();
    for (a, from) in PLACES.iter().enumerate() {
        for (b, to) in PLACES.iter().enumerate().skip(a + 1) {
            let subject = Subject::Pair(band(a), band(b));
            let across_red_edge = a < 2 && b >= 9;
            let n = 180 + (40.0 * irregular(a * 12 + b)) as u64;
            let u = 0.004 + 0.03 * irregular(7 + a * 12 + b) + 0.002 * (b - a) as f64;
            let [d_line, d_column] = [to[0] - from[0], to[1] - from[1]];
            let figures = [
                ("registration_line", d_line),
                ("registration_column", d_column),
                ("registration_length", d_line.hypot(d_column)),
                ("registration_along_epipolar", 0.9 * d_line + 0.3 * d_column),
                ("registration_across_epipolar", 0.3 * d_line - 0.9 * d_column),
            ];
            for (metric, value) in figures {
                let mut measurement = measured(metric, subject.clone(), "px", population, Estimate::exact(value, u, n));
                if across_red_edge {
                    let reason = "spectra do not correlate (median correlation 0.2, needed 0.5)".to_owned();
                    measurement.outcome = Outcome::NotMeasurable { reason };
                } else if a < 5 && b > 8 {
                    measurement.method = "through neighbours".to_owned();
                }
                all.push(measurement);
            }
        }
    }
    all
}

fn noise_and_rates() -> Vec<Measurement> {
    let windows = "homogeneous windows of 9 × 9 px, all masks left out";
    let pixels = "all samples of the band";
    let noise = [2.1, 0.94, 0.84, 0.89, 0.87, 0.88, 1.5, 1.4, 1.4, 1.8, 2.2, 2.1];
    let radiance = [55.0, 61.0, 53.0, 46.0, 36.0, 37.0, 33.0, 38.0, 63.0, 66.0, 59.0, 39.0];
    let mut all = Vec::new();
    for index in 0..12 {
        let subject = || Subject::Band(band(index));
        let sigma = noise[index] * 1.4e-3;
        let n = 1400 + 37 * index as u64;
        let bands = [
            ("noise", "reflectance", sigma, 0.03 * sigma),
            ("noise_as_delivered", "reflectance", sigma / 1.4, 0.01 * sigma),
            ("noise_correlation_line", "1", 0.5 + 0.01 * index as f64, 0.02),
            ("noise_correlation_column", "1", 0.47 + 0.01 * index as f64, 0.02),
            ("snr", "1", 0.14 / sigma, 0.03 * 0.14 / sigma),
            ("snr_radiance", "W m-2 sr-1 um-1", radiance[index], 0.2),
        ];
        for (metric, unit, value, u) in bands {
            let mut measurement = measured(metric, subject(), unit, windows, Estimate::exact(value, u, n));
            if index == 9 {
                let reason = "3 homogeneous windows found, 30 needed".to_owned();
                measurement.outcome = Outcome::NotMeasurable { reason };
            }
            all.push(measurement);
        }
        let rates = [
            ("rate_valid", 0.871 - 0.001 * index as f64),
            ("rate_saturated", if index > 8 { 0.0021 } else { 0.0 }),
            ("rate_clipped", if index == 0 { 0.000_031 } else { 0.0 }),
            ("rate_cloud", 0.084),
            ("rate_defective", 0.001 * index as f64),
            ("rate_missing", 0.003),
            ("rate_outside", 0.031),
            ("rate_not_computed", 0.0),
        ];
        for (metric, value) in rates {
            all.push(measured(metric, subject(), "1", pixels, Estimate::exact(value, 0.0, 62_391_615)));
        }
    }
    all
}

fn twin() -> Vec<Measurement> {
    let population = "pixels valid in both bands, after registration";
    let pair = || Subject::Pair(band(4), band(5));
    vec![
        measured("twin_ratio", pair(), "1", population, Estimate::exact(1.0226, 0.0005, 14_400)),
        measured("twin_slope", pair(), "1", population, Estimate::exact(1.0071, 0.0042, 14_400)),
        measured("twin_intercept", pair(), "reflectance", population, Estimate::exact(0.001_52, 0.000_41, 14_400)),
        measured("sharpness", Subject::Product, "m", "edges", Estimate::approximate(12.4, 0.31, 17)),
    ]
}

fn requirement(id: &str, metric: &str, title: &str, bound: Bound, unit: &str, sureness: Sureness) -> Requirement {
    Requirement {
        id: id.to_owned(),
        title: title.to_owned(),
        metric: metric.to_owned(),
        statistic: "each".to_owned(),
        subjects: Vec::new(),
        bound,
        unit: unit.to_owned(),
        source: "made up for the tests of the report".to_owned(),
        sureness,
    }
}

fn judged(requirement: &Requirement, measurements: &[Measurement]) -> Vec<Verdict> {
    let of_metric = measurements.iter().filter(|m| m.metric == requirement.metric);
    let named =
        of_metric.filter(|m| requirement.subjects.is_empty() || requirement.subjects.contains(&m.subject.to_string()));
    named
        .map(|measurement| {
            let estimate = measurement.estimate();
            let margin = estimate.map(|e| match requirement.bound {
                Bound::AtMost(limit) => (limit - e.value) / e.uncertainty,
                Bound::AtLeast(limit) => (e.value - limit) / e.uncertainty,
                Bound::Between(low, high) => (e.value - low).min(high - e.value) / e.uncertainty,
            });
            let kind = match margin {
                None => VerdictKind::NotMeasurable,
                Some(margin) if margin >= 2.0 => VerdictKind::Pass,
                Some(margin) if margin <= -2.0 => VerdictKind::Fail,
                Some(_) => VerdictKind::Inconclusive,
            };
            let reason = match &measurement.outcome {
                Outcome::NotMeasurable { reason } => reason.clone(),
                Outcome::Measured { .. } => String::new(),
            };
            Verdict {
                requirement: requirement.clone(),
                subject: measurement.subject.clone(),
                estimate,
                probability_of_conformity: margin.map(|margin| 1.0 / (1.0 + (-1.7 * margin).exp())),
                kind,
                reason,
            }
        })
        .collect()
}

fn picture() -> QuickLook {
    let (width, height) = (240_usize, 210_usize);
    let channel = |shift: f64| -> Vec<f32> {
        (0..width * height)
            .map(|index| {
                let (x, y) = ((index % width) as f64, (index / width) as f64);
                let field = ((x / 23.0).floor() * 31.0 + (y / 17.0).floor() * 17.0) as usize;
                (0.1 + 0.1 * irregular(field) + 0.03 * irregular(index) + shift * (x + y) / 4000.0) as f32
            })
            .collect()
    };
    let values = [channel(1.0), channel(0.6), channel(0.2)];
    let rule = StretchRule { bounds: Bounds::User(vec![[0.08, 0.3]]), ..StretchRule::default() };
    let stretch = resolve(&rule, "sample", &[("reflectance", None)]);
    let drawing = Drawing {
        width,
        height,
        channels: &[0, 1, 2].map(|index: usize| Channel::new(&values[index], &[])),
        colouring: Colouring::Grey,
        stretch: &stretch,
        no_data: &NoDataLook::hidden(),
        palette: &NoDataPalette::plain([128; 3]),
        origin: [0, 0],
    };
    let png = render(&drawing).and_then(|picture| encode_png(&picture)).unwrap();
    QuickLook {
        png,
        width: width as u32,
        height: height as u32,
        bands: vec![band(6), band(3), band(2)],
        stretch: "2–98 % of valid samples of each band, 0.08–0.30 reflectance, exact".to_owned(),
        metres_per_pixel: Some(176.0),
        north_deg: Some(0.0),
        no_data: "Pixels without a value are grey".to_owned(),
    }
}

fn scatter() -> TwinScatter {
    let cells = 96_usize;
    let mut counts = vec![0_u32; cells * cells];
    for index in 0..14_400 {
        let x = 0.5 * (irregular(index) + irregular(index + 50_000));
        let y = x * 1.0071 + 0.006 + 0.02 * (irregular(index + 90_000) + irregular(index + 130_000) - 1.0);
        let (column, row) = ((x * cells as f64) as usize, (y * cells as f64) as usize);
        if column < cells && row < cells {
            counts[row * cells + column] += 1;
        }
    }
    TwinScatter {
        x_band: band(4),
        y_band: band(5),
        unit: "reflectance".to_owned(),
        x_range: [0.05, 0.3],
        y_range: [0.05, 0.3],
        x_cells: cells,
        y_cells: cells,
        counts,
        n: 14_400,
        n_beyond: 12,
        population: "pixels valid in both bands, after registration".to_owned(),
        slope: Some(Estimate::exact(1.0071, 0.0042, 14_400)),
        intercept: Some(Estimate::exact(0.001_52, 0.000_41, 14_400)),
        ratio: Some(Estimate::exact(1.0226, 0.0005, 14_400)),
    }
}

fn facts() -> ProductFacts {
    ProductFacts {
        identifier: "VE_SAMPLE_MADE_UP_FOR_TESTS_20190204".to_owned(),
        level: "L1".to_owned(),
        site: Some("NOWHERE1".to_owned()),
        acquisition: UtcInstant::parse("2019-02-04T08:34:37").ok(),
        orbit: Some(7993),
        sun_zenith_deg: Some(52.513),
        sun_azimuth_deg: Some(151.02),
        views: (1..=4)
            .map(|unit| ViewFact {
                detector_unit: unit,
                zenith_deg: 12.4 + 0.42 * f64::from(unit),
                azimuth_deg: 167.5 + 0.8 * f64::from(unit),
            })
            .collect(),
        bands: (0..12)
            .map(|index| BandFact {
                name: band(index),
                centre_nm: Some(CENTRES[index]),
                ak: Some(0.25 * (index + 1) as f64),
                detector_unit: Some(UNITS[index]),
            })
            .collect(),
        base_to_height_b05_b06: Some(0.02517),
        lines: 7395,
        columns: 8437,
        crs: Some("EPSG:32636".to_owned()),
        pixel_size: Some([5.0, -5.0]),
        synthetic: true,
        files: vec![
            FileFact { path: "sample.HDR".to_owned(), bytes: 59_344, sha256: Some("0123456789abcdef".repeat(4)) },
            FileFact { path: "sample.DBL.TIF".to_owned(), bytes: 1_871_748_450, sha256: None },
        ],
    }
}

fn requirements() -> Vec<Requirement> {
    let mut noise_of_blue = requirement(
        "noise-blue",
        "noise",
        "Noise of the blue bands",
        Bound::AtMost(0.0035),
        "reflectance",
        Sureness::Derived,
    );
    noise_of_blue.subjects = vec![band(0), band(1), band(2)];
    vec![
        requirement(
            "registration",
            "registration_length",
            "Any two bands lie within a third of a pixel",
            Bound::AtMost(0.33),
            "px",
            Sureness::Remembered,
        ),
        requirement("noise", "noise", "Noise of each band", Bound::AtMost(0.0041), "reflectance", Sureness::Remembered),
        noise_of_blue,
        requirement(
            "snr",
            "snr",
            "Signal-to-noise ratio of each band",
            Bound::AtLeast(100.0),
            "1",
            Sureness::Documented,
        ),
        requirement(
            "twin-ratio",
            "twin_ratio",
            "The twin bands give the same reflectance",
            Bound::Between(0.98, 1.02),
            "1",
            Sureness::Remembered,
        ),
        requirement(
            "twin-slope",
            "twin_slope",
            "Slope of the twin bands",
            Bound::AtMost(1.012),
            "1",
            Sureness::Derived,
        ),
    ]
}

/// A product on which everything was measured.
pub(super) fn product() -> ProductReport {
    let mut measurements = registration();
    measurements.extend(noise_and_rates());
    measurements.extend(twin());
    let verdicts = requirements().iter().flat_map(|requirement| judged(requirement, &measurements)).collect();
    let windows = (0..64)
        .map(|index| WindowShift {
            line: 400.0 + 900.0 * f64::from(index / 8),
            column: 500.0 + 1000.0 * f64::from(index % 8),
            d_line: 0.435 + 0.05 * (irregular(index as usize) - 0.5),
            d_column: 0.351 + 0.05 * (irregular(900 + index as usize) - 0.5),
            used: index % 13 != 5,
        })
        .collect();
    let mut product = ProductReport::new(facts());
    product.verdicts = verdicts;
    product.measurements = measurements;
    product.quality_indexes = (0..8)
        .map(|index| QualityIndexFact {
            code: format!("MADE_UP_INDEX_{index}"),
            band: (index > 3).then(|| band(index)),
            text: if index == 2 { "false".to_owned() } else { format!("{}", 0.5 + 1.25 * index as f64) },
        })
        .collect();
    product.flags = BTreeMap::from([
        ("Equalization".to_owned(), true),
        ("Restoration".to_owned(), false),
        ("Straylight_Correction_Type_1".to_owned(), true),
    ]);
    product.parameter_files = (0..93)
        .map(|index| ParameterFileFact {
            nature: "GIP_DARKCU".to_owned(),
            name: format!("VE_MADE_GIP_DARKCU_L_ALLSITES_{index:05}_20171021_99991231_B01_111101"),
        })
        .collect();
    product.warnings =
        vec!["The gain Ak is taken as counts per W m⁻² sr⁻¹ µm⁻¹: an assumption, see the settings.".to_owned()];
    product.quick_look = Some(picture());
    product.twin_scatter = Some(scatter());
    product.registration_map = Some(RegistrationMap { a: band(4), b: band(5), windows });
    product
}

/// A report of these products.
pub(super) fn report(products: Vec<ProductReport>) -> VerificationReport {
    let command = "viq verify samples/VE_SAMPLE_MADE_UP_FOR_TESTS_20190204.HDR --report reports/sample".to_owned();
    let generated = UtcInstant::parse("2026-11-20T12:00:00").unwrap();
    let mut report = VerificationReport::new(command, "0.1.0".to_owned(), generated, products);
    report.settings = BTreeMap::from([
        ("Registration windows".to_owned(), "64 × 64 px, one every 128 px".to_owned()),
        ("Seed".to_owned(), "1".to_owned()),
    ]);
    report.requirements_source = "requirements.toml, built in".to_owned();
    report
}

/// A product of which nothing is known but its name.
pub(super) fn bare(identifier: &str) -> ProductReport {
    ProductReport::new(ProductFacts { identifier: identifier.to_owned(), ..ProductFacts::default() })
}
