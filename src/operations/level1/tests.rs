//! A small raw product through the operation's parts, against the chain itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::chain_of_product::{ChainChoices, ProductChain};
use super::pipeline;
use crate::imagery::Reasons;
use crate::level1::tests::samples::{COLUMNS, LINES, STAGES, codes, names, set, settings};
use crate::level1::{BlockReasons, ChainSettings, Quantity, RawLayout, RawLines};
use crate::operations::{Context, OperationError, Surroundings};
use crate::parameter_sets::ParameterSet;
use crate::product_files::venus_system::{
    CarriedElements, ImageCorners, ImageDirection, ImageGeometry, LineDatation, PrivateData, SampleKind, SystemBand,
    SystemIdentifier, SystemProduct, SystemProductReader, SystemProductWriter,
};
use crate::supervision::Supervision;
use crate::units::{Angle, UtcInstant};
use crate::workspace::Environment;

const PRE_SCAN: usize = 3;
const POST_SCAN: usize = 2;

fn context(folder: &Path) -> Context {
    Context::find(Surroundings {
        workspace: Some(folder.join("workspace")),
        catalog: None,
        environment: Environment::default(),
        clock: Arc::new(|| UtcInstant::parse("2024-01-01").unwrap()),
        supervision: Supervision::unattended(),
    })
    .unwrap()
}

fn raw_description() -> SystemProduct {
    let moment = UtcInstant::parse("2020-03-01T08:00:00").unwrap();
    let identifier = |text: &str| SystemIdentifier::parse(text).unwrap();
    let direction =
        |degrees| ImageDirection { zenith: Angle::from_degrees(degrees), azimuth: Angle::from_degrees(150.0) };
    let band = |name: String| SystemBand {
        name,
        centre_nm: 600,
        tdi: STAGES,
        datation: LineDatation { reference_line: 0.0, reference_mjd_days: 7365.0 },
        ak: None,
        polarisation_coefficient: None,
    };
    SystemProduct {
        identifier: identifier("VE_TEST_VSC_0EVALD_SITE0001_20200301"),
        site: "VE_TEST_MPL_SITDEF_S_SITE0001".to_owned(),
        acquisition: moment,
        period: [moment, moment],
        processed: moment,
        orbit: 7993,
        bands: names().into_iter().map(band).collect(),
        settings: set().manifest.settings,
        lines: LINES,
        pre_scan: PRE_SCAN,
        useful_columns: COLUMNS,
        post_scan: POST_SCAN,
        samples: SampleKind::Counts { significant_bits: 12 },
        geometry: ImageGeometry {
            places_deg: ImageCorners::same([3.0, 41.5]),
            sun: ImageCorners::same(direction(52.0)),
            views: BTreeMap::new(),
            sampling_m: [5.0; 2],
            in_satellite_frame_deg: None,
        },
        private: PrivateData::unfilled("TEST", Some(identifier("VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0"))),
        flags: BTreeMap::new(),
        quality_indexes: Vec::new(),
        parameter_files: Vec::new(),
        elevation_model: None,
        cloud_percentage: None,
        synthetic: true,
        notes: String::new(),
        carried: CarriedElements::default(),
    }
}

/// The codes of a band with pre- and post-scan columns.
fn padded(band: usize) -> Vec<u16> {
    let pad = |line: &[u16]| [&[7; PRE_SCAN], line, &[9; POST_SCAN]].concat();
    codes(band).chunks(COLUMNS).flat_map(pad).collect()
}

fn choices() -> ChainChoices {
    ChainChoices {
        settings: settings(Quantity::Reflectance),
        saturation_spreads: true,
        polarisation_is_optional: true,
        polarisation: BTreeMap::new(),
        rescale: false,
        preview: false,
    }
}

/// The set, made for the product's line time; without codes, which the check of settings would ask for.
fn fitting_set() -> ParameterSet {
    let mut set = set();
    let codes = crate::parameter_sets::HalfCodes { gain: 1, offset: 2 };
    let of_band = crate::parameter_sets::BandSettings { left: codes, right: codes };
    set.manifest.settings.bands = names().into_iter().map(|name| (name, of_band)).collect();
    set
}

fn prepared(folder: &Path, set: ParameterSet) -> Result<ProductChain, OperationError> {
    let raw = folder.join("raw");
    if !raw.exists() {
        let mut description = raw_description();
        description.settings = fitting_set().manifest.settings;
        let mut writer = SystemProductWriter::create(&raw, description).unwrap();
        let bands: Vec<Vec<u16>> = (0..2).map(padded).collect();
        writer.write_counts(0, &bands.iter().map(Vec::as_slice).collect::<Vec<_>>()).unwrap();
        writer.finish().unwrap();
    }
    ProductChain::prepare(&raw, &folder.join("set"), set, choices(), &context(folder))
}

fn by_chain(product: &ProductChain, band: usize) -> (Vec<f32>, Vec<Reasons>) {
    let codes = codes(band);
    let layout = RawLayout { stride: COLUMNS, offset: 0, columns: COLUMNS, first_column: 0, first_line: 0, context: 0 };
    let (mut values, mut reasons) = (vec![0.0; codes.len()], BlockReasons::default());
    let raw = RawLines::new(&codes, layout, &[]).unwrap();
    product.chain.bands()[band].correct(&raw, &mut values, &mut reasons).unwrap();
    let mut dense = vec![Reasons::VALID; codes.len()];
    reasons.fill(0, 0, COLUMNS, &mut dense);
    (values, dense)
}

#[test]
fn the_product_holds_what_the_chain_gives() {
    let folder = tempfile::tempdir().unwrap();
    let product = prepared(folder.path(), fitting_set()).unwrap();
    assert_eq!(product.left_out.len(), 1);
    let mut description = product.reader.product().as_l1a();
    description.flags =
        product.chain.flags().header().into_iter().map(|(name, done)| (name.to_owned(), done)).collect();
    let out = folder.path().join("l1a");
    let mut writer = SystemProductWriter::create(&out, description).unwrap();
    let written = pipeline::run(&product, None, &mut writer, &Supervision::unattended()).unwrap();
    writer.finish().unwrap();
    let reader = SystemProductReader::open(&out).unwrap();
    for band in 0..2 {
        let (expected, reasons) = by_chain(&product, band);
        let mut values = vec![0.0; LINES * COLUMNS];
        reader.read_values(band, 0..LINES, &mut values).unwrap();
        let bits = |values: &[f32]| values.iter().map(|value| (value.is_nan(), value.to_bits())).collect::<Vec<_>>();
        let same = values
            .iter()
            .zip(&expected)
            .all(|(one, other)| one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan());
        assert!(same, "{:?}", bits(&values[..5]));
        let n_good = reasons.iter().filter(|reasons| reasons.is_valid()).count();
        assert_eq!((written.n_good[band], written.n), (n_good as u64, (LINES * COLUMNS) as u64));
    }
    assert!(reader.product().flags["Equalization"] && !reader.product().flags["Polarization"]);
}

#[test]
fn a_set_that_does_not_fit_the_product_is_refused_with_what_was_needed_and_found() {
    let folder = tempfile::tempdir().unwrap();
    let refusal = |change: &dyn Fn(&mut ParameterSet)| {
        let mut set = fitting_set();
        change(&mut set);
        prepared(folder.path(), set).err().map(|error| error.to_string()).unwrap_or_default()
    };
    let expired = refusal(&|set| set.manifest.validity[1] = Some(UtcInstant::parse("2019-01-01").unwrap()));
    assert!(expired.contains("needed one that holds at 2020-03-01") && expired.contains("to 2019-01-01"), "{expired}");
    let other_time = refusal(&|set| set.manifest.settings.line_time_us = 700.0);
    assert!(other_time.contains("needed 1000 µs, found 700 µs"), "{other_time}");
    let columns = refusal(&|set| {
        let response = set.bands[0].responses.get_mut(&STAGES).unwrap();
        let all =
            [&mut response.slopes.a1, &mut response.slopes.a2, &mut response.slopes.knee, &mut response.dark.counts];
        for list in all {
            list.truncate(39);
        }
    });
    assert!(columns.contains("needed an array of 40 columns in band RED") && columns.contains("found 39"), "{columns}");
    assert_eq!(refusal(&|_| {}), "");
    let values = ChainSettings::of_bits(12);
    assert_eq!(values.saturation.full_scale, 4095);
}

#[test]
fn a_correction_that_is_cancelled_leaves_no_product() {
    let folder = tempfile::tempdir().unwrap();
    let product = prepared(folder.path(), fitting_set()).unwrap();
    let out = folder.path().join("l1a");
    let mut writer = SystemProductWriter::create(&out, product.reader.product().as_l1a()).unwrap();
    let supervision = Supervision::unattended();
    supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(matches!(pipeline::run(&product, None, &mut writer, &supervision), Err(OperationError::Cancelled(_))));
    drop(writer);
    assert!(!out.exists());
}
