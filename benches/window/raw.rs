//! A raw product of 12 bands of 5200 columns × 6000 lines and a nominal set that is of it, for what-ifs on the screen.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use viq::instrument::InstrumentDescription;
use viq::parameter_sets::ParameterSet;
use viq::product_files::parameter_set_folder::{SetWriting, write_parameter_set};
use viq::product_files::venus_system::{
    CarriedElements, ImageCorners, ImageDirection, ImageGeometry, LineDatation, PrivateData, SampleKind, SystemBand,
    SystemIdentifier, SystemProduct, SystemProductWriter,
};
use viq::simulation::{NominalResponse, NominalSetSettings, nominal_set};
use viq::supervision::Supervision;
use viq::units::{Angle, UtcInstant};

const LINES: usize = 6000;
/// Lines written at once.
const STRIP: usize = 250;

/// Where the set stands.
pub(crate) fn set_path(folder: &Path) -> PathBuf {
    folder.join("set")
}

/// Where the product stands.
pub(crate) fn product_path(folder: &Path) -> PathBuf {
    folder.join("raw")
}

/// Writes both. The filters of stray light are small: no live picture has them.
pub(crate) fn write(folder: &Path) {
    let description = InstrumentDescription::built_in().unwrap();
    let settings = NominalSetSettings {
        local_filter_size: 5,
        cross_talk_filter_size: 5,
        ..NominalSetSettings::of(&description.model, 7).unwrap()
    };
    let supervision = Supervision::unattended();
    let set = nominal_set(&description, &NominalResponse::built_in().unwrap(), &settings, &supervision).unwrap();
    let writing = SetWriting { created: None, replace: true, carried: &[] };
    write_parameter_set(&set_path(folder), &set, &writing, &supervision).unwrap();
    write_product(&product_path(folder), &set);
}

fn write_product(target: &Path, set: &ParameterSet) {
    let direction = ImageDirection { zenith: Angle::from_degrees(30.0), azimuth: Angle::from_degrees(150.0) };
    let moment = UtcInstant::parse("2020-03-01T08:34:37.250").unwrap();
    let columns = set.bands[0].responses.values().next().unwrap().dark.counts.len();
    let bands = set.bands.iter().enumerate().map(|(index, band)| SystemBand {
        name: band.band.clone(),
        centre_nm: 420 + 40 * index as u32,
        tdi: *band.responses.keys().nth(2).unwrap(),
        datation: LineDatation { reference_line: 0.0, reference_mjd_days: 7365.0 },
        ak: None,
        polarisation_coefficient: None,
    });
    let raw_product = SystemIdentifier::parse("VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0").unwrap();
    let product = SystemProduct {
        identifier: SystemIdentifier::parse("VE_TEST_VSC_L0SYNT_SITE0001_20200301").unwrap(),
        site: "VE_TEST_MPL_SITDEF_S_SITE0001".to_owned(),
        acquisition: moment,
        period: [moment, moment],
        processed: moment,
        orbit: 7993,
        settings: set.manifest.settings.clone(),
        bands: bands.collect(),
        lines: LINES,
        pre_scan: 0,
        useful_columns: columns,
        post_scan: 0,
        samples: SampleKind::Counts { significant_bits: 10 },
        geometry: ImageGeometry {
            places_deg: ImageCorners::same([34.75, 31.375]),
            sun: ImageCorners::same(direction),
            views: BTreeMap::from([(1, ImageCorners::same(direction))]),
            sampling_m: [5.3, 5.3],
            in_satellite_frame_deg: None,
        },
        private: PrivateData::unfilled("TEST", Some(raw_product)),
        flags: BTreeMap::new(),
        quality_indexes: Vec::new(),
        parameter_files: Vec::new(),
        elevation_model: None,
        cloud_percentage: Some(0.0),
        synthetic: true,
        notes: "made by a bench".to_owned(),
        carried: CarriedElements::default(),
    };
    let n_bands = product.bands.len();
    let mut writer = SystemProductWriter::create(target, product).unwrap();
    let mut seed = 1_u32;
    for first in (0..LINES).step_by(STRIP) {
        let codes: Vec<Vec<u16>> = (0..n_bands)
            .map(|band| {
                let samples = (0..STRIP * columns).map(|index| {
                    seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    let (line, column) = (first + index / columns, index % columns);
                    (200 + 10 * band + (line / 16 + column / 24) % 300) as u16 + (seed >> 29) as u16
                });
                samples.collect()
            })
            .collect();
        let codes: Vec<&[u16]> = codes.iter().map(Vec::as_slice).collect();
        writer.write_counts(first, &codes).unwrap();
    }
    writer.finish().unwrap();
}
