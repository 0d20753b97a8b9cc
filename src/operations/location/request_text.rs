//! Requests of places as they are typed.

use std::path::Path;

use super::located_product::ImagePlace;
use super::request::{AskedPlace, AskedPoints, GeoidRequest, LocateRequest, Precession, SurfaceRequest};
use crate::operations::OperationError;
use crate::operations::command_words::{quoted, quoted_path};

impl AskedPoints {
    /// Pixels, each as `LINE,COLUMN`.
    ///
    /// # Errors
    /// [`OperationError::Usage`] for what cannot be understood; so for the others.
    pub fn pixels(texts: &[String]) -> Result<Self, OperationError> {
        texts.iter().map(|text| pixel(text)).collect::<Result<_, _>>().map(Self::Pixels)
    }

    /// Places, each as `LON,LAT` or `LON,LAT,HEIGHT` in degrees and metres above WGS 84.
    ///
    /// # Errors
    /// As [`AskedPoints::pixels`].
    pub fn places(texts: &[String]) -> Result<Self, OperationError> {
        texts.iter().map(|text| place(text)).collect::<Result<_, _>>().map(Self::Places)
    }
}

impl LocateRequest {
    /// The command line that asks the same from any folder, quoted for a shell.
    pub fn as_command(&self) -> String {
        let mut words = vec!["viq".to_owned(), "locate".to_owned(), quoted_path(&self.image)];
        let mut flag = |name: &str, value: &str| words.push(quoted(format!("--{name}={value}").as_ref()));
        match &self.points {
            AskedPoints::Pixels(pixels) => {
                for pixel in pixels {
                    flag("pixel", &format!("{},{}", pixel.line, pixel.column));
                }
            }
            AskedPoints::Places(places) => {
                for place in places {
                    let height = place.height_m.map(|height_m| format!(",{height_m}")).unwrap_or_default();
                    flag("ground", &format!("{},{}{height}", place.lon_deg, place.lat_deg));
                }
            }
            AskedPoints::File(_) => {}
        }
        let SurfaceRequest { dem, geoid, height_m } = &self.surface;
        if let Some(height_m) = height_m {
            flag("height", &height_m.to_string());
        }
        if let Some(band) = &self.band {
            flag("band", band);
        }
        let model = &self.model;
        match model.precession {
            Precession::Iau2006 => {}
            Precession::Iau2000 => flag("precession", "2000"),
            Precession::Iau1976 => flag("precession", "1976"),
        }
        let on = |on: bool| if on { "on" } else { "off" };
        for (name, switch) in [
            ("light-time", model.light_time),
            ("aberration", model.aberration),
            ("refraction", model.refraction.then_some(true)),
        ] {
            if let Some(switch) = switch {
                flag(name, on(switch));
            }
        }
        match geoid {
            Some(GeoidRequest::Ellipsoid) => flag("geoid", "none"),
            Some(GeoidRequest::Egm96) => flag("geoid", "egm96"),
            Some(GeoidRequest::File(_)) | None => {}
        }
        if model.without_refining {
            words.push("--no-refining".to_owned());
        }
        let mut path = |name: &str, path: &Path| words.extend([format!("--{name}"), quoted_path(path)]);
        if let AskedPoints::File(file) = &self.points {
            path("points", file);
        }
        for file in dem {
            path("dem", file);
        }
        if let Some(GeoidRequest::File(file)) = geoid {
            path("geoid", file);
        }
        match model.model.as_deref() {
            Some(kind @ ("physical" | "rpc" | "grid")) => words.push(format!("--model={kind}")),
            Some(file) => words.extend(["--model".to_owned(), quoted_path(Path::new(file))]),
            None => {}
        }
        let mut path = |name: &str, path: &Path| words.extend([format!("--{name}"), quoted_path(path)]);
        if let Some(file) = &model.earth_orientation {
            path("earth-orientation", file);
        }
        if let Some(folder) = &model.ground_parameters {
            path("ground-parameters", folder);
        }
        words.join(" ")
    }
}

impl GeoidRequest {
    /// `none` for the ellipsoid, `egm96`, or the path of a grid.
    pub fn of_text(text: &str) -> Self {
        match text.to_ascii_lowercase().as_str() {
            "none" => Self::Ellipsoid,
            "egm96" => Self::Egm96,
            _ => Self::File(text.into()),
        }
    }
}

fn pixel(text: &str) -> Result<ImagePlace, OperationError> {
    match numbers(text).as_deref() {
        Some(&[line, column]) => Ok(ImagePlace { line, column }),
        _ => Err(OperationError::Usage(format!("--pixel needs LINE,COLUMN, found \"{text}\""))),
    }
}

fn place(text: &str) -> Result<AskedPlace, OperationError> {
    let (lon_deg, lat_deg, height_m) = match numbers(text).as_deref() {
        Some(&[lon_deg, lat_deg]) => (lon_deg, lat_deg, None),
        Some(&[lon_deg, lat_deg, height_m]) => (lon_deg, lat_deg, Some(height_m)),
        _ => {
            let needed = "--ground needs LON,LAT or LON,LAT,HEIGHT in degrees and metres";
            return Err(OperationError::Usage(format!("{needed}, found \"{text}\"")));
        }
    };
    if is_on_earth(lon_deg, lat_deg) {
        return Ok(AskedPlace { lon_deg, lat_deg, height_m });
    }
    let needed = "--ground needs a longitude from -360 to 360 and a latitude from -90 to 90 degrees, in this order";
    Err(OperationError::Usage(format!("{needed}, found \"{text}\"")))
}

/// Whether numbers are a longitude and a latitude in degrees.
pub(super) fn is_on_earth(lon_deg: f64, lat_deg: f64) -> bool {
    (-360.0..=360.0).contains(&lon_deg) && (-90.0..=90.0).contains(&lat_deg)
}

/// Finite numbers with commas between them.
fn numbers(text: &str) -> Option<Vec<f64>> {
    text.split(',').map(|number| number.trim().parse().ok().filter(|value: &f64| value.is_finite())).collect()
}
