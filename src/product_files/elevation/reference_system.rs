//! What the reference system of an elevation file says: the datum of its places and the reference of its heights.

use gdal::spatial_ref::SpatialRef;

use crate::earth::terrain::GridFrame;
use crate::earth::{Hemisphere, SEMI_MAJOR_AXIS_M, SEMI_MINOR_AXIS_M, UtmZone};

/// Semi-minor axes of WGS 84 and GRS 80 differ by 0.1 mm, the next ellipsoid by tens of metres.
const SAME_ELLIPSOID_M: f64 = 0.01;

/// What the heights are counted from, in the file's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StatedHeights {
    /// An ellipsoid.
    Ellipsoid,
    /// EGM96.
    Egm96,
    /// Another surface.
    Other(String),
    /// It does not say.
    Unstated,
}

impl StatedHeights {
    /// In words, for messages.
    pub(super) fn words(&self) -> &str {
        match self {
            Self::Ellipsoid => "the ellipsoid",
            Self::Egm96 => "EGM96",
            Self::Other(name) => name,
            Self::Unstated => "nothing stated",
        }
    }
}

/// Coordinates in which the nodes of a file lie, and the datum that they are taken from.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct PlacesOfFile {
    pub(super) frame: GridFrame,
    pub(super) datum: String,
}

/// The coordinates of a system: longitudes and latitudes in degrees from Greenwich, or a zone of UTM in metres; of a datum that can be taken for
/// WGS 84, which is one on the ellipsoid WGS 84 or GRS 80. Such datums (ITRF, ETRS89, NAD83, GDA) lie within two metres of one another.
///
/// # Errors
/// What is needed and what was found.
pub(super) fn places_of(system: &SpatialRef) -> Result<PlacesOfFile, (String, String)> {
    let name = system.name().unwrap_or_else(|| "a system without a name".to_owned());
    let frame = match utm_zone(system) {
        Some(zone) => GridFrame::Utm(zone),
        None if system.is_geographic() => GridFrame::Geographic,
        None => {
            let needed = "longitudes and latitudes in degrees, or UTM (gdalwarp -t_srs EPSG:4326 makes the former)";
            return Err((needed.to_owned(), format!("the system {name}")));
        }
    };
    let on_the_ellipsoid =
        |axis: Result<f64, _>, needed: f64| axis.is_ok_and(|axis| (axis - needed).abs() < SAME_ELLIPSOID_M);
    if !on_the_ellipsoid(system.semi_major(), SEMI_MAJOR_AXIS_M)
        || !on_the_ellipsoid(system.semi_minor(), SEMI_MINOR_AXIS_M)
    {
        let needed = "a datum on the ellipsoid WGS 84 or GRS 80 (gdalwarp -t_srs EPSG:4326 changes it)".to_owned();
        return Err((needed, format!("the system {name}")));
    }
    if frame == GridFrame::Geographic && (system.angular_units() - 1_f64.to_radians()).abs() > 1e-9 {
        let unit = system.angular_units_name().unwrap_or_default();
        return Err((
            "longitudes and latitudes in degrees".to_owned(),
            format!("the unit {unit} in the system {name}"),
        ));
    }
    let meridian = attribute(system, "PRIMEM", 1).and_then(|degrees| degrees.parse::<f64>().ok());
    if meridian.is_some_and(|degrees| degrees.abs() > 1e-9) {
        return Err(("longitudes from Greenwich".to_owned(), format!("another meridian in the system {name}")));
    }
    let datum = attribute(system, "DATUM", 0).map_or(name, |datum| datum.replace('_', " "));
    Ok(PlacesOfFile { frame, datum })
}

/// The zone of UTM that a system is, known by the constants of its projection: its name and its code may be anything.
fn utm_zone(system: &SpatialRef) -> Option<UtmZone> {
    if !system.is_projected() || attribute(system, "PROJECTION", 0)? != "Transverse_Mercator" {
        return None;
    }
    let is = |name: &str, needed: f64| {
        let value = system.get_proj_param(name).ok().flatten();
        value.is_some_and(|value| (value - needed).abs() <= 1e-9 * needed.abs().max(1.0))
    };
    if !is("latitude_of_origin", 0.0) || !is("scale_factor", 0.9996) || !is("false_easting", 500_000.0) {
        return None;
    }
    let hemisphere = if is("false_northing", 0.0) {
        Hemisphere::North
    } else if is("false_northing", 10_000_000.0) {
        Hemisphere::South
    } else {
        return None;
    };
    if (system.linear_units() - 1.0).abs() > 1e-9 {
        return None;
    }
    let zone = (1..=60).find(|zone| is("central_meridian", 6.0 * f64::from(*zone) - 183.0))?;
    UtmZone::new(zone, hemisphere).ok()
}

/// The reference of the heights.
///
/// # Errors
/// What is needed and what was found, for heights in another unit than metres.
pub(super) fn stated_heights(system: &SpatialRef) -> Result<StatedHeights, (String, String)> {
    let Some(name) = attribute(system, "VERT_CS", 0) else {
        let has_height = system.is_geographic() && system.axes_count() == 3;
        return Ok(if has_height { StatedHeights::Ellipsoid } else { StatedHeights::Unstated });
    };
    let metres = attribute(system, "VERT_CS|UNIT", 1).and_then(|metres| metres.parse::<f64>().ok());
    if metres.is_some_and(|metres| (metres - 1.0).abs() > 1e-9) {
        let unit = attribute(system, "VERT_CS|UNIT", 0).unwrap_or_default();
        return Err(("heights in metres".to_owned(), format!("heights in the unit {unit}")));
    }
    let code = attribute(system, "VERT_CS|AUTHORITY", 1);
    let upper = name.to_uppercase();
    // 2002 is the code of the well-known text for an ellipsoidal datum.
    let is_ellipsoidal =
        upper.contains("ELLIPSOID") || attribute(system, "VERT_CS|VERT_DATUM", 1).is_some_and(|kind| kind == "2002");
    Ok(if is_ellipsoidal {
        StatedHeights::Ellipsoid
    } else if code.is_some_and(|code| code == "5773") || upper.contains("EGM96") {
        StatedHeights::Egm96
    } else {
        StatedHeights::Other(name)
    })
}

fn attribute(system: &SpatialRef, path: &str, child: usize) -> Option<String> {
    system.get_attr_value(path, child).ok().flatten().filter(|text| !text.is_empty())
}
