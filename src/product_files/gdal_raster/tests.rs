use gdal::DriverManager;
use gdal::raster::{Buffer, RasterCreationOptions};

use super::*;
use crate::supervision::Cancelled;

/// A raster of zeros in strips of `strip_lines`, of which nothing is stored.
fn in_strips(path: &Path, lines: usize, columns: usize, strip_lines: usize) -> GdalRaster {
    let options: RasterCreationOptions =
        [format!("BLOCKYSIZE={strip_lines}"), "COMPRESS=DEFLATE".to_owned(), "SPARSE_OK=TRUE".to_owned()]
            .iter()
            .map(String::as_str)
            .collect();
    let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
    let dataset = driver.create_with_band_type_with_options::<u16, _>(path, columns, lines, 1, &options).unwrap();
    let mut line = Buffer::new((columns, 1), vec![7_u16; columns]);
    dataset.rasterband(1).unwrap().write((0, 0), (columns, 1), &mut line).unwrap();
    dataset.close().unwrap();
    let rule = SampleRule { no_data: None, empty_pixel_is_outside: false, clipped: None };
    let bands = vec![ImageBand { source: FileBand { file: 0, band: 0 }, rule }];
    let layout = RasterLayout { files: vec![path.to_path_buf()], bands, masks: Vec::new() };
    GdalRaster::open(layout, &Supervision::unattended()).unwrap()
}

#[test]
fn a_large_window_of_a_strip_stored_file_is_read_in_steps_of_few_whole_strips() {
    let folder = tempfile::tempdir().unwrap();
    for (strip_lines, most_pixels) in [(1, STEP_PIXELS), (4, STEP_PIXELS), (16, 16 * 8437)] {
        let raster = in_strips(&folder.path().join(format!("{strip_lines}.tif")), 300, 8437, strip_lines);
        assert_eq!((raster.size.block_lines, raster.size.block_columns), (strip_lines, 8437));
        let window = raster.size.window();
        let steps: Vec<Window> = raster.steps(window).collect();
        assert_eq!(steps.iter().map(|step| step.pixels()).sum::<usize>(), window.pixels());
        for step in steps {
            assert!(step.pixels() <= most_pixels, "{step:?}");
            assert_eq!((step.line % strip_lines, step.columns), (0, 8437));
        }
    }
}

#[test]
fn each_step_of_a_cancelled_read_ends_it() {
    let folder = tempfile::tempdir().unwrap();
    let raster = in_strips(&folder.path().join("strips.tif"), 30, 20, 1);
    let supervision = Supervision::unattended();
    let mut handles = raster.take_handles();
    let mut codes: Vec<u16> = Vec::new();
    let window = raster.size.window();
    let source = FileBand { file: 0, band: 0 };
    let step = |line| Step { window, part: Window::new(line, 0, 1, 20), supervision: &supervision };
    let files = &raster.layout.files;
    assert_eq!(read_samples(files, &mut handles.datasets, source, step(0), &mut codes), Ok([7_u16; 20].as_slice()));
    supervision.cancellation().store(true, std::sync::atomic::Ordering::Relaxed);
    let outcome = read_samples(files, &mut handles.datasets, source, step(1), &mut codes);
    assert_eq!(outcome, Err(ReadError::Cancelled(Cancelled)));
}
