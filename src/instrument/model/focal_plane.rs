//! Where the arrays lie in the focal plane.

use serde::Deserialize;

use super::camera::Camera;
use super::figure::Figure;
use super::model_error::{Checked, InstrumentModelError};

/// Whether the first array of the lists images a place of the ground first or last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FirstListed {
    /// It looks forward.
    ImagesFirst,
    /// It looks backward.
    ImagesLast,
}

/// A side, seen along the flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// To the left of the flight.
    Left,
    /// To the right of the flight.
    Right,
}

/// Order and distances of the arrays along the flight.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FocalPlane {
    /// Detector units from one end to the other.
    pub unit_order: Figure<Vec<u8>>,
    /// Bands of each of these units, from the same end to the other.
    pub array_order: Figure<Vec<Vec<String>>>,
    /// Sense of these orders.
    pub first_listed: Figure<FirstListed>,
    /// From the middle of a unit to the middle of the next, millimetres.
    pub unit_spacing_mm: Figure<f64>,
    /// From an array of a unit to the next, millimetres.
    pub array_spacing_mm: Figure<f64>,
    /// On which side the last column lies.
    pub last_column: Figure<Side>,
}

impl FocalPlane {
    /// How far forward of the optical axis an array looks, as a length in the focal plane: millimetres, positive for an array that images the
    /// ground before the axis does. None for a band that it does not name.
    pub fn forward_mm(&self, band: &str) -> Option<f64> {
        let units = &self.array_order.value;
        let (unit, array) = units
            .iter()
            .enumerate()
            .find_map(|(unit, bands)| bands.iter().position(|own| own == band).map(|array| (unit, array)))?;
        let from_middle = |place: usize, of: usize| (of as f64 - 1.0) / 2.0 - place as f64;
        let listed = from_middle(unit, units.len()) * self.unit_spacing_mm.value
            + from_middle(array, units[unit].len()) * self.array_spacing_mm.value;
        Some(match self.first_listed.value {
            FirstListed::ImagesFirst => listed,
            FirstListed::ImagesLast => -listed,
        })
    }

    /// Lines, with their fraction, that pass after the foremost array until this band's array sees the same place of the ground, when a line is as long
    /// as a detector. None for a band that it does not name.
    pub fn delay_lines(&self, band: &str, camera: &Camera) -> Option<f64> {
        let own = self.forward_mm(band)?;
        let bands = self.array_order.value.iter().flatten();
        let foremost = bands.filter_map(|other| self.forward_mm(other)).fold(own, f64::max);
        Some((foremost - own) * 1e3 / camera.pitch_um.value)
    }

    /// Direction in which a column (from 0, with its fraction) of a band's array looks: forward along the flight and to its left, both as tangents from the
    /// optical axis. None for a band that it does not name.
    pub fn direction(&self, band: &str, column: f64, camera: &Camera) -> Option<[f64; 2]> {
        let forward = self.forward_mm(band)? * 1e-3 / camera.focal_length_m.value;
        let across = (column - (camera.columns.value as f64 - 1.0) / 2.0) * camera.detector_angle();
        Some(match self.last_column.value {
            Side::Left => [forward, across],
            Side::Right => [forward, -across],
        })
    }

    pub(super) fn check(&self, file: &str, bands: &[(&str, u8)]) -> Result<(), InstrumentModelError> {
        let here = Checked::new(file, "table focal_plane");
        let (units, arrays) = (&self.unit_order.value, &self.array_order.value);
        here.holds(
            "array_order",
            arrays.len() == units.len(),
            &format!("a list for each of {} detector units", units.len()),
            format!("{} lists", arrays.len()),
        )?;
        for (place, unit) in units.iter().enumerate() {
            here.holds("unit_order", !units[..place].contains(unit), "each unit once", format!("unit {unit} twice"))?;
        }
        for (name, unit) in bands {
            let listed: Vec<u8> = units
                .iter()
                .zip(arrays)
                .flat_map(|(unit, arrays)| arrays.iter().filter(|band| band == name).map(|_| *unit))
                .collect();
            here.holds(
                "array_order",
                listed == [*unit],
                &format!("band {name} once, in unit {unit}"),
                format!("in units {listed:?}"),
            )?;
        }
        if let Some(stranger) = arrays.iter().flatten().find(|band| !bands.iter().any(|(name, _)| name == band)) {
            return Err(here.refused("array_order", "names of bands", format!("\"{stranger}\"")));
        }
        here.above_zero("unit_spacing_mm", self.unit_spacing_mm.value)?;
        here.above_zero("array_spacing_mm", self.array_spacing_mm.value)
    }
}
