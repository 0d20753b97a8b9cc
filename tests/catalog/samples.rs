//! Products and figures, invented.

use serde_json::json;
use viq::catalog::{
    FileRecord, Footprint, ParameterFileRecord, ProductKey, ProductRecord, Provenance, Verification,
    content_fingerprint,
};
use viq::measurement::{Bound, Measurement, Outcome, Requirement, Subject, Sureness, Verdict, VerdictKind};
use viq::units::{Estimate, UtcInstant};

/// A moment.
pub(crate) fn time(text: &str) -> UtcInstant {
    UtcInstant::parse(text).unwrap()
}

/// A square around a place.
pub(crate) fn square(longitude: f64, latitude: f64, half_side: f64) -> Footprint {
    Footprint::from(vec![vec![
        [longitude - half_side, latitude - half_side],
        [longitude + half_side, latitude - half_side],
        [longitude + half_side, latitude + half_side],
        [longitude - half_side, latitude + half_side],
    ]])
}

/// A product whose content is told by its identifier.
pub(crate) fn product(identifier: &str) -> ProductRecord {
    let digit = |salt: usize| {
        format!("{:064x}", identifier.bytes().fold(salt, |sum, byte| sum.wrapping_mul(31) ^ byte as usize))
    };
    let files = vec![
        FileRecord { path: format!("/products/{identifier}.HDR"), size_bytes: 1_234_567, sha256: digit(1) },
        FileRecord { path: format!("/products/{identifier}.DBL.TIF"), size_bytes: 5_000_000_000, sha256: digit(2) },
    ];
    ProductRecord {
        key: ProductKey { identifier: identifier.to_owned(), fingerprint: content_fingerprint(&files) },
        level: "L1".to_owned(),
        synthetic: false,
        site: Some("ISRAEL03".to_owned()),
        acquisition: Some(time("2019-02-04T08:34:37.250Z")),
        orbit: Some(8_123),
        path: format!("/products/{identifier}.HDR"),
        facts: json!({"sun_zenith_deg": 51.300000000000004, "bands": ["B01", "B12"], "a \"quoted\" µ": null}),
        footprint: square(34.9, 31.2, 0.15),
        files,
        parameter_files: vec![
            ParameterFileRecord { nature: "GIP_DARKCU".to_owned(), name: "VE_TEST_GIP_DARKCU".to_owned() },
            ParameterFileRecord { nature: "GIP_ABSCAL".to_owned(), name: "VE_TEST_GIP_ABSCAL".to_owned() },
        ],
    }
}

/// Many products with identifiers that sort in their order.
pub(crate) fn products(n: usize) -> Vec<ProductRecord> {
    (0..n).map(|index| product(&format!("VE_TEST_{index:05}"))).collect()
}

fn requirement() -> Requirement {
    Requirement {
        id: "registration".to_owned(),
        title: "Bands are registered".to_owned(),
        metric: "registration_length".to_owned(),
        statistic: "each".to_owned(),
        subjects: vec!["B05-B06".to_owned()],
        bound: Bound::AtMost(0.3),
        unit: "px".to_owned(),
        source: "invented".to_owned(),
        sureness: Sureness::Remembered,
    }
}

/// A verification with a measured figure, one that is not measurable, one that is no number, and two verdicts.
pub(crate) fn verification(moment: &str) -> Verification {
    let measurement = |metric: &str, subject: Subject, outcome| Measurement {
        metric: metric.to_owned(),
        subject,
        unit: "px".to_owned(),
        population: "windows of 64 × 64 pixels valid in both bands".to_owned(),
        method: String::new(),
        outcome,
    };
    let pair = || Subject::Pair("B05".to_owned(), "B06".to_owned());
    let estimate = Estimate::approximate(0.1 + 0.7, 1.0 / 3.0, 412);
    let not_measurable = Outcome::NotMeasurable { reason: "spectra do not correlate".to_owned() };
    let verdict = |estimate, kind, reason: &str| Verdict {
        requirement: requirement(),
        subject: pair(),
        estimate,
        probability_of_conformity: estimate.map(|_| 0.1 + 0.2),
        kind,
        reason: reason.to_owned(),
    };
    Verification {
        provenance: Provenance {
            time: time(moment),
            software_version: "0.1.0".to_owned(),
            settings: json!({"window": 64, "seed": 7, "threshold": 0.1}),
        },
        measurements: vec![
            measurement("registration_length", pair(), Outcome::Measured { estimate }),
            measurement("snr", Subject::Band("B10".to_owned()), not_measurable),
            measurement("rate_valid", Subject::Product, Outcome::Measured { estimate: Estimate::exact(1.0, 0.0, 9) }),
        ],
        verdicts: vec![
            verdict(Some(estimate), VerdictKind::Fail, ""),
            verdict(None, VerdictKind::NotMeasurable, "no window is left"),
        ],
    }
}
