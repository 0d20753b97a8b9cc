//! Reading the private data of a system product.

use std::collections::BTreeMap;
use std::path::Path;

use super::header_parts::file_reference;
use super::identifier::{SystemIdentifier, SystemLevel};
use super::private_data::{FileReference, PrivateData};
use super::record::LineDatation;
use crate::instrument::TdiStages;
use crate::parameter_sets::{BandSettings, HalfCodes};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Largest relative difference between the line times of two bands.
const SAME_LINE_TIME: f64 = 1e-9;

/// The private data, and what of them describes the instrument.
#[derive(Debug)]
pub(super) struct PrivateFile {
    /// The private data.
    pub(super) data: PrivateData,
    /// TDI stages by band, in the order of the file.
    pub(super) tdi: Vec<(String, TdiStages)>,
    /// Codes by band.
    pub(super) codes: BTreeMap<String, BandSettings>,
    /// Line time of every band, microseconds.
    pub(super) line_time_us: f64,
    datations: BTreeMap<String, LineDatation>,
    document: XmlDocument,
}

impl PrivateFile {
    /// Dates of a band's lines.
    pub(super) fn datation(&self, band: &str) -> Result<LineDatation, ProductError> {
        self.datations.get(band).copied().ok_or_else(|| {
            let element = "/…/List_of_Datation_Line_Models";
            self.document.root().error(element, &format!("dates of the lines of {band}"), "none")
        })
    }
}

/// Reads the private data of a product.
///
/// # Errors
/// [`ProductError`] naming file, element, what was needed and what was found.
pub(super) fn read_private(path: &Path, identifier: &SystemIdentifier) -> Result<PrivateFile, ProductError> {
    let document = XmlDocument::read(path)?;
    let root = document.root();
    if root.name() != "Earth_Explorer_File" {
        return Err(root.error("", "the root Earth_Explorer_File", root.name()));
    }
    let header = root.get("Earth_Explorer_Header")?;
    let kind = header.get("Fixed_Header/File_Type")?;
    let expected = format!("TEC_{}", identifier.semantic());
    if kind.text() != expected {
        return Err(kind.wrong(&expected));
    }
    let specific = header.get("Variable_Header/Specific_Product_Header")?;
    let reference = specific.get("Reference_Product_Header_Id")?;
    if reference.text() != identifier.to_string() {
        return Err(reference.wrong(&format!("{identifier}, the product that names this file")));
    }
    let information = specific.get("Private_Product_Information")?;
    let organisation = specific.get("Private_Product_Organization")?;
    let mut data = data(&information, &organisation, identifier.level())?;
    if let Some(notes) = header.find("Fixed_Header/Notes") {
        data.forget_unknown(notes.text());
    }
    let Datations { by_band: datations, order, line_time_us } = datations(&information)?;
    let (tdi, codes) = technical_parameters(&information, &order)?;
    Ok(PrivateFile { data, tdi, codes, line_time_us, datations, document })
}

fn data(
    information: &XmlPlace<'_>,
    organisation: &XmlPlace<'_>,
    level: SystemLevel,
) -> Result<PrivateData, ProductError> {
    let number = |path: &str| information.get(path)?.number();
    let mut line_intervals = BTreeMap::new();
    for place in information.counted_list("List_of_Line_Intervals", "Line_Interval")? {
        let (first, last) = (place.get("First")?, place.get("Last")?);
        let interval: [u64; 2] = [first.whole_number()?, last.whole_number()?];
        if interval[0] > interval[1] {
            return Err(last.wrong(&format!("a line from {} on", interval[0])));
        }
        line_intervals.insert(place.required_attribute("sk")?.to_owned(), interval);
    }
    let raw_product = match (level, information.find("Used_InventoriedRaw_Product_Id")) {
        (SystemLevel::Inventoried, _) => None,
        (_, None) => return Err(information.error("/Used_InventoriedRaw_Product_Id", "an element", "none")),
        (_, Some(place)) => Some(
            SystemIdentifier::parse(place.text())
                .map_err(|_| place.wrong("an identifier such as VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0"))?,
        ),
    };
    let auxiliary = organisation.counted_list("List_of_Auxiliary_Data_Files", "Auxiliary_Data_File")?;
    let mut line_dates = BTreeMap::new();
    if organisation.find("List_of_Datation_Line_Files").is_some() {
        for place in organisation.counted_list("List_of_Datation_Line_Files", "Datation_Line_File")? {
            line_dates.insert(place.required_attribute("sk")?.to_owned(), file_reference(&place)?);
        }
    }
    Ok(PrivateData {
        pole_arcsec: Some([number("Earth_Rotation_Parameters/X_Pole")?, number("Earth_Rotation_Parameters/Y_Pole")?]),
        ut1_less_utc_s: Some(number("Earth_Rotation_Parameters/Delta_TU1-TUC")?),
        heading_deg: Some(number("Cape")?),
        attitude_deg: Some([number("Attitude/Roll")?, number("Attitude/Pitch")?, number("Attitude/Yaw")?]),
        nadir_deg: Some([number("Nadir/Long")?, number("Nadir/Lat")?]),
        slide_angle_deg: Some(number("Geom_Slide_Angle")?),
        resolution_m: Some([number("Along_Track_Resolution")?, number("Along_Detector_Resolution")?]),
        line_intervals,
        raw_product,
        auxiliary: auxiliary
            .iter()
            .map(|place| Ok((place.required_attribute("sk")?.to_owned(), file_reference(place)?)))
            .collect::<Result<Vec<(String, FileReference)>, ProductError>>()?,
        geometric_model: file_reference(&organisation.get("Geom_Refinement_File")?)?,
        line_dates,
    })
}

/// When the lines were taken.
struct Datations {
    by_band: BTreeMap<String, LineDatation>,
    /// The bands in the order of the file.
    order: Vec<String>,
    /// The line time that all bands have, microseconds.
    line_time_us: f64,
}

/// Reads the dates of every band.
fn datations(information: &XmlPlace<'_>) -> Result<Datations, ProductError> {
    let models = information.counted_list("List_of_Datation_Line_Models", "Datation_Line_Model")?;
    let (mut datations, mut order) = (BTreeMap::new(), Vec::new());
    let mut common: Option<f64> = None;
    for place in &models {
        let band = place.required_attribute("sk")?.to_owned();
        let date = place.get("Time_Ref")?;
        let days = date.text().strip_prefix("MJD=").and_then(|days| days.parse().ok());
        let days: f64 = days
            .filter(|days: &f64| days.is_finite())
            .ok_or_else(|| date.wrong("MJD= and days since noon on 1 January 2000"))?;
        let duration = place.get("Te")?;
        let seconds = duration.positive_number()?;
        let first = *common.get_or_insert(seconds);
        if (seconds - first).abs() > SAME_LINE_TIME * first {
            return Err(duration.wrong(&format!("the line time of the bands before it, {first} s")));
        }
        let datation = LineDatation { reference_line: place.get("Line_Ref")?.number()?, reference_mjd_days: days };
        if datations.insert(band.clone(), datation).is_some() {
            return Err(place.error("@sk", "each band once", &band));
        }
        order.push(band);
    }
    match common {
        // Twelve decimals of a second are six of a microsecond: so the line time comes back as it was written.
        Some(seconds) => Ok(Datations { by_band: datations, order, line_time_us: (seconds * 1e12).round() / 1e6 }),
        None => Err(information.error("/List_of_Datation_Line_Models", "a model of each band's dates", "none")),
    }
}

/// TDI stages and codes of the bands in their order.
#[expect(clippy::type_complexity, reason = "one pair, taken apart at once by the only caller")]
fn technical_parameters(
    information: &XmlPlace<'_>,
    bands: &[String],
) -> Result<(Vec<(String, TdiStages)>, BTreeMap<String, BandSettings>), ProductError> {
    let set = information.get("Acquisition_Tech_Params_Set")?;
    let list = |name: &str| -> Result<Vec<u8>, ProductError> {
        let place = set.get(name)?;
        let words: Vec<&str> = place.text().split_ascii_whitespace().collect();
        let figures: Option<Vec<u8>> = words.iter().map(|word| word.parse().ok()).collect();
        figures
            .filter(|figures| figures.len() == bands.len())
            .ok_or_else(|| place.wrong(&format!("{} whole numbers from 0 to 255, one a band", bands.len())))
    };
    let stages = list("TDI_Configuration_Values")?;
    if stages.contains(&0) {
        return Err(set.get("TDI_Configuration_Values")?.wrong("numbers of TDI stages, which are not 0"));
    }
    let (left_gain, left_offset) = (list("Left_Gain_Values")?, list("Left_Offset_Values")?);
    let (right_gain, right_offset) = (list("Right_Gain_Values")?, list("Right_Offset_Values")?);
    let left = left_gain.into_iter().zip(left_offset).map(|(gain, offset)| HalfCodes { gain, offset });
    let right = right_gain.into_iter().zip(right_offset).map(|(gain, offset)| HalfCodes { gain, offset });
    let codes = bands.iter().cloned().zip(left.zip(right).map(|(left, right)| BandSettings { left, right })).collect();
    Ok((bands.iter().cloned().zip(stages.into_iter().map(TdiStages)).collect(), codes))
}
