//! The Earth Explorer header of an L1 product.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::earth::rings_from_outline;
use crate::instrument::detector_unit_of;
use crate::instrument::{SpectralBand, View};
use crate::product_files::error::ProductError;
use crate::product_files::georeferencing::epsg_number;
use crate::product_files::header_elements::{angle, flags, instant, parameter_files, quality_indexes};
use crate::product_files::inside_folder::relative_name;
use crate::product_files::product::{Georeference, Level, Product, SunAngles};
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// What the notes of a synthetic product's header begin with.
pub const SYNTHETIC_NOTE: &str = "SYNTHETIC PRODUCT";

/// Channels of the image that are masks, not bands.
pub(super) const MASK_CHANNELS: [&str; 3] = ["SAT", "PIX", "CLD"];

/// Value that stands for no data in an L1 image.
const NO_DATA: f64 = 0.0;

/// Bits of a code where the header does not say: the image has 10 (interface document, `Number_of_Significant_Bits`).
const SIGNIFICANT_BITS: u32 = 10;

/// A header as read: the description of the product, and what is needed to find and read its image.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// The description; lines and columns are zero where the header does not give them, files hold the header alone.
    pub product: Product,
    /// Names of the image's channels, bands and masks, where the header lists them.
    pub channels: Option<Vec<String>>,
    /// Code that stands for no data.
    pub no_data: f64,
    /// Bits of a code; the highest code is 2 to this power, less 1.
    pub significant_bits: u32,
    /// The image.
    pub image: NamedFile,
    /// The quick-look.
    pub quicklook: Option<NamedFile>,
    /// The annexes by their keys: `CLA` cloud altitude, `SOL` solar angles, `VIE` viewing angles.
    pub annexes: BTreeMap<String, NamedFile>,
}

/// A file that the header names; both names stay inside the product's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// Folder of the file's own header, relative to that of the product's header.
    pub folder: PathBuf,
    /// Logical name: file name without extension.
    pub logical_name: PathBuf,
}

/// Reads the header of an L1 product.
///
/// # Errors
/// [`ProductError`] when the file cannot be read as XML, is not the header of an L1 product, or an element is missing or wrong.
pub fn read_header(path: &Path) -> Result<Header, ProductError> {
    from_document(path, &XmlDocument::read(path)?)
}

/// Reads a header from a text; `path` is the file named in errors.
///
/// # Errors
/// As [`read_header`].
pub fn parse_header(path: &Path, text: &str) -> Result<Header, ProductError> {
    from_document(path, &XmlDocument::parse(path, text)?)
}

fn from_document(path: &Path, document: &XmlDocument) -> Result<Header, ProductError> {
    let root = document.root();
    if root.name() != "Earth_Explorer_Header" {
        return Err(root.error("", "the root Earth_Explorer_Header", root.name()));
    }
    let fixed = root.get("Fixed_Header")?;
    let kind = fixed.get("File_Type")?;
    if !kind.text().starts_with("VSC_L1") {
        return Err(kind.wrong("VSC_L1VALD, VSC_L1NOTV, VSC_L1VVIQ or VSC_L1NVIQ"));
    }
    let specific = root.get("Variable_Header/Specific_Product_Header")?;
    let information = specific.get("Product_Information")?;
    let image = specific.find("Image_Information");
    let bands = bands(&information)?;
    let channels = image.as_ref().map(|image| channels(image, &bands)).transpose()?;
    let (lines, columns) = match &image {
        Some(image) => (positive_size(&image.get("Size/Lines")?)?, positive_size(&image.get("Size/Columns")?)?),
        None => (0, 0),
    };
    let product = Product {
        identifier: fixed.get("File_Name")?.filled_text()?.to_owned(),
        level: Level::L1,
        site: Some(specific.get("Instance_Id/Nick_Name")?.filled_text()?.to_owned()),
        acquisition: Some(instant(&information.get("Acquisition_Date_Time")?)?),
        orbit: Some(information.get("Acquisition_Orbit_Number")?.whole_number()?),
        sun: Some(sun(&information.get("Solar_Angles/Useful_Image/Image_Center")?)?),
        views: views(&information)?,
        bands,
        flags: flags(&information.get("Processing_Flags_And_Modes")?)?,
        quality_indexes: quality_indexes(&information)?,
        parameter_files: parameter_files(&information)?,
        georeference: Some(georeference(&specific, &information)?),
        lines,
        columns,
        synthetic: fixed.find("Notes").is_some_and(|notes| notes.text().starts_with(SYNTHETIC_NOTE)),
        files: vec![path.to_path_buf()],
    };
    let organisation = specific.get("Product_Organization")?;
    Ok(Header {
        product,
        channels,
        no_data: no_data(image.as_ref())?,
        significant_bits: significant_bits(image.as_ref())?,
        image: named_file(&organisation.get("Image_File")?)?,
        quicklook: organisation.find("Quicklook_File").map(|place| named_file(&place)).transpose()?,
        annexes: annexes(&organisation)?,
    })
}

fn positive_size(place: &XmlPlace<'_>) -> Result<usize, ProductError> {
    let value: u32 = place.whole_number()?;
    if value == 0 { Err(place.wrong("a whole number above zero")) } else { Ok(value as usize) }
}

/// The value that stands for no data: the format's own where the header describes no image, else what the description must say.
fn no_data(image: Option<&XmlPlace<'_>>) -> Result<f64, ProductError> {
    image.map_or(Ok(NO_DATA), |image| image.get("Nodata_Value")?.number())
}

fn significant_bits(image: Option<&XmlPlace<'_>>) -> Result<u32, ProductError> {
    let Some(image) = image else { return Ok(SIGNIFICANT_BITS) };
    let place = image.get("Number_of_Significant_Bits")?;
    let bits = place.whole_number()?;
    if (1..=16).contains(&bits) { Ok(bits) } else { Err(place.wrong("a whole number from 1 to 16")) }
}

fn sun(place: &XmlPlace<'_>) -> Result<SunAngles, ProductError> {
    Ok(SunAngles { zenith: angle(place, "Zenith", 0.0..=180.0)?, azimuth: angle(place, "Azimuth", -360.0..=360.0)? })
}

fn views(information: &XmlPlace<'_>) -> Result<Vec<View>, ProductError> {
    let mut views: Vec<View> = Vec::new();
    for place in information.counted_list("List_of_Viewing_Angles", "Viewing_Angles")? {
        let written = place.required_attribute("sn")?;
        let detector_unit = match written.trim().parse() {
            Ok(unit @ 1..=4) if views.iter().all(|view| view.detector_unit != unit) => unit,
            _ => return Err(place.error("@sn", "a detector unit from 1 to 4, each once", written)),
        };
        let centre = place.get("Useful_Image/Image_Center")?;
        views.push(View {
            detector_unit,
            zenith: angle(&centre, "Zenith", 0.0..=90.0)?,
            azimuth: angle(&centre, "Azimuth", -360.0..=360.0)?,
        });
    }
    Ok(views)
}

/// The image bands: names and wavelengths from one list, gains and polarisation coefficients from two others with the same names.
fn bands(information: &XmlPlace<'_>) -> Result<Vec<SpectralBand>, ProductError> {
    let reflectance_per_code = information.get("Reflectance_Quantification_Value")?.positive_number()?;
    let wavelengths = information.counted_list("List_of_Band_Central_Wavelength", "Band_Central_Wavelength")?;
    let gains = by_band(information, "List_of_Aks", "Ak")?;
    let polarisations = match information.find("List_of_Polarization_Coefficients") {
        Some(_) => by_band(information, "List_of_Polarization_Coefficients", "Polarization_Coefficient")?,
        None => BTreeMap::new(),
    };
    let mut bands: Vec<SpectralBand> = Vec::with_capacity(wavelengths.len());
    for place in &wavelengths {
        let name = place.required_attribute("sk")?;
        let Some(detector_unit) = detector_unit_of(name) else {
            return Err(place.error("@sk", "a band from B01 to B12", name));
        };
        if bands.iter().any(|band| band.name == name) {
            return Err(place.error("@sk", "each band once", name));
        }
        bands.push(SpectralBand {
            name: name.to_owned(),
            centre_nm: Some(place.positive_number()?),
            ak: gains.get(name).copied(),
            polarisation_coefficient: polarisations.get(name).copied(),
            detector_unit: Some(detector_unit),
            reflectance_per_code: Some(reflectance_per_code),
        });
    }
    for (list, values) in [("List_of_Aks", &gains), ("List_of_Polarization_Coefficients", &polarisations)] {
        if let Some(stranger) = values.keys().find(|name| bands.iter().all(|band| band.name != **name)) {
            return Err(information.error(
                &format!("/{list}"),
                "the bands of List_of_Band_Central_Wavelength",
                stranger,
            ));
        }
    }
    if bands.is_empty() {
        return Err(information.error("/List_of_Band_Central_Wavelength", "at least one band", "none"));
    }
    Ok(bands)
}

fn by_band(information: &XmlPlace<'_>, list: &str, name: &str) -> Result<BTreeMap<String, f64>, ProductError> {
    let mut values = BTreeMap::new();
    for place in information.counted_list(list, name)? {
        let band = place.required_attribute("sk")?;
        if values.insert(band.to_owned(), place.number()?).is_some() {
            return Err(place.error("@sk", "each band once", band));
        }
    }
    Ok(values)
}

/// The channels of the image: the bands in their order, then the masks.
fn channels(image: &XmlPlace<'_>, bands: &[SpectralBand]) -> Result<Vec<String>, ProductError> {
    let listed = image.counted_list("List_of_Bands", "Band")?;
    let names: Vec<String> = listed.iter().map(|place| place.text().to_owned()).collect();
    let count = image.get("Size/Bands")?;
    if count.whole_number::<usize>()? != names.len() {
        return Err(count.wrong(&format!("{} as List_of_Bands has", names.len())));
    }
    let expected: Vec<&str> = bands.iter().map(|band| band.name.as_str()).collect();
    let image_bands: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !MASK_CHANNELS.contains(name)).collect();
    if image_bands != expected || !names.starts_with(&image_bands.iter().map(ToString::to_string).collect::<Vec<_>>()) {
        return Err(image.error("/List_of_Bands", &format!("{} and then masks", expected.join(" ")), &names.join(" ")));
    }
    Ok(names)
}

/// The header's coordinates are those of the centre of the first pixel; a geotransform wants its outer corner.
fn georeference(specific: &XmlPlace<'_>, information: &XmlPlace<'_>) -> Result<Georeference, ProductError> {
    let place = specific.get("Geo_Referencing_Information/Product_Coverage/Cartographic")?;
    let code = place.get("Coordinate_Reference_System/Code")?;
    if epsg_number(code.text()).is_none() {
        return Err(code.wrong("a reference system such as EPSG:32636"));
    }
    let step_line = place.get("Sampling_Interval/By_Line")?.positive_number()?;
    let step_column = place.get("Sampling_Interval/By_Column")?.positive_number()?;
    let x = place.get("Upper_Left_Corner/X")?.number()? - step_column / 2.0;
    let y = place.get("Upper_Left_Corner/Y")?.number()? + step_line / 2.0;
    let coverage = information.get("Useful_Image_Geo_Coverage")?;
    let mut outline = Vec::with_capacity(4);
    for corner in ["Upper_Left_Corner", "Upper_Right_Corner", "Lower_Right_Corner", "Lower_Left_Corner"] {
        let corner = coverage.get(corner)?;
        outline
            .push([angle(&corner, "Long", -360.0..=360.0)?.degrees(), angle(&corner, "Lat", -90.0..=90.0)?.degrees()]);
    }
    Ok(Georeference {
        crs: code.text().to_owned(),
        geotransform: [x, step_column, 0.0, y, 0.0, -step_line],
        footprint: rings_from_outline(&outline),
    })
}

fn named_file(place: &XmlPlace<'_>) -> Result<NamedFile, ProductError> {
    let location = relative_name(&place.get("File_Location")?)?;
    let name = place.get("Logical_Name")?;
    let logical_name = relative_name(&name)?;
    if logical_name.components().count() != 1 {
        return Err(name.wrong("a file name without folders"));
    }
    Ok(NamedFile { folder: location.parent().map(Path::to_path_buf).unwrap_or_default(), logical_name })
}

fn annexes(organisation: &XmlPlace<'_>) -> Result<BTreeMap<String, NamedFile>, ProductError> {
    if organisation.find("List_of_Annex_Files").is_none() {
        return Ok(BTreeMap::new());
    }
    let files = organisation.counted_list("List_of_Annex_Files", "Annex_File")?;
    files.iter().map(|place| Ok((place.required_attribute("sk")?.to_owned(), named_file(place)?))).collect()
}
