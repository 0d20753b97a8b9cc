//! The Sun and viewing annexes of an L1 product, in GeoTIFF and, where the raster library can, in HDF4.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use gdal::DriverManager;
use gdal::raster::Buffer;
use viq::product_files::venus_l1::read_angle_grids;
use viq::product_files::{describe, open};
use viq::supervision::{DEFAULT_MEMORY_BUDGET_BYTES, Observer, Progress, Supervision, Warning};

use crate::synthetic::{image_path, plain_channels, write_bands, write_product};

#[derive(Default)]
pub(crate) struct Heard(pub(crate) Mutex<Vec<String>>);

impl Observer for Heard {
    fn progress(&self, _progress: &Progress) {}
    fn warning(&self, warning: &Warning) {
        self.0.lock().unwrap().push(warning.message.clone());
    }
}

/// A supervision whose warnings are kept.
pub(crate) fn heard() -> (Arc<Heard>, Supervision) {
    let heard = Arc::new(Heard::default());
    (heard.clone(), Supervision::new(heard, Arc::default(), DEFAULT_MEMORY_BUDGET_BYTES))
}

/// A product whose header names the two annexes; returns the header and the path of an annex.
fn product_with_annexes(folder: &Path) -> (PathBuf, impl Fn(&str) -> PathBuf + use<>) {
    let header = write_product(folder, 20, 30, &plain_channels(20, 30));
    let stem = "VE_TEST_VSC_L1VALD_SYNTH_01_20200102";
    let name = |key: &str| format!("VE_TEST_VSC_PDTANX_L1VALD_SYNTH_01_20200102_{key}");
    let annex = |key: &str| {
        format!(
            "<Annex_File sk=\"{key}\"><Nature>VSC_PDTANX</Nature><File_Location>./{stem}.DBL.DIR/{0}.HDR</File_Location>\
             <Logical_Name>{0}</Logical_Name></Annex_File>",
            name(key)
        )
    };
    let text = std::fs::read_to_string(&header).unwrap();
    let text = text.replace(
        "<List_of_Annex_Files count=\"0\"/>",
        &format!("<List_of_Annex_Files count=\"2\">{}{}</List_of_Annex_Files>", annex("SOL"), annex("VIE")),
    );
    std::fs::write(&header, text).unwrap();
    let data = image_path(&header).parent().unwrap().to_path_buf();
    (header, move |key: &str| data.join(name(key)))
}

fn with_extension(path: &Path, extension: &str) -> PathBuf {
    PathBuf::from(format!("{}{extension}", path.display()))
}

/// Displacements in pixels of 5 m per metre for directions (zenith, azimuth) in degrees, at 2 × 3 nodes.
fn displacements(directions: &[(f64, f64)]) -> Vec<Vec<f32>> {
    directions
        .iter()
        .flat_map(|(zenith, azimuth)| {
            let slope = zenith.to_radians().tan() / 5.0;
            let (sine, cosine) = azimuth.to_radians().sin_cos();
            [vec![(slope * sine) as f32; 6], vec![(slope * cosine) as f32; 6]]
        })
        .collect()
}

const VIEWS: [(f64, f64); 4] = [(12.85, 168.3), (13.25, 169.2), (13.67, 169.95), (14.1, 350.0)];
const SUN: [(f64, f64); 2] = [(52.45, 156.2), (52.5, 200.0)];

#[test]
fn annexes_give_the_directions_of_the_sun_and_of_each_detector_unit() {
    let folder = tempfile::tempdir().unwrap();
    let (header, annex) = product_with_annexes(folder.path());
    write_bands(&with_extension(&annex("SOL"), ".DBL.TIF"), 2, 3, &["a", "b", "c", "d"], &displacements(&SUN)).unwrap();
    let names: Vec<String> = (0..8).map(|channel| format!("channel {channel}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    write_bands(&with_extension(&annex("VIE"), ".DBL.TIF"), 2, 3, &names, &displacements(&VIEWS)).unwrap();
    let product = describe(&header, None).unwrap();
    assert_eq!(product.files.len(), 4);
    let grids = read_angle_grids(&product, &Supervision::unattended()).unwrap();
    assert_eq!(grids.sun.iter().map(|(altitude, _)| *altitude).collect::<Vec<_>>(), [3000.0, 8000.0]);
    assert_eq!(grids.views.iter().map(|(unit, _)| *unit).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let suns = grids.sun.iter().map(|(_, grid)| grid).zip(SUN);
    for (grid, (zenith, azimuth)) in grids.views.iter().map(|(_, grid)| grid).zip(VIEWS).chain(suns) {
        assert_eq!((grid.lines, grid.columns, grid.image_pixels_per_step), (2, 3, None));
        let found = grid.direction(1, 2).unwrap();
        assert!((found.0.degrees() - zenith).abs() < 1e-4, "{found:?}");
        assert!((found.1.degrees() - azimuth).abs() < 1e-4, "{found:?}");
        assert_eq!(grid.direction(2, 0), None);
        assert_eq!(grid.direction(0, 3), None);
    }
}

#[test]
fn the_header_of_an_annex_names_its_channels_and_its_unit() {
    let folder = tempfile::tempdir().unwrap();
    let (header, annex) = product_with_annexes(folder.path());
    // In metres per metre, at other altitudes.
    let samples: Vec<Vec<f32>> =
        displacements(&SUN).into_iter().map(|channel| channel.into_iter().map(|value| 5.0 * value).collect()).collect();
    write_bands(&with_extension(&annex("SOL"), ".DBL.TIF"), 2, 3, &["a", "b", "c", "d"], &samples).unwrap();
    std::fs::write(
        with_extension(&annex("SOL"), ".HDR"),
        "<Earth_Explorer_Header><Variable_Header><Specific_Product_Header><Annex_Information><List_of_Bands count=\"4\">\
         <Band sn=\"1\">DX_ALT=10.5m</Band><Band sn=\"2\">DY_ALT=10.5m</Band><Band sn=\"3\">DX_ALT=100.0m</Band>\
         <Band sn=\"4\">DY_ALT=100.0m</Band></List_of_Bands><Subsampling_Factor><By_Line>100</By_Line>\
         <By_Column>20</By_Column></Subsampling_Factor><Values_Unit>m/m of altitude</Values_Unit></Annex_Information>\
         </Specific_Product_Header></Variable_Header></Earth_Explorer_Header>",
    )
    .unwrap();
    let product = describe(&header, None).unwrap();
    let grids = read_angle_grids(&product, &Supervision::unattended()).unwrap();
    assert_eq!(grids.sun.iter().map(|(altitude, _)| *altitude).collect::<Vec<_>>(), [10.5, 100.0]);
    assert_eq!(grids.sun[0].1.image_pixels_per_step, Some([100.0, 20.0]));
    assert!((grids.sun[0].1.direction(0, 0).unwrap().0.degrees() - SUN[0].0).abs() < 1e-4);
    assert!(grids.views.is_empty());
}

#[test]
fn an_annex_in_hdf4_is_read_or_warned_of() {
    let folder = tempfile::tempdir().unwrap();
    let (header, annex) = product_with_annexes(folder.path());
    let path = with_extension(&annex("VIE"), ".DBL.HDF");
    let Ok(driver) = DriverManager::get_driver_by_name("HDF4Image") else {
        std::fs::write(&path, "an annex").unwrap();
        let (heard, supervision) = heard();
        open(&header, None, &supervision).unwrap();
        assert!(heard.0.lock().unwrap().iter().any(|message| message.contains("HDF4 driver")));
        return;
    };
    // GDAL takes the shortest side of such a cube for its channels.
    let shape = (12, 10);
    let dataset = driver.create_with_band_type::<f32, _>(&path, shape.0, shape.1, 8).unwrap();
    for (channel, samples) in displacements(&VIEWS).into_iter().enumerate() {
        let mut buffer = Buffer::new(shape, vec![samples[0]; shape.0 * shape.1]);
        dataset.rasterband(channel + 1).unwrap().write((0, 0), shape, &mut buffer).unwrap();
    }
    dataset.close().unwrap();
    let (heard, supervision) = heard();
    let product = open(&header, None, &supervision).unwrap().product;
    let grids = read_angle_grids(&product, &supervision).unwrap();
    assert!(heard.0.lock().unwrap().is_empty(), "{:?}", heard.0.lock().unwrap());
    assert!((grids.views[3].1.direction(1, 1).unwrap().1.degrees() - 350.0).abs() < 1e-4);
}

#[test]
fn an_annex_that_is_damaged_is_warned_of_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let (header, annex) = product_with_annexes(folder.path());
    std::fs::write(with_extension(&annex("VIE"), ".DBL.HDF"), "no grid").unwrap();
    write_bands(&with_extension(&annex("SOL"), ".DBL.TIF"), 2, 3, &["a"], &[vec![0.0_f32; 6]]).unwrap();
    let (heard, supervision) = heard();
    let product = describe(&header, None).unwrap();
    let grids = read_angle_grids(&product, &supervision).unwrap();
    assert!(grids.sun.is_empty() && grids.views.is_empty());
    let heard = heard.0.lock().unwrap();
    assert_eq!(heard.len(), 2, "{heard:?}");
    assert!(heard[0].contains("needed 4 channels of displacements, found 1") && heard[1].contains("VIE.DBL.HDF"));
}

#[cfg(unix)]
#[test]
fn an_annex_that_is_a_folder_or_a_pipe_is_refused_before_anybody_waits_for_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let (header, annex) = product_with_annexes(folder.path());
    let path = with_extension(&annex("VIE"), ".DBL.HDF");
    let complaint = || {
        let error = open(&header, None, &Supervision::unattended()).err().unwrap().to_string();
        assert_eq!(error, describe(&header, None).unwrap_err().to_string());
        assert!(error.contains("VIE.DBL.HDF: needed a regular file, which the metadata name"), "{error}");
        error
    };
    std::fs::create_dir(&path).unwrap();
    assert!(complaint().ends_with("found a folder"));
    std::fs::remove_dir(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(complaint().ends_with("found a pipe, a socket or a device"));
}
