//! Solar irradiance and Rayleigh optical depth of each band, calculated again from response, spectrum and formula.

use std::process::Command;

use crate::instrument::InstrumentDescription;

/// Agreement that is asked for, relative: `radiometry.md` §5 of the project's references.
const TOLERANCE: f64 = 1e-4;

fn root() -> String {
    std::env::var("VIQ_SHARED_DATA").unwrap_or_else(|_| "../shared/data".to_owned())
}

/// Wavelengths (nanometres) and irradiances (W·m⁻²·µm⁻¹) of a compressed spectrum; none, with a line that says so, where it or `bzip2` is absent.
fn spectrum(name: &str) -> Option<Vec<(f64, f64)>> {
    let path = format!("{}/radiometry/solar/{name}.txt.bz2", root());
    let output = std::path::Path::new(&path).exists().then(|| Command::new("bzip2").args(["-dc", &path]).output());
    let Some(Ok(output)) = output else {
        eprintln!("skipped: no {path}, or no bzip2");
        return None;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    Some(
        rows.map(|line| {
            let mut numbers = line.split_whitespace().map(|field| field.parse::<f64>().unwrap());
            (numbers.next().unwrap(), numbers.next().unwrap())
        })
        .collect(),
    )
}

fn at(spectrum: &[(f64, f64)], wavelength: f64) -> f64 {
    let after = spectrum.partition_point(|(sample, _)| *sample < wavelength);
    let ((from, low), (to, high)) = (spectrum[after - 1], spectrum[after]);
    low + (high - low) * (wavelength - from) / (to - from)
}

fn agree(what: &str, calculated: f64, stated: f64) {
    assert!((calculated / stated - 1.0).abs() <= TOLERANCE, "{what}: calculated {calculated}, stated {stated}");
}

#[test]
fn irradiances_and_optical_depths_follow_from_the_responses() {
    let instrument = InstrumentDescription::built_in().unwrap();
    let spectra = [("thuillier_2003", "Thuillier2003"), ("coddington_2021", "Coddington2021_1_0nm")];
    for (name, file) in spectra {
        let Some(spectrum) = spectrum(file) else { return };
        for band in &instrument.model.bands {
            let response = instrument.responses.band(&band.name).unwrap();
            let mean = response.mean(|_| 1.0, |wavelength| at(&spectrum, wavelength));
            agree(&format!("{} {name}", band.name), mean, band.solar_irradiances_w_m2_um[name]);
        }
    }
    // Optical depths are weighted with the second spectrum. λ in micrometres.
    let sun = spectrum(spectra[1].1).unwrap();
    let bodhaine = |l: f64| {
        0.0021520 * (1.0455996 - 341.29061 / (l * l) - 0.90230850 * l * l)
            / (1.0 + 0.0027059889 / (l * l) - 85.968563 * l * l)
    };
    let hansen = |scale: f64, l: f64| scale * l.powi(-4) * (1.0 + 0.0113 * l.powi(-2) + 0.00013 * l.powi(-4));
    for band in &instrument.model.bands {
        let response = instrument.responses.band(&band.name).unwrap();
        let mean = |formula: &dyn Fn(f64) -> f64| response.mean(|l| at(&sun, l), |l| formula(l * 1e-3));
        let stated = &band.rayleigh_optical_depths;
        agree(&format!("{} bodhaine", band.name), mean(&bodhaine), stated["bodhaine_1999"]);
        agree(&format!("{} hansen", band.name), mean(&|l| hansen(0.008569, l)), stated["hansen_travis_1974"]);
        agree(&format!("{} maja", band.name), mean(&|l| hansen(0.008524, l)), stated["maja"]);
    }
}

#[test]
fn figures_of_the_bands_are_those_of_the_table_of_integrals() {
    let path = format!("{}/radiometry/expected/venus_band_integrals.csv", root());
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {path}");
        return;
    };
    let names: Vec<&str> = table.lines().next().unwrap().split(',').collect();
    let bands = InstrumentDescription::built_in().unwrap().model.bands;
    assert_eq!(table.lines().count(), 1 + bands.len());
    for (line, band) in table.lines().skip(1).zip(&bands) {
        let fields: Vec<&str> = line.split(',').collect();
        let of = |name: &str| -> f64 { fields[names.iter().position(|own| *own == name).unwrap()].parse().unwrap() };
        assert_eq!(fields[0].trim_start_matches('B').parse::<u8>(), band.name.trim_start_matches('B').parse());
        for (key, column) in [
            ("thuillier_2003", "Thuillier2003"),
            ("coddington_2021", "Coddington2021_1_0nm"),
            ("coddington_2023", "Coddington2023_1_0nm"),
        ] {
            agree(key, band.solar_irradiances_w_m2_um[key], of(column));
        }
        for (key, column) in
            [("bodhaine_1999", "tauR_Bodhaine99"), ("hansen_travis_1974", "tauR_HT74"), ("maja", "tauR_MAJA")]
        {
            agree(key, band.rayleigh_optical_depths[key], of(column));
        }
        let response = InstrumentDescription::built_in().unwrap().responses.band(&band.name).unwrap().clone();
        assert!((response.mean(|_| 1.0, |wavelength| wavelength) - of("lam_c")).abs() < 0.02, "{}", band.name);
    }
}

#[test]
fn the_transcribed_responses_are_those_of_the_source() {
    let path = format!("{}/radiometry/rsr/srs_venus.txt", root());
    let Ok(table) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no {path}");
        return;
    };
    let responses = InstrumentDescription::built_in().unwrap().responses;
    for line in table.lines() {
        let numbers: Vec<f64> = line.split_whitespace().map(|field| field.parse().unwrap()).collect();
        for (band, response) in responses.bands.iter().zip(&numbers[1..]) {
            let own = band.at(numbers[0] * 1e3);
            assert!((own - response).abs() < 1e-9, "{} at {} µm: {own}, {response}", band.band, numbers[0]);
        }
    }
}
