//! Reading the main header of a system product, and the private data that belong to it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::carried_elements::CarriedElements;
use super::fixed_header::parted_notes;
use super::header_parts::{corner_directions, corner_places, file_reference, positive, zero_or_more};
use super::identifier::{SystemIdentifier, SystemLevel};
use super::image_geometry::ImageGeometry;
use super::private_reader::{PrivateFile, read_private};
use super::record::{SampleKind, SystemBand, SystemProduct};
use crate::parameter_sets::InstrumentSettings;
use crate::product_files::error::ProductError;
use crate::product_files::header_elements::{flags, instant, parameter_files, quality_indexes};
use crate::product_files::inside_folder::{existing_inside, relative_name};
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// A product's headers as read, and where its images are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct SystemHeaders {
    /// The description.
    pub(super) product: SystemProduct,
    /// The main header.
    pub(super) header: PathBuf,
    /// The private data.
    pub(super) private: PathBuf,
    /// Header of each band's image, in the order of the bands.
    pub(super) images: Vec<PathBuf>,
    /// Headers of the masks by code.
    pub(super) masks: BTreeMap<String, PathBuf>,
}

/// Whether a header says that it is one of a system product; false for a file that cannot be read, of which other readers say why.
pub(in crate::product_files) fn is_system_header(path: &Path) -> bool {
    let Ok(document) = XmlDocument::read(path) else { return false };
    let kind = document.root().find("Fixed_Header/File_Type");
    kind.is_some_and(|kind| is_system_type(kind.text()))
}

/// `VSC_PDTINV`, `VSC_L0VALD`, `VSC_0ESYNT`, ….
pub(super) fn is_system_type(text: &str) -> bool {
    let level = text.strip_prefix("VSC_").map(|rest| rest.split_at_checked(2));
    text == "VSC_PDTINV" || matches!(level, Some(Some(("L0" | "0E" | "1A", "VALD" | "SYNT"))))
}

/// Reads the headers of a product.
///
/// # Errors
/// [`ProductError`] naming file, element, what was needed and what was found.
pub(super) fn read_headers(path: &Path) -> Result<SystemHeaders, ProductError> {
    let document = XmlDocument::read(path)?;
    let root = document.root();
    if root.name() != "Earth_Explorer_Header" {
        return Err(root.error("", "the root Earth_Explorer_Header", root.name()));
    }
    let fixed = root.get("Fixed_Header")?;
    let kind = fixed.get("File_Type")?;
    if !is_system_type(kind.text()) {
        return Err(kind.wrong("VSC_PDTINV, or VSC_ with L0, 0E or 1A and VALD or SYNT"));
    }
    let name = fixed.get("File_Name")?;
    let identifier = SystemIdentifier::parse(name.text())
        .map_err(|_| name.wrong("an identifier such as VE_TEST_VSC_0EVALD_SITE0001_20200301"))?;
    if format!("VSC_{}", identifier.semantic()) != kind.text() {
        return Err(kind.wrong(&format!("VSC_{} as its name says", identifier.semantic())));
    }
    let specific = root.get("Variable_Header/Specific_Product_Header")?;
    let organisation = specific.get("Product_Organization")?;
    let private_path = private_path(path, &organisation)?;
    let private = read_private(&private_path, &identifier)?;
    let carried = carried_elements(&fixed, &specific.get("Product_Information")?, &organisation)?;
    let product = product(identifier, &fixed, &specific, private, carried)?;
    let mut images = Vec::with_capacity(product.bands.len());
    let listed = organisation.counted_list("List_of_Image_Files", "Image_File")?;
    for band in &product.bands {
        let place = listed.iter().find(|place| place.attribute("sk") == Some(&band.name)).ok_or_else(|| {
            organisation.error("/List_of_Image_Files", &format!("the image of {}", band.name), "none")
        })?;
        images.push(named_header(path, place)?);
    }
    if listed.len() != images.len() {
        let needed = format!("{} images as List_of_Bands has", images.len());
        return Err(organisation.error("/List_of_Image_Files", &needed, &listed.len().to_string()));
    }
    let mut masks = BTreeMap::new();
    if product.level() == SystemLevel::L1A {
        for place in organisation.counted_list("List_of_Mask_Files", "Mask_File")? {
            masks.insert(place.required_attribute("sk")?.to_owned(), named_header(path, &place)?);
        }
    }
    Ok(SystemHeaders { product, header: path.to_path_buf(), private: private_path, images, masks })
}

fn product(
    identifier: SystemIdentifier,
    fixed: &XmlPlace<'_>,
    specific: &XmlPlace<'_>,
    private: PrivateFile,
    carried: CarriedElements,
) -> Result<SystemProduct, ProductError> {
    let information = specific.get("Product_Information")?;
    let image = specific.get("Image_Information")?;
    let level = information.get("Product_Level")?;
    if level.text() != identifier.level().word() {
        return Err(level.wrong(&format!("{} as the product's name says", identifier.level().word())));
    }
    let site = if identifier.level() == SystemLevel::Inventoried {
        information.get("List_of_Covered_Sites/Covered_Site")?
    } else {
        information.get("Reference_SiteDefinition_Id")?
    };
    let period = fixed.get("Validity_Period")?;
    let (synthetic, notes) = fixed.find("Notes").map_or((false, ""), |notes| parted_notes(notes.text()));
    let bands = bands(&information, &image, &private)?;
    let [pre_scan, useful_columns, post_scan] = scan_columns(&image, identifier.level())?;
    let lines = lines(&image)?;
    Ok(SystemProduct {
        site: site.filled_text()?.to_owned(),
        acquisition: instant(&information.get("Acquisition_Date_Time")?)?,
        period: [instant(&period.get("Validity_Start")?)?, instant(&period.get("Validity_Stop")?)?],
        processed: instant(&information.get("Processing_Information/Date_Time")?)?,
        orbit: information.get("Acquisition_Orbit_Number")?.whole_number()?,
        settings: InstrumentSettings { line_time_us: private.line_time_us, bands: private.codes },
        lines,
        pre_scan,
        useful_columns,
        post_scan,
        samples: samples(&image, identifier.level())?,
        geometry: geometry(&information)?,
        private: private.data,
        flags: information
            .find("Processing_Flags_And_Modes")
            .map_or_else(|| Ok(BTreeMap::new()), |place| flags(&place))?,
        quality_indexes: quality_indexes(&information)?,
        parameter_files: parameter_files(&information)?,
        elevation_model: information
            .find("Used_DEM/DEM_Reference")
            .map(|place| place.text().to_owned())
            .filter(|text| text != "NONE"),
        cloud_percentage: match information.find("Cloud_Percentage") {
            Some(place) if place.text() != "NIL=N/A" => Some(place.number()?),
            _ => None,
        },
        synthetic: synthetic || identifier.semantic().ends_with("SYNT"),
        notes: notes.to_owned(),
        carried,
        bands,
        identifier,
    })
}

/// What no calculation uses. An element that the level does not have is as usual.
fn carried_elements(
    fixed: &XmlPlace<'_>,
    information: &XmlPlace<'_>,
    organisation: &XmlPlace<'_>,
) -> Result<CarriedElements, ProductError> {
    let usual = CarriedElements::default();
    let text = |name: &str, usual: String| information.find(name).map_or(usual, |place| place.text().to_owned());
    let sites = match information.find("List_of_Covered_Sites") {
        Some(_) => information.counted_list("List_of_Covered_Sites", "Covered_Site")?,
        None => Vec::new(),
    };
    let further_sites = sites.iter().skip(1).map(|place| Ok(place.filled_text()?.to_owned()));
    let quick_looks = organisation.counted_list("List_of_Quicklook_Files", "Quicklook_File")?;
    let quick_looks =
        quick_looks.iter().map(|place| Ok((place.required_attribute("sk")?.to_owned(), file_reference(place)?)));
    let reference_image = Some(text("Used_Reference_Image", "NONE".to_owned())).filter(|text| text != "NONE");
    Ok(CarriedElements {
        file_version: fixed.get("File_Version")?.whole_number()?,
        web_site: text("Web_Site_URL", usual.web_site),
        coverage_tag: text("Coverage_Tag", usual.coverage_tag),
        further_sites: further_sites.collect::<Result<_, ProductError>>()?,
        toponym: text("Toponym", usual.toponym),
        reference_image,
        quick_looks: quick_looks.collect::<Result<_, ProductError>>()?,
    })
}

/// The bands in the order of the image, each with what the lists of the header and the private data say of it.
fn bands(
    information: &XmlPlace<'_>,
    image: &XmlPlace<'_>,
    private: &PrivateFile,
) -> Result<Vec<SystemBand>, ProductError> {
    let listed = image.counted_list("List_of_Bands", "Band")?;
    let count = image.get("Size/Bands")?;
    if count.whole_number::<usize>()? != listed.len() {
        return Err(count.wrong(&format!("{} as List_of_Bands has", listed.len())));
    }
    if listed.is_empty() {
        return Err(image.error("/List_of_Bands", "at least one band", "none"));
    }
    let of_band = |list: &str, item: &str| -> Result<BTreeMap<String, f64>, ProductError> {
        if information.find(list).is_none() {
            return Ok(BTreeMap::new());
        }
        let items = information.counted_list(list, item)?;
        items.iter().map(|place| Ok((place.required_attribute("sk")?.to_owned(), place.number()?))).collect()
    };
    let aks = of_band("List_of_Aks", "Ak")?;
    let coefficients = of_band("List_of_Polarization_Coefficients", "Polarization_Coefficient")?;
    let wavelengths = information.counted_list("List_of_Band_Central_Wavelength", "Band_Central_Wavelength")?;
    if private.tdi.len() != listed.len() {
        let needed = format!("{} bands as the private data have", private.tdi.len());
        return Err(image.error("/List_of_Bands", &needed, &listed.len().to_string()));
    }
    let mut bands: Vec<SystemBand> = Vec::with_capacity(listed.len());
    for (place, (name, tdi)) in listed.iter().zip(&private.tdi) {
        if place.text() != name {
            return Err(place.wrong(&format!("{name} as the private data have")));
        }
        let wavelength = wavelengths.iter().find(|place| place.attribute("sk") == Some(name)).ok_or_else(|| {
            information.error("/List_of_Band_Central_Wavelength", &format!("the wavelength of {name}"), "none")
        })?;
        if bands.iter().any(|band| band.name == *name) {
            return Err(place.wrong("each band once"));
        }
        bands.push(SystemBand {
            name: name.clone(),
            centre_nm: wavelength.whole_number()?,
            tdi: *tdi,
            datation: private.datation(name)?,
            ak: aks.get(name).copied(),
            polarisation_coefficient: coefficients.get(name).copied(),
        });
    }
    Ok(bands)
}

/// Lines of every band. The format allows a number of each band's own, which this program does not read.
fn lines(image: &XmlPlace<'_>) -> Result<usize, ProductError> {
    let place = image.get("Size/Lines")?;
    if place.text() == "NIL=VARIABLE_BY_BAND" {
        return Err(place.wrong("one number of lines for all bands"));
    }
    positive(&place)
}

fn scan_columns(image: &XmlPlace<'_>, level: SystemLevel) -> Result<[usize; 3], ProductError> {
    let columns = image.get("Size/Columns")?;
    let whole: usize = positive(&columns)?;
    if !level.has_scan_columns() {
        return Ok([0, whole, 0]);
    }
    let scan = image.get("Pre_Post_Scan_Pixels")?;
    let pre = zero_or_more(&scan.get("Number_of_Pre_Scan_Pixels")?)?;
    let useful = positive(&scan.get("Number_of_Useful_Pixels")?)?;
    let post = zero_or_more(&scan.get("Number_of_Post_Scan_Pixels")?)?;
    if pre + useful + post != whole {
        return Err(
            columns.wrong(&format!("{} as Pre_Post_Scan_Pixels has ({pre} + {useful} + {post})", pre + useful + post))
        );
    }
    Ok([pre, useful, post])
}

/// What the images hold by a header, which must fit its level.
pub(super) fn samples(image: &XmlPlace<'_>, level: SystemLevel) -> Result<SampleKind, ProductError> {
    let place = image.get("Data_Type")?;
    match (place.text(), level.holds_counts()) {
        ("UNSIGNED_SHORT", true) => {
            let bits = image.get("Number_of_Significant_Bits")?;
            match bits.whole_number()? {
                significant_bits @ 1..=16 => Ok(SampleKind::Counts { significant_bits }),
                _ => Err(bits.wrong("a whole number from 1 to 16")),
            }
        }
        ("FLOAT", false) => Ok(SampleKind::Values),
        (_, true) => Err(place.wrong("UNSIGNED_SHORT, which counts are")),
        (_, false) => Err(place.wrong("FLOAT, the values of L1A that this program reads")),
    }
}

fn geometry(information: &XmlPlace<'_>) -> Result<ImageGeometry, ProductError> {
    let mut views = BTreeMap::new();
    for place in information.counted_list("List_of_Viewing_Angles", "Viewing_Angles")? {
        let written = place.required_attribute("sn")?;
        let unit: u8 = written.trim().parse().map_err(|_| place.error("@sn", "a detector unit", written))?;
        if place.find("Nil").is_none() && views.insert(unit, corner_directions(&place)?).is_some() {
            return Err(place.error("@sn", "each detector unit once", written));
        }
    }
    let frame = information.get("Viewing_Angles_In_Satellite_Frame")?;
    let axes = ["X_Direction", "Y_Direction", "XY_Direction"].map(|axis| frame.get(axis));
    let [x, y, both] = axes;
    let (x, y, both) = (x?, y?, both?);
    let in_satellite_frame_deg = match [&x, &y, &both].map(|place| place.text() == "NONE") {
        [true, true, true] => None,
        _ => Some([x.number()?, y.number()?, both.number()?]),
    };
    Ok(ImageGeometry {
        places_deg: corner_places(&information.get("Useful_Image_Geo_Coverage")?)?,
        sun: corner_directions(&information.get("Solar_Angles")?)?,
        views,
        sampling_m: [
            information.get("Product_Sampling/By_Line")?.number()?,
            information.get("Product_Sampling/By_Column")?.number()?,
        ],
        in_satellite_frame_deg,
    })
}

/// The file of private data, which must be there: TDI stages, codes and dates stand in it alone.
fn private_path(header: &Path, organisation: &XmlPlace<'_>) -> Result<PathBuf, ProductError> {
    let place = organisation.get("Private_Data_File/File_Location")?;
    located(header, &place)
}

fn named_header(header: &Path, place: &XmlPlace<'_>) -> Result<PathBuf, ProductError> {
    located(header, &place.get("File_Location")?)
}

/// A file that a header locates, inside of the header's folder.
fn located(header: &Path, place: &XmlPlace<'_>) -> Result<PathBuf, ProductError> {
    let relative = relative_name(place)?;
    let folder = header.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    existing_inside(folder, &relative, header)?.ok_or_else(|| ProductError::Missing {
        path: folder.join(&relative),
        needed: format!("the file that {} names in {}", header.display(), place.place()),
    })
}
