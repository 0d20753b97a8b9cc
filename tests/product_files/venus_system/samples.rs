//! A small system product of every level.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use viq::imagery::{NoDataReason, Reasons};
use viq::instrument::TdiStages;
use viq::parameter_sets::{BandSettings, HalfCodes, InstrumentSettings};
use viq::product_files::venus_system::{
    CarriedElements, FileReference, ImageCorners, ImageDirection, ImageGeometry, LineDatation, PrivateData, SampleKind,
    SystemBand, SystemIdentifier, SystemLevel, SystemProduct, SystemProductWriter,
};
use viq::product_files::{ParameterFile, QualityIndex};
use viq::units::{Angle, UtcInstant};

pub(crate) const LINES: usize = 37;
pub(crate) const USEFUL: usize = 24;
pub(crate) const BANDS: usize = 12;

pub(crate) fn identifier(level: SystemLevel) -> SystemIdentifier {
    let text = match level {
        SystemLevel::Inventoried => "VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0",
        SystemLevel::L0 => "VE_TEST_VSC_L0VALD_SITE0001_20200301",
        SystemLevel::L0Extended => "VE_TEST_VSC_0EVALD_SITE0001_20200301",
        SystemLevel::L1A => "VE_TEST_VSC_1AVALD_SITE0001_20200301",
    };
    SystemIdentifier::parse(text).unwrap()
}

fn direction(zenith: f64, azimuth: f64) -> ImageDirection {
    ImageDirection { zenith: Angle::from_degrees(zenith), azimuth: Angle::from_degrees(azimuth) }
}

fn corners<T: Copy>(at: impl Fn(f64, f64) -> T) -> ImageCorners<T> {
    ImageCorners {
        upper_left: at(0.0, 0.0),
        upper_right: at(0.0, 1.0),
        lower_left: at(1.0, 0.0),
        lower_right: at(1.0, 1.0),
        centre: at(0.5, 0.5),
    }
}

fn geometry() -> ImageGeometry {
    let views = (1..=4_u8).filter(|unit| *unit != 3).map(|unit| {
        let view = corners(|down, right| direction(12.5 + 0.25 * f64::from(unit) + 0.5 * right, 168.0 + 0.125 * down));
        (unit, view)
    });
    ImageGeometry {
        places_deg: corners(|down, right| [34.75 + 0.25 * right, 31.375 - 0.25 * down]),
        sun: corners(|down, right| direction(52.5 + 0.125 * down, 150.25 - 0.25 * right)),
        views: views.collect(),
        sampling_m: [5.35, 5.3],
        in_satellite_frame_deg: Some([355.1755, 10.8794, 11.85503]),
    }
}

/// A product of 12 bands with figures of its own everywhere, in the digits that the format keeps.
pub(crate) fn product(level: SystemLevel) -> SystemProduct {
    let bands: Vec<SystemBand> = (0..BANDS)
        .map(|index| SystemBand {
            name: format!("B{:02}", index + 1),
            centre_nm: 420 + 40 * index as u32,
            tdi: TdiStages([1, 4, 8, 16, 32][index % 5]),
            datation: LineDatation {
                reference_line: 0.5 * index as f64,
                reference_mjd_days: 7_365.123_456_789 + index as f64 / 86_400.0,
            },
            ak: (level != SystemLevel::Inventoried)
                .then_some(0.204 + 0.103 * index as f64)
                .map(|ak| (ak * 1e5).round() / 1e5),
            polarisation_coefficient: (level != SystemLevel::Inventoried && index != 3).then_some(-0.0016),
        })
        .collect();
    let codes = |index: usize| BandSettings {
        left: HalfCodes { gain: 10 + index as u8, offset: 20 + index as u8 },
        right: HalfCodes { gain: 110 + index as u8, offset: 60 + index as u8 },
    };
    let inventoried = level == SystemLevel::Inventoried;
    let private = PrivateData {
        pole_arcsec: Some([0.0625, 0.3125]),
        ut1_less_utc_s: Some(-0.0375),
        heading_deg: Some(191.5),
        attitude_deg: Some([10.5, -3.25, 0.125]),
        nadir_deg: Some([36.25, 31.0]),
        slide_angle_deg: Some(0.875),
        resolution_m: Some([5.35, 5.3]),
        line_intervals: bands.iter().map(|band| (band.name.clone(), [100, 100 + LINES as u64 - 1])).collect(),
        raw_product: (!inventoried).then(|| identifier(SystemLevel::Inventoried)),
        auxiliary: vec![
            (
                "GPS".to_owned(),
                file("AUX_GPSDTA", Some("./GPS.EEF"), "VE_TEST_AUX_GPSDTA_S_SITE0001_07993_S_VEN_KRN_07993_00001_0"),
            ),
            (
                "AOCS".to_owned(),
                file("AUX_AOCDTA", None, "VE_TEST_AUX_AOCDTA_S_SITE0001_07993_S_VEN_KRN_07993_00001_0"),
            ),
        ],
        geometric_model: file("TEC_GEOMDL", None, "VE_TEST_TEC_GEOMDL_0EVALD_SITE0001_20200301"),
        line_dates: BTreeMap::from_iter(inventoried.then(|| {
            let name = identifier(level).line_dates("B01");
            ("B01".to_owned(), file("TEC_LINDAT", Some("./LINES.EEF"), &name))
        })),
    };
    let scan = level.has_scan_columns();
    SystemProduct {
        identifier: identifier(level),
        site: "VE_TEST_MPL_SITDEF_S_SITE0001".to_owned(),
        acquisition: UtcInstant::parse("2020-03-01T08:34:37.250").unwrap(),
        period: [UtcInstant::parse("2020-03-01T08:34:32").unwrap(), UtcInstant::parse("2020-03-01T08:34:41").unwrap()],
        processed: UtcInstant::parse("2020-03-02T00:00:01").unwrap(),
        orbit: 7993,
        settings: InstrumentSettings {
            line_time_us: 788.125,
            bands: bands.iter().enumerate().map(|(index, band)| (band.name.clone(), codes(index))).collect(),
        },
        bands,
        lines: LINES,
        pre_scan: if scan { 3 } else { 0 },
        useful_columns: USEFUL,
        post_scan: if scan { 2 } else { 0 },
        samples: if level.holds_counts() { SampleKind::Counts { significant_bits: 10 } } else { SampleKind::Values },
        geometry: geometry(),
        private,
        flags: if inventoried { BTreeMap::new() } else { flags() },
        quality_indexes: vec![QualityIndex {
            code: "RATE_PIXELS_OK_L1A".to_owned(),
            band: Some("B05".to_owned()),
            value: Some(0.999),
            text: "0.999".to_owned(),
        }],
        parameter_files: vec![ParameterFile {
            nature: "GIP_DARKCU".to_owned(),
            name: "VE_OPER_GIP_DARKCU_L_ALLSITES_00008_20171021_99991231_B01_111101".to_owned(),
        }],
        elevation_model: None,
        cloud_percentage: (!inventoried).then_some(12.5),
        synthetic: true,
        notes: "made by a test, with <signs> & \"quotes\"".to_owned(),
        carried: carried(level),
    }
}

/// What no calculation uses, as far as the level has a place for it.
fn carried(level: SystemLevel) -> CarriedElements {
    let inventoried = level == SystemLevel::Inventoried;
    CarriedElements {
        file_version: 3,
        web_site: "https://venus.example/<&>".to_owned(),
        coverage_tag: if inventoried { "DATA_STRIP" } else { "NOMINAL" }.to_owned(),
        further_sites: (0..2 * usize::from(inventoried))
            .map(|number| format!("VE_TEST_MPL_SITDEF_S_SITE010{number}"))
            .collect(),
        toponym: if inventoried { "beside the sea".to_owned() } else { String::new() },
        reference_image: (!inventoried).then(|| "VE_TEST_AUX_REFIMG_E03415N3122_E03500N3050_0002".to_owned()),
        quick_looks: vec![("B05".to_owned(), file("VSC_PDTQLK", Some("./QUICK.HDR"), "VE_TEST_VSC_PDTQLK_QUICK"))],
    }
}

fn flags() -> BTreeMap<String, bool> {
    let names = viq::product_files::venus_system::PROCESSING_FLAGS;
    names.iter().enumerate().map(|(index, name)| ((*name).to_owned(), index % 3 == 0)).collect()
}

fn file(nature: &str, location: Option<&str>, name: &str) -> FileReference {
    FileReference { nature: nature.to_owned(), location: location.map(str::to_owned), name: name.to_owned() }
}

/// Counts of a band, from 0 to 1023.
pub(crate) fn counts(product: &SystemProduct, band: usize) -> Vec<u16> {
    (0..product.lines * product.columns()).map(|index| ((index * 7919 + band * 131) % 1024) as u16).collect()
}

/// Values of a band and the reasons beside them.
pub(crate) fn values(product: &SystemProduct, band: usize) -> (Vec<f32>, Vec<Reasons>) {
    let values: Vec<f32> =
        (0..product.lines * product.columns()).map(|index| 0.1 + (index + band) as f32 / 7.0).collect();
    let reasons = (0..values.len()).map(|index| match (index + band) % 11 {
        3 => Reasons::only(NoDataReason::Saturated),
        5 => Reasons::only(NoDataReason::Defective),
        7 => Reasons::only(NoDataReason::Missing),
        8 => Reasons::only(NoDataReason::Saturated).union(Reasons::only(NoDataReason::Defective)),
        _ => Reasons::VALID,
    });
    let reasons = reasons.collect();
    (values, reasons)
}

/// Writes a product in blocks of `block` lines; gives the path of its main header.
pub(crate) fn written(target: &Path, product: &SystemProduct, block: usize) -> PathBuf {
    let mut writer = SystemProductWriter::create(target, product.clone()).unwrap();
    let columns = product.columns();
    let bands = 0..product.bands.len();
    if product.level().holds_counts() {
        let counts: Vec<Vec<u16>> = bands.map(|band| counts(product, band)).collect();
        for first in (0..product.lines).step_by(block) {
            let range = first * columns..(first + block).min(product.lines) * columns;
            let slices: Vec<&[u16]> = counts.iter().map(|counts| &counts[range.clone()]).collect();
            writer.write_counts(first, &slices).unwrap();
        }
    } else {
        let all: Vec<(Vec<f32>, Vec<Reasons>)> = bands.map(|band| values(product, band)).collect();
        for first in (0..product.lines).step_by(block) {
            let range = first * columns..(first + block).min(product.lines) * columns;
            let values: Vec<&[f32]> = all.iter().map(|(values, _)| &values[range.clone()]).collect();
            let reasons: Vec<&[Reasons]> = all.iter().map(|(_, reasons)| &reasons[range.clone()]).collect();
            writer.write_values(first, &values, &reasons).unwrap();
        }
        writer.write_uncertainty(b"{\"random\": 1}").unwrap();
        writer.write_processing(b"{\"steps\": []}").unwrap();
    }
    writer.finish().unwrap()
}
