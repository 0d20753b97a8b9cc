//! `GIP_SENGEO`: how instrument, detector units and arrays sit in the spacecraft.
//!
//! Source: `VE_GIP_SENGEO_SensorGeometricalModel.xsd` 0.40.

use super::long_list::ParameterSource;
use super::parameter_content::ParameterContent;
use super::settings::ParameterFileSettings;
use crate::instrument::InstrumentModel;
use crate::product_files::error::ProductError;
use crate::product_files::venus_geometry::sensor_model_file::{ARRAYS, UNITS, mounting};
use crate::product_files::venus_geometry::{ArrayTransformation, Transformation, VenusFileKind};
use crate::product_files::xml_writer::XmlWriter;

const AXES: [&str; 3] = ["X", "Y", "Z"];

/// The mounting of a whole instrument of four detector units and twelve arrays: the format knows no other.
#[derive(Debug, Clone, PartialEq)]
pub struct SensorMounting {
    /// Spacecraft ("repère pilote") to instrument.
    pub instrument: Transformation,
    /// Instrument to detector units 1 to 4.
    pub units: [Transformation; UNITS],
    /// Detector unit to the arrays of B01 to B12.
    pub arrays: [ArrayTransformation; ARRAYS],
}

impl SensorMounting {
    /// The mounting of an instrument whose viewing directions are those of its whole focal plane: no turn and no stretch anywhere. None for an instrument that
    /// does not have the bands B01 to B12 on the detector units 1 to 4.
    pub fn without_turns(instrument: &InstrumentModel) -> Option<Self> {
        let still = || Transformation { turns_rad: [0.0; 3], order: [0, 1, 2], homothety_z: 1.0 };
        let names = (1..=ARRAYS).map(|number| format!("B{number:02}"));
        let units: Vec<u8> = names.map(|name| Some(instrument.band(&name)?.detector_unit)).collect::<Option<_>>()?;
        let fits =
            instrument.bands.len() == ARRAYS && units.iter().all(|unit| (1..=UNITS).contains(&usize::from(*unit)));
        let arrays = units.into_iter().map(|unit| ArrayTransformation { unit, transformation: still() });
        let arrays = arrays.collect::<Vec<_>>().try_into().ok().filter(|_| fits)?;
        Some(Self { instrument: still(), units: std::array::from_fn(|_| still()), arrays })
    }
}

impl ParameterContent for SensorMounting {
    const KIND: VenusFileKind = VenusFileKind::SensorModel;

    fn read(source: &ParameterSource, _settings: &ParameterFileSettings) -> Result<Self, ProductError> {
        let (instrument, units, arrays) = mounting(&source.document.root().get("Data_Block")?)?;
        Ok(Self { instrument, units, arrays })
    }

    fn write(&self, xml: &mut XmlWriter, _settings: &ParameterFileSettings) {
        xml.parent("Spacecraft_To_Instrument_Transformation", &[], |xml| write(xml, &self.instrument, true));
        let units: Vec<_> = self.units.iter().enumerate().collect();
        let list = "List_of_Instrument_To_Tridetector_Transformations";
        xml.list(list, "Instrument_To_Tridetector_Transformation", &units, |xml, (index, unit)| {
            xml.leaf("Tridetector_Code", &[], index + 1);
            write(xml, unit, true);
        });
        let arrays: Vec<_> = self.arrays.iter().enumerate().collect();
        let list = "List_of_Tridetector_To_Array_Transformations";
        xml.list(list, "Tridetector_To_Array_Transformation", &arrays, |xml, (index, array)| {
            xml.leaf("Tridetector_Code", &[], array.unit);
            xml.leaf("Band_Code", &[], format_args!("B{:02}", index + 1));
            write(xml, &array.transformation, false);
        });
    }
}

fn write(xml: &mut XmlWriter, transformation: &Transformation, with_homothety: bool) {
    xml.parent("Rotation", &[], |xml| {
        let order: String = transformation.order.iter().filter_map(|axis| AXES.get(*axis).copied()).collect();
        xml.leaf("Rotation_Order", &[], order);
        for (axis, turn) in AXES.iter().zip(transformation.turns_rad) {
            xml.leaf(&format!("{axis}_Rotation"), &[("unit", "rad")], turn);
        }
    });
    if with_homothety {
        xml.leaf("Z_Homothety", &[], transformation.homothety_z);
    }
}
