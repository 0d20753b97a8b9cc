//! An image with polynomials beside it, and a relief under it.

use gdal::DriverManager;
use gdal::raster::Buffer;
use gdal::spatial_ref::SpatialRef;
use tempfile::TempDir;

use crate::running::text;

/// Lines and columns of the image.
pub(super) const SIDE: usize = 1000;

/// An image of 1000 × 1000 pixels with polynomials in `scene_RPC.TXT` beside it: 0.02° from end to end, north up, its middle (line and column 500)
/// on a place at 500 m; with height the sight leans to the east by a pixel in 100 m.
pub(super) struct Scene {
    pub(super) folder: TempDir,
    image: String,
    middle: [f64; 2],
}

/// Polynomials around a place.
pub(super) fn polynomials(longitude: f64, latitude: f64) -> String {
    let mut lines: Vec<String> = [
        ("LINE_OFF", 500.0),
        ("SAMP_OFF", 500.0),
        ("LAT_OFF", latitude),
        ("LONG_OFF", longitude),
        ("HEIGHT_OFF", 500.0),
        ("LINE_SCALE", 500.0),
        ("SAMP_SCALE", 500.0),
        ("LAT_SCALE", 0.01),
        ("LONG_SCALE", 0.01),
        ("HEIGHT_SCALE", 500.0),
    ]
    .map(|(name, value)| format!("{name}: {value}"))
    .into();
    // RPC00B: constant, longitude, latitude, height …
    let coefficients = [
        ("LINE_NUM", [0.0, 0.0, -1.0, 0.0]),
        ("LINE_DEN", [1.0, 0.0, 0.0, 0.0]),
        ("SAMP_NUM", [0.0, 1.0, 0.0, 0.01]),
        ("SAMP_DEN", [1.0, 0.0, 0.0, 0.0]),
    ];
    for (name, first) in coefficients {
        lines.extend((0..20).map(|index| format!("{name}_COEFF_{}: {}", index + 1, first.get(index).unwrap_or(&0.0))));
    }
    lines.join("\n") + "\n"
}

impl Scene {
    pub(super) fn at(longitude: f64, latitude: f64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("scene.tif");
        let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
        driver.create_with_band_type::<u8, _>(&path, SIDE, SIDE, 1).unwrap().close().unwrap();
        let image = text(&path).to_owned();
        let scene = Self { folder, image, middle: [longitude, latitude] };
        scene.write("scene_RPC.TXT", &polynomials(longitude, latitude));
        scene
    }

    pub(super) fn image(&self) -> &str {
        &self.image
    }

    /// A file beside the image.
    pub(super) fn write(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        text(&path).to_owned()
    }

    /// A plane that rises to the east from 400 m in the middle, 1000 m in 0.1°, without values in the north-west, and ending 0.009° south of the
    /// middle.
    pub(super) fn relief(&self) -> String {
        let path = self.folder.path().join("relief.tif");
        let (step, columns, rows) = (0.001, 41, 30);
        let [west, north] = [self.middle[0] - 0.02, self.middle[1] + 0.02];
        let height = |row: usize, column: usize| -> f32 {
            let east = column as f64 * step - 0.02;
            if east < -0.005 && row as f64 * step < 0.015 { -9999.0 } else { (400.0 + 1e4 * east) as f32 }
        };
        let driver = DriverManager::get_driver_by_name("GTiff").unwrap();
        let mut dataset = driver.create_with_band_type::<f32, _>(&path, columns, rows, 1).unwrap();
        dataset.set_geo_transform(&[west - 0.5 * step, step, 0.0, north + 0.5 * step, 0.0, -step]).unwrap();
        dataset.set_spatial_ref(&SpatialRef::from_epsg(4326).unwrap()).unwrap();
        let heights = (0..rows * columns).map(|index| height(index / columns, index % columns)).collect();
        let mut band = dataset.rasterband(1).unwrap();
        band.set_no_data_value(Some(-9999.0)).unwrap();
        band.write((0, 0), (columns, rows), &mut Buffer::new((columns, rows), heights)).unwrap();
        dataset.close().unwrap();
        text(&path).to_owned()
    }
}
