//! Acquisitions read from real files, located by the model and held against the location grids of their producers.

use std::path::Path;
use std::sync::Arc;

use viq::earth::{
    CelestialFrame, EarthRotation, GroundPoint, PrecessionModel, longitude_difference, parse_earth_orientation,
};
use viq::instrument::location::{ImagePoint, LocationModel};
use viq::instrument::pushbroom::{
    Acquisition, AttitudeData, AttitudeInterpolation, CelestialRotation, Platform, PushbroomArray, ReferenceFrame,
};
use viq::instrument::refraction::{Refraction, STANDARD_LAYERS};
use viq::product_files::XmlDocument;
use viq::product_files::pleiades_dimap::read_pleiades_acquisition;
use viq::product_files::sentinel2_l1b::{Sentinel2Choices, read_sentinel2_acquisition};

use crate::shared_data::shared;

fn arrays(acquisition: &Acquisition, bulletin: Option<&Path>) -> Vec<PushbroomArray> {
    let rotation = |frame: ReferenceFrame| -> Result<Arc<dyn CelestialRotation>, String> {
        assert_eq!(frame, ReferenceFrame::Eme2000);
        let text = std::fs::read_to_string(bulletin.unwrap()).unwrap();
        let table = parse_earth_orientation("bulletin", &text).map_err(|error| error.to_string())?;
        EarthRotation::new(
            acquisition.reference,
            -60.0,
            60.0,
            &table,
            CelestialFrame::Eme2000,
            PrecessionModel::Iau2006,
        )
        .map(|rotation| Arc::new(rotation) as Arc<dyn CelestialRotation>)
        .map_err(|error| error.to_string())
    };
    let platform = Arc::new(Platform::new(acquisition, &rotation).unwrap());
    let air = Arc::new(Refraction::new(&STANDARD_LAYERS));
    let array =
        |array| PushbroomArray::new(array, Arc::clone(&platform), acquisition.corrections, Arc::clone(&air)).unwrap();
    acquisition.arrays.iter().map(array).collect()
}

/// Bands of a raster in doubles, and its size as lines and columns.
fn bands(path: &Path) -> (Vec<Vec<f64>>, [usize; 2]) {
    let dataset = gdal::Dataset::open(path).unwrap();
    let (columns, lines) = dataset.raster_size();
    let band =
        |index| dataset.rasterband(index).unwrap().read_as::<f64>((0, 0), (columns, lines), (columns, lines), None);
    ((1..=dataset.raster_count()).map(|index| band(index).unwrap().data().to_vec()).collect(), [lines, columns])
}

fn difference_deg(found: GroundPoint, longitude_deg: f64, latitude_deg: f64) -> [f64; 2] {
    let east = longitude_difference(found.longitude, longitude_deg.to_radians());
    [east.to_degrees(), found.latitude.to_degrees() - latitude_deg]
}

/// Mean and standard deviation.
fn moments(values: &[f64]) -> [f64; 2] {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    [mean, (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n).sqrt()]
}

#[test]
fn a_pleiades_document_meets_the_producers_grid_to_millimetres() {
    let Some(document) = shared("phr_dimap_physical/PHRDIMAP_P1BP--2018122638935449CP.XML") else { return };
    let array = arrays(&read_pleiades_acquisition(&document).unwrap(), None).remove(0);
    let (values, [lines, columns]) = bands(&document.with_file_name("GRID_P1BP--2018122638935449CP.tif"));
    let (mut east_m, mut north_m) = (Vec::new(), Vec::new());
    // Nine altitudes, a pair of bands each: longitudes, latitudes.
    for (level, pair) in values.chunks_exact(2).enumerate() {
        let height_m = -30.0 + 616.25 * level as f64;
        for node in (0..lines * columns).step_by(4) {
            // The grid counts from 0.5 at the middle of the first pixel.
            let image =
                ImagePoint { line: 597.609375 * (node / columns) as f64, column: 624.984375 * (node % columns) as f64 };
            if image.line > 38247.5 || image.column > 39999.5 {
                continue;
            }
            let found = array.ground_at_height(image, height_m).unwrap();
            let [east, north] = difference_deg(found, pair[0][node], pair[1][node]);
            east_m.push(east.to_radians() * 6_378_137.0 * found.latitude.cos());
            north_m.push(north.to_radians() * 6_356_752.0);
        }
    }
    assert!(east_m.len() > 9000, "{}", east_m.len());
    for [mean, deviation] in [moments(&east_m), moments(&north_m)] {
        assert!(mean.abs() < 5e-3 && deviation < 1e-3, "{mean} {deviation}");
    }
}

#[test]
fn a_sentinel2_datastrip_meets_the_peers_grids_and_check_points() {
    let Some(root) = shared("sen2vm_s2l1b") else { return };
    let path = root.join("S2A_OPER_MTD_L1B_DS_DPRM_20140630T140000_S20200816T120220.xml");
    let bulletin = root.join("IERS/S2__OPER_AUX_UT1UTC_PDMC_20190725T000000_V20190726T000000_20200725T000000.txt");
    let mut acquisition = read_sentinel2_acquisition(&path, &Sentinel2Choices::default()).unwrap();
    let as_the_peer = arrays(&acquisition, Some(&bulletin));
    let AttitudeData::Samples { interpolation, .. } = &mut acquisition.attitude else { unreachable!("samples") };
    *interpolation = AttitudeInterpolation::GreatArcs;
    let on_arcs = arrays(&acquisition, Some(&bulletin));

    // The check point of both tools: line 0, pixel 0 in the numbers of sen2vm is our line −1.
    let corner = as_the_peer[0].ground_at_height(ImagePoint { line: -1.0, column: 0.0 }, 42.538715533140156).unwrap();
    let off = difference_deg(corner, -18.919024167218094, 33.79483143151926);
    assert!(off.iter().all(|value| value.abs() < 1e-8), "{off:?}");

    let document = XmlDocument::read(&path).unwrap();
    let mut positions = std::collections::BTreeMap::new();
    for granule in document.root().descendants().filter(|place| place.name() == "Granule") {
        let position: usize = granule.get("POSITION").unwrap().whole_number().unwrap();
        positions.insert(granule.required_attribute("granuleId").unwrap().to_owned(), position - 1);
    }
    let (mut worst, mut worst_on_arcs, mut n, mut beyond) = (0.0_f64, 0.0_f64, 0, 0);
    for (identifier, position) in positions {
        let folder = root.join("ref/testDirectLoc/GRANULE").join(&identifier).join("GEO_DATA");
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for grid in entries.map(|entry| entry.unwrap().path()) {
            let name = grid.file_stem().unwrap().to_str().unwrap().to_owned();
            let (detector, band) = (&name[name.len() - 7..name.len() - 4], &name[name.len() - 3..]);
            let Some(index) = acquisition.arrays.iter().position(|array| array.name == format!("{band}/{detector}"))
            else {
                continue;
            };
            // One node every 6000 m, from the first line and column of the detector on.
            let (metres, step) = match acquisition.arrays[index].size.columns {
                2000.. => (10, 600),
                1000..2000 => (20, 300),
                _ => (60, 100),
            };
            let first = (position * 10 / metres + step / 2) / step;
            let (values, [lines, columns]) = bands(&grid);
            let coordinates = values[0].iter().zip(&values[1]).zip(&values[2]);
            assert_eq!(values[0].len(), lines * columns);
            for (node, ((longitude, latitude), altitude)) in coordinates.enumerate() {
                let (line, column) = ((first + node / columns) * step, (node % columns) * step);
                let image = ImagePoint { line: line as f64, column: column as f64 };
                let differs = |array: &PushbroomArray| {
                    let found = array.ground_at_height(image, *altitude).unwrap();
                    let off = difference_deg(found, *longitude, *latitude);
                    off[0].abs().max(off[1].abs())
                };
                worst_on_arcs = worst_on_arcs.max(differs(&on_arcs[index]));
                let off = differs(&as_the_peer[index]);
                n += 1;
                // At the first line of the arrays that begin first the peer extrapolates from its first sample.
                if line == 0 && off > 1e-8 {
                    beyond += 1;
                } else {
                    worst = worst.max(off);
                }
            }
        }
    }
    println!(
        "{n} nodes: {worst:.1e}° as the peer interpolates, {worst_on_arcs:.1e}° on great arcs, {beyond} where the peer extrapolates"
    );
    assert!(n > 7000 && beyond <= 20, "{n} {beyond}");
    assert!(worst < 1e-8, "{worst}");
    // The jitter between samples of 10 Hz: 0.5 m on the ground.
    assert!(worst_on_arcs < 5e-6, "{worst_on_arcs}");
}
