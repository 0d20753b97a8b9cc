//! A raw product that the sample set is of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::instrument::TdiStages;
use crate::parameter_sets::ParameterSet;
use crate::product_files::venus_system::{
    CarriedElements, ImageCorners, ImageDirection, ImageGeometry, LineDatation, PrivateData, SampleKind, SystemBand,
    SystemIdentifier, SystemProduct, SystemProductWriter,
};
use crate::units::{Angle, UtcInstant};

/// The code of a pixel: both slopes are met, and no code is at an end of its range.
pub(crate) fn code(band: usize, line: usize, column: usize) -> u16 {
    (100 + 37 * (line % 20) + 3 * column + 11 * band) as u16
}

/// Writes a raw product of `lines` lines of the set's bands and columns; gives its header. The Sun stands 30° from the zenith.
pub(crate) fn sample_raw(folder: &Path, set: &ParameterSet, lines: usize) -> PathBuf {
    sample_raw_within(folder, set, lines, [0, 0])
}

/// The same with columns before and after the useful ones, whose codes are far from all others.
pub(crate) fn sample_raw_within(
    folder: &Path,
    set: &ParameterSet,
    lines: usize,
    [pre_scan, post_scan]: [usize; 2],
) -> PathBuf {
    let columns = set.bands[0].responses.values().next().unwrap().dark.counts.len();
    let direction = ImageDirection { zenith: Angle::from_degrees(30.0), azimuth: Angle::from_degrees(150.0) };
    let bands: Vec<SystemBand> = set
        .bands
        .iter()
        .enumerate()
        .map(|(index, parameters)| SystemBand {
            name: parameters.band.clone(),
            centre_nm: 420 + 40 * index as u32,
            tdi: TdiStages(8),
            datation: LineDatation { reference_line: 0.0, reference_mjd_days: 7365.0 },
            ak: None,
            polarisation_coefficient: None,
        })
        .collect();
    let inventoried = SystemIdentifier::parse("VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0").unwrap();
    let moment = UtcInstant::parse("2020-03-01T08:34:37.250").unwrap();
    // Only what was received holds columns beside the useful ones.
    let level = if pre_scan + post_scan > 0 { "0EVALD" } else { "L0SYNT" };
    let product = SystemProduct {
        identifier: SystemIdentifier::parse(&format!("VE_TEST_VSC_{level}_SITE0001_20200301")).unwrap(),
        site: "VE_TEST_MPL_SITDEF_S_SITE0001".to_owned(),
        acquisition: moment,
        period: [moment, moment],
        processed: moment,
        orbit: 7993,
        settings: set.manifest.settings.clone(),
        bands,
        lines,
        pre_scan,
        useful_columns: columns,
        post_scan,
        samples: SampleKind::Counts { significant_bits: 10 },
        geometry: ImageGeometry {
            places_deg: ImageCorners::same([34.75, 31.375]),
            sun: ImageCorners::same(direction),
            views: BTreeMap::from([(1, ImageCorners::same(direction))]),
            sampling_m: [5.3, 5.3],
            in_satellite_frame_deg: None,
        },
        private: PrivateData::unfilled("TEST", Some(inventoried)),
        flags: BTreeMap::new(),
        quality_indexes: Vec::new(),
        parameter_files: Vec::new(),
        elevation_model: None,
        cloud_percentage: Some(0.0),
        synthetic: true,
        notes: "made by a test".to_owned(),
        carried: CarriedElements::default(),
    };
    let codes: Vec<Vec<u16>> = (0..set.bands.len())
        .map(|band| {
            let line = |line| {
                let useful = (0..columns).map(|column| code(band, line, column)).collect::<Vec<u16>>();
                [vec![1000; pre_scan], useful, vec![999; post_scan]].concat()
            };
            (0..lines).flat_map(line).collect()
        })
        .collect();
    let mut writer = SystemProductWriter::create(&folder.join("raw"), product).unwrap();
    let codes: Vec<&[u16]> = codes.iter().map(Vec::as_slice).collect();
    writer.write_counts(0, &codes).unwrap();
    writer.finish().unwrap()
}
