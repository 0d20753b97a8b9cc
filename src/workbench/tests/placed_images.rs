//! Files beside an image that say where it lies, so plainly that its places are known by a formula.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::sample_images;

/// An image of 200 lines and 300 columns whose rational polynomials are straight lines.
#[derive(Debug, Clone, Copy)]
pub(in crate::workbench) struct Plain {
    /// Degrees of the pixel (line 100, column 150) at height 0.
    pub(in crate::workbench) latitude_deg: f64,
    /// So its longitude.
    pub(in crate::workbench) longitude_deg: f64,
    /// Degrees from a pixel to the next, in both directions.
    pub(in crate::workbench) pixel_deg: f64,
    /// Lines that a place moves down for each metre that it is higher.
    pub(in crate::workbench) lines_a_metre: f64,
}

impl Plain {
    /// Writes the polynomials beside the image of this name.
    pub(in crate::workbench) fn write(self, folder: &Path, name: &str) -> PathBuf {
        let scale = |pixels: f64| pixels * self.pixel_deg;
        let mut text = format!(
            "LINE_OFF: 100\nSAMP_OFF: 150\nLAT_OFF: {}\nLONG_OFF: {}\nHEIGHT_OFF: 0\nLINE_SCALE: 100\nSAMP_SCALE: 150\nLAT_SCALE: {}\n\
             LONG_SCALE: {}\nHEIGHT_SCALE: 1000\n",
            self.latitude_deg,
            self.longitude_deg,
            scale(100.0),
            scale(150.0)
        );
        // The first four terms are 1, longitude, latitude, height; north is up.
        for (function, terms) in [
            ("LINE_NUM", [0.0, 0.0, -1.0, 10.0 * self.lines_a_metre]),
            ("LINE_DEN", [1.0, 0.0, 0.0, 0.0]),
            ("SAMP_NUM", [0.0, 1.0, 0.0, 0.0]),
            ("SAMP_DEN", [1.0, 0.0, 0.0, 0.0]),
        ] {
            for index in 0..20 {
                let term = terms.get(index).copied().unwrap_or(0.0);
                writeln!(text, "{function}_COEFF_{}: {term}", index + 1).unwrap();
            }
        }
        let path = folder.join(format!("{name}_RPC.TXT"));
        std::fs::write(&path, text).unwrap();
        path
    }

    /// Latitude and longitude of a pixel at a height, degrees.
    pub(in crate::workbench) fn place(self, [line, column]: [f64; 2], height_m: f64) -> [f64; 2] {
        let down = line - 100.0 - self.lines_a_metre * height_m;
        [self.latitude_deg - down * self.pixel_deg, self.longitude_deg + (column - 150.0) * self.pixel_deg]
    }

    /// Line and column of a place at a height.
    pub(in crate::workbench) fn image(self, [latitude_deg, longitude_deg]: [f64; 2], height_m: f64) -> [f64; 2] {
        let line = 100.0 + (self.latitude_deg - latitude_deg) / self.pixel_deg + self.lines_a_metre * height_m;
        [line, 150.0 + (longitude_deg - self.longitude_deg) / self.pixel_deg]
    }
}

/// An image of 200 lines and 300 columns whose values tell line, column and band.
pub(in crate::workbench) fn slopes(folder: &Path, name: &str) -> PathBuf {
    sample_images::slopes(folder, name, 200, 300)
}

/// Puts an ENVI image on a map of longitude and latitude: the outer corner of its first pixel, and the side of a pixel in degrees.
pub(in crate::workbench) fn on_map(folder: &Path, name: &str, [longitude_deg, latitude_deg]: [f64; 2], pixel_deg: f64) {
    let header = folder.join(format!("{name}.hdr"));
    let mut text = std::fs::read_to_string(&header).unwrap();
    writeln!(
        text,
        "map info = {{Geographic Lat/Lon, 1, 1, {longitude_deg}, {latitude_deg}, {pixel_deg}, {pixel_deg}, WGS-84, units=Degrees}}"
    )
    .unwrap();
    std::fs::write(header, text).unwrap();
}

/// A shared file; none, with a line that says so, where it is absent.
pub(in crate::workbench) fn shared(relative: &str) -> Option<PathBuf> {
    let root = std::env::var_os("VIQ_SHARED_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let path = root.join(relative);
    if !path.exists() {
        eprintln!("skipped: no {}", path.display());
        return None;
    }
    Some(path)
}
