//! `GIP_SENGEO`: how instrument, detector units and arrays sit in the spacecraft.
//!
//! Source: `VE_GIP_SENGEO_SensorGeometricalModel.xsd` 0.40 and the type `VE_Radian_Rotation_Angles_Type` of `VE_Dictionary.xsd`.

use std::path::Path;

use super::file_name::{VenusFileKind, is_band};
use super::header::{Applicability, VenusFileHeader, applicability, attribute_is, header, numbered};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Detector units of the focal plane.
pub(in crate::product_files) const UNITS: usize = 4;

/// Arrays of the focal plane, one a band.
pub(in crate::product_files) const ARRAYS: usize = 12;

/// A transformation from an outer frame to an inner one, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Transformation {
    /// Turns about x, y and z, radians.
    pub turns_rad: [f64; 3],
    /// `Rotation_Order`: the axes (0 for x) in the order of the letters.
    pub order: [usize; 3],
    /// Homothety along z; 1 for arrays, which have none.
    pub homothety_z: f64,
}

/// The array of a band in its detector unit.
#[derive(Debug, Clone, PartialEq)]
pub struct ArrayTransformation {
    /// Detector unit, 1 to 4.
    pub unit: u8,
    /// From the unit to the array.
    pub transformation: Transformation,
}

/// The model of the sensor.
#[derive(Debug, Clone, PartialEq)]
pub struct SensorModelFile {
    /// Its headers.
    pub header: VenusFileHeader,
    /// Sites for which it holds.
    pub applicability: Applicability,
    /// Spacecraft ("repère pilote") to instrument.
    pub instrument: Transformation,
    /// Instrument to detector units 1 to 4.
    pub units: [Transformation; UNITS],
    /// Detector unit to the arrays of B01 to B12.
    pub arrays: [ArrayTransformation; ARRAYS],
}

impl SensorModelFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`ProductError`] naming file, element, what was needed and what was found.
    pub fn read(path: &Path) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::read(path)?)
    }

    /// Reads a text; `path` is named in errors.
    ///
    /// # Errors
    /// As [`SensorModelFile::read`].
    pub fn parse(path: &Path, text: &str) -> Result<Self, ProductError> {
        Self::from_document(&XmlDocument::parse(path, text)?)
    }

    pub(super) fn from_document(document: &XmlDocument) -> Result<Self, ProductError> {
        let header = header(document, VenusFileKind::SensorModel)?;
        let root = document.root();
        let (instrument, units, arrays) = mounting(&root.get("Data_Block")?)?;
        Ok(Self { header, applicability: applicability(&root)?, instrument, units, arrays })
    }
}

/// What a data block says of the instrument, its detector units and its arrays.
pub(in crate::product_files) fn mounting(
    block: &XmlPlace<'_>,
) -> Result<(Transformation, [Transformation; UNITS], [ArrayTransformation; ARRAYS]), ProductError> {
    let mut units: [Option<Transformation>; UNITS] = Default::default();
    let list = "List_of_Instrument_To_Tridetector_Transformations";
    for place in numbered(block, list, "Instrument_To_Tridetector_Transformation")? {
        let (unit, code) = unit(&place)?;
        if units[usize::from(unit) - 1].replace(transformation(&place, true)?).is_some() {
            return Err(code.wrong("a detector unit that is not listed twice"));
        }
    }
    let mut arrays: [Option<ArrayTransformation>; ARRAYS] = Default::default();
    let array_list = "List_of_Tridetector_To_Array_Transformations";
    for place in numbered(block, array_list, "Tridetector_To_Array_Transformation")? {
        let band = place.get("Band_Code")?;
        let number = Some(band.text()).filter(|text| is_band(text)).and_then(|text| text[1..].parse::<usize>().ok());
        let number = number.ok_or_else(|| band.wrong("a band, B01 to B12"))?;
        let array = ArrayTransformation { unit: unit(&place)?.0, transformation: transformation(&place, false)? };
        if arrays[number - 1].replace(array).is_some() {
            return Err(band.wrong("a band that is not listed twice"));
        }
    }
    Ok((
        transformation(&block.get("Spacecraft_To_Instrument_Transformation")?, true)?,
        complete(units, |n| block.error(&format!("/{list}"), &format!("detector unit {}", n + 1), "none"))?,
        complete(arrays, |n| block.error(&format!("/{array_list}"), &format!("the array of B{:02}", n + 1), "none"))?,
    ))
}

fn complete<T, const N: usize>(
    found: [Option<T>; N],
    missing: impl Fn(usize) -> ProductError,
) -> Result<[T; N], ProductError> {
    let all: Vec<T> =
        found.into_iter().enumerate().map(|(n, item)| item.ok_or_else(|| missing(n))).collect::<Result<_, _>>()?;
    all.try_into().map_err(|_| missing(0))
}

fn unit<'a>(place: &XmlPlace<'a>) -> Result<(u8, XmlPlace<'a>), ProductError> {
    let code = place.get("Tridetector_Code")?;
    match code.text() {
        "1" => Ok((1, code)),
        "2" => Ok((2, code)),
        "3" => Ok((3, code)),
        "4" => Ok((4, code)),
        _ => Err(code.wrong("a detector unit, 1 to 4")),
    }
}

fn transformation(place: &XmlPlace<'_>, with_homothety: bool) -> Result<Transformation, ProductError> {
    let rotation = place.get("Rotation")?;
    let written = rotation.get("Rotation_Order")?;
    let order = match written.text() {
        "XYZ" => [0, 1, 2],
        "XZY" => [0, 2, 1],
        "YXZ" => [1, 0, 2],
        "YZX" => [1, 2, 0],
        "ZXY" => [2, 0, 1],
        "ZYX" => [2, 1, 0],
        _ => return Err(written.wrong("XYZ, XZY, YXZ, YZX, ZXY or ZYX")),
    };
    let turn = |name: &str| {
        let place = rotation.get(name)?;
        attribute_is(&place, "unit", "rad")?;
        place.number()
    };
    Ok(Transformation {
        turns_rad: [turn("X_Rotation")?, turn("Y_Rotation")?, turn("Z_Rotation")?],
        order,
        homothety_z: if with_homothety { place.get("Z_Homothety")?.positive_number()? } else { 1.0 },
    })
}
