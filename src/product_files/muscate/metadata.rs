//! The metadata file `…_MTD_ALL.xml`.

use std::path::{Path, PathBuf};

use crate::instrument::detector_unit_of;
use crate::instrument::{SpectralBand, View};
use crate::product_files::error::ProductError;
use crate::product_files::georeferencing::footprint_of;
use crate::product_files::inside_folder::relative_name;
use crate::product_files::product::{Georeference, Level, Product, QualityIndex, SunAngles};
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};
use crate::units::{Angle, UtcInstant};

/// Most files of one image, and most images: far more bands than any mission of this format has.
const IMAGE_FILES_LIMIT: usize = 100;

/// Most files of masks.
const MASK_FILES_LIMIT: usize = 10_000;

/// Metadata as read: the description of the product, and the files that it names, relative to its folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Metadata {
    /// The description; files hold the metadata alone.
    pub product: Product,
    /// Images with one file a band, by their nature.
    pub images: Vec<ImageSet>,
    /// Files of masks.
    pub masks: Vec<MaskFile>,
    /// The value that stands for no data, where the metadata give one.
    pub no_data: Option<f64>,
    /// File with the angles at the centre of the useful image, which an L1C has beside its metadata.
    pub useful_image_information: Option<PathBuf>,
}

/// An image with one file a band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageSet {
    /// `Flat_Reflectance`, `Surface_Reflectance` or `Reflectance`.
    pub nature: String,
    /// Band names such as `B01` and their files, in the order of the bands.
    pub files: Vec<(String, PathBuf)>,
}

/// A file of a mask, or a bit in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskFile {
    /// What it marks, for example `Saturation`.
    pub nature: String,
    /// The file.
    pub file: PathBuf,
    /// Band it speaks of; none for all.
    pub band: Option<String>,
    /// Bit from 1; none where any bit counts.
    pub bit: Option<u16>,
}

/// Reads the metadata of a MUSCATE product.
///
/// # Errors
/// [`ProductError`] when the file cannot be read as XML, is not MUSCATE metadata, or an element is missing or wrong.
pub fn read_metadata(path: &Path) -> Result<Metadata, ProductError> {
    from_document(path, &XmlDocument::read(path)?)
}

/// Reads metadata from a text; `path` is the file named in errors.
///
/// # Errors
/// As [`read_metadata`].
pub fn parse_metadata(path: &Path, text: &str) -> Result<Metadata, ProductError> {
    from_document(path, &XmlDocument::parse(path, text)?)
}

fn from_document(path: &Path, document: &XmlDocument) -> Result<Metadata, ProductError> {
    let root = document.root();
    if root.name() != "Muscate_Metadata_Document" {
        return Err(root.error("", "the root Muscate_Metadata_Document", root.name()));
    }
    let characteristics = root.get("Product_Characteristics")?;
    let level = characteristics.get("PRODUCT_LEVEL")?;
    let level = match level.text() {
        "L1C" => Level::L1C,
        "L2A" => Level::L2A,
        _ => return Err(level.wrong("L1C or L2A")),
    };
    let acquisition = characteristics.get("ACQUISITION_DATE")?;
    let organisation = root.get("Product_Organisation/Muscate_Product")?;
    let radiometry = root.get("Radiometric_Informations")?;
    let images = images(&organisation)?;
    let angles = root.find("Geometric_Informations/Mean_Value_List");
    let (georeference, lines, columns) = placed(&root)?;
    let product = Product {
        identifier: characteristics.get("PRODUCT_ID")?.filled_text()?.to_owned(),
        level,
        site: root
            .find("Dataset_Identification/GEOGRAPHICAL_ZONE")
            .map(|zone| zone.text().to_owned())
            .filter(|zone| !zone.is_empty()),
        acquisition: Some(UtcInstant::parse(acquisition.text()).map_err(|_| acquisition.wrong("a UTC date and time"))?),
        orbit: characteristics.find("ORBIT_NUMBER").map(|orbit| orbit.whole_number()).transpose()?,
        sun: angles.as_ref().and_then(|angles| angles.find("Sun_Angles")).map(|sun| sun_angles(&sun)).transpose()?,
        views: views(angles.as_ref())?,
        bands: bands(&images, &radiometry)?,
        flags: std::collections::BTreeMap::new(),
        quality_indexes: quality_indexes(&root),
        parameter_files: Vec::new(),
        georeference,
        lines,
        columns,
        synthetic: false,
        files: vec![path.to_path_buf()],
    };
    Ok(Metadata {
        product,
        images,
        masks: masks(&organisation)?,
        no_data: no_data(&radiometry)?,
        useful_image_information: data_file(&organisation, "Useful_Image_Informations_File")?,
    })
}

fn angle(place: &XmlPlace<'_>, name: &str) -> Result<Angle, ProductError> {
    Ok(Angle::from_degrees(place.get(name)?.number()?))
}

/// The Sun's direction from an element with `ZENITH_ANGLE` and `AZIMUTH_ANGLE`.
pub(super) fn sun_angles(place: &XmlPlace<'_>) -> Result<SunAngles, ProductError> {
    Ok(SunAngles { zenith: angle(place, "ZENITH_ANGLE")?, azimuth: angle(place, "AZIMUTH_ANGLE")? })
}

/// A detector unit from its identifier, `01` to `04`.
pub(super) fn detector_unit(place: &XmlPlace<'_>) -> Result<u8, ProductError> {
    let written = place.required_attribute("detector_id")?;
    match written.trim().parse() {
        Ok(unit @ 1..=4) => Ok(unit),
        _ => Err(place.error("@detector_id", "a detector unit from 01 to 04", written)),
    }
}

/// A view from an element with `ZENITH_ANGLE` and `AZIMUTH_ANGLE`.
pub(super) fn view(detector_unit: u8, place: &XmlPlace<'_>) -> Result<View, ProductError> {
    Ok(View { detector_unit, zenith: angle(place, "ZENITH_ANGLE")?, azimuth: angle(place, "AZIMUTH_ANGLE")? })
}

fn views(angles: Option<&XmlPlace<'_>>) -> Result<Vec<View>, ProductError> {
    let list = angles.and_then(|angles| angles.find("Mean_Viewing_Incidence_Angle_List"));
    let Some(list) = list else { return Ok(Vec::new()) };
    let mut views: Vec<View> = Vec::new();
    for place in list.all("Mean_Viewing_Incidence_Angle") {
        let unit = detector_unit(&place)?;
        if views.iter().any(|view| view.detector_unit == unit) {
            return Err(place.error("@detector_id", "each detector unit once", &unit.to_string()));
        }
        views.push(view(unit, &place)?);
    }
    Ok(views)
}

/// `B1` becomes `B01`; a name of another form stays.
fn band_name(identifier: &str) -> String {
    match identifier.strip_prefix('B').and_then(|number| number.parse::<u8>().ok()) {
        Some(number) => format!("B{number:02}"),
        None => identifier.to_owned(),
    }
}

fn images(organisation: &XmlPlace<'_>) -> Result<Vec<ImageSet>, ProductError> {
    let mut sets: Vec<ImageSet> = Vec::new();
    // Some writers leave the name of their template on an image's element, so that only its nature counts.
    for image in organisation.get("Image_List")?.children() {
        let Some(nature) = image.find("Image_Properties/NATURE") else { continue };
        let Some(list) = image.find("Image_File_List") else { continue };
        if !nature.text().contains("Reflectance") {
            continue;
        }
        let mut files: Vec<(String, PathBuf)> = Vec::new();
        for file in list.all("IMAGE_FILE") {
            if files.len() >= IMAGE_FILES_LIMIT || sets.len() >= IMAGE_FILES_LIMIT {
                return Err(file.error("", &format!("at most {IMAGE_FILES_LIMIT} files"), "more"));
            }
            let name = band_name(file.required_attribute("band_id")?);
            if files.iter().any(|(other, _)| *other == name) {
                return Err(file.error("@band_id", "each band once", &name));
            }
            files.push((name, relative_name(&file)?));
        }
        files.sort();
        sets.push(ImageSet { nature: nature.text().to_owned(), files });
    }
    // Corrected for the slopes of the ground first, where there are both.
    sets.sort_by_key(|set| (set.nature != "Flat_Reflectance", set.nature != "Surface_Reflectance"));
    sets.retain(|set| !set.files.is_empty());
    match sets.first() {
        None => Err(organisation.error("/Image_List", "an image of a reflectance with one file a band", "none")),
        Some(first) => {
            let names = |set: &ImageSet| set.files.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
            match sets.iter().find(|set| names(set) != names(first)) {
                Some(other) => Err(organisation.error(
                    "/Image_List",
                    &format!("the same bands in {} as in {}", other.nature, first.nature),
                    &names(other).join(" "),
                )),
                None => Ok(sets),
            }
        }
    }
}

fn bands(images: &[ImageSet], radiometry: &XmlPlace<'_>) -> Result<Vec<SpectralBand>, ProductError> {
    // A divisor here, unlike in the ground segment's own format.
    let codes_per_reflectance = radiometry.get("REFLECTANCE_QUANTIFICATION_VALUE")?.positive_number()?;
    let described: Vec<XmlPlace<'_>> = radiometry
        .find("Spectral_Band_Informations_List")
        .map(|list| list.all("Spectral_Band_Informations").collect())
        .unwrap_or_default();
    let names = images.first().into_iter().flat_map(|set| &set.files);
    names
        .map(|(name, _)| {
            let place = described.iter().find(|place| place.attribute("band_id").map(band_name).as_ref() == Some(name));
            Ok(SpectralBand {
                name: name.clone(),
                centre_nm: filled_number(place.and_then(|place| place.find("Wavelength/CENTRAL")))?,
                ak: coefficient(place, "Ak")?,
                polarisation_coefficient: coefficient(place, "PolarizationCoefficient")?,
                detector_unit: detector_unit_of(name),
                reflectance_per_code: Some(1.0 / codes_per_reflectance),
            })
        })
        .collect()
}

/// A number where the element is there and not left empty.
fn filled_number(place: Option<XmlPlace<'_>>) -> Result<Option<f64>, ProductError> {
    place.filter(|place| !place.text().is_empty()).map(|place| place.number()).transpose()
}

fn coefficient(band: Option<&XmlPlace<'_>>, name: &str) -> Result<Option<f64>, ProductError> {
    let list = band.and_then(|band| band.find("Calibration_Coefficients_Lists/Native_Coefficients_List"));
    filled_number(
        list.and_then(|list| list.all("COEFFICIENT").find(|coefficient| coefficient.attribute("name") == Some(name))),
    )
}

fn masks(organisation: &XmlPlace<'_>) -> Result<Vec<MaskFile>, ProductError> {
    let Some(list) = organisation.find("Mask_List") else { return Ok(Vec::new()) };
    let mut masks = Vec::new();
    for mask in list.all("Mask") {
        let nature = mask.get("Mask_Properties/NATURE")?.text().to_owned();
        let Some(files) = mask.find("Mask_File_List") else { continue };
        for file in files.all("MASK_FILE") {
            if masks.len() >= MASK_FILES_LIMIT {
                return Err(file.error("", &format!("at most {MASK_FILES_LIMIT} files"), "more"));
            }
            let bit = match file.attribute("bit_number") {
                None => None,
                Some(written) => match written.trim().parse() {
                    Ok(bit @ 1..=16) => Some(bit),
                    _ => return Err(file.error("@bit_number", "a bit from 1 to 16", written)),
                },
            };
            masks.push(MaskFile {
                nature: nature.clone(),
                file: relative_name(&file)?,
                band: file.attribute("band_id").map(band_name),
                bit,
            });
        }
    }
    Ok(masks)
}

fn no_data(radiometry: &XmlPlace<'_>) -> Result<Option<f64>, ProductError> {
    let values = radiometry.find("Special_Values_List");
    let value =
        values.and_then(|values| values.all("SPECIAL_VALUE").find(|value| value.attribute("name") == Some("nodata")));
    value.map(|value| value.number()).transpose()
}

fn data_file(organisation: &XmlPlace<'_>, nature: &str) -> Result<Option<PathBuf>, ProductError> {
    let Some(list) = organisation.find("Data_List") else { return Ok(None) };
    let data =
        list.all("Data").find(|data| data.find("Data_Properties/NATURE").is_some_and(|place| place.text() == nature));
    data.and_then(|data| data.find("Data_File_List/DATA_FILE")).map(|file| relative_name(&file)).transpose()
}

/// The place and size by the metadata alone; coordinates are those of the outer corner (`CELL`).
fn placed(root: &XmlPlace<'_>) -> Result<(Option<Georeference>, usize, usize), ProductError> {
    let Some(position) = root.find("Geoposition_Informations") else { return Ok((None, 0, 0)) };
    let Some(group) = position.find("Geopositioning/Group_Geopositioning_List/Group_Geopositioning") else {
        return Ok((None, 0, 0));
    };
    let lines: u32 = group.get("NROWS")?.whole_number()?;
    let columns: u32 = group.get("NCOLS")?.whole_number()?;
    let (lines, columns) = (lines as usize, columns as usize);
    let code = position.get("Coordinate_Reference_System/Horizontal_Coordinate_System/HORIZONTAL_CS_CODE")?;
    let epsg: u32 = code.whole_number()?;
    let geotransform = [
        group.get("ULX")?.number()?,
        group.get("XDIM")?.number()?,
        0.0,
        group.get("ULY")?.number()?,
        0.0,
        group.get("YDIM")?.number()?,
    ];
    let footprint = footprint_of(epsg, geotransform, lines, columns);
    Ok((Some(Georeference { crs: format!("EPSG:{epsg}"), geotransform, footprint }), lines, columns))
}

/// Every `QUALITY_INDEX` of the current product, in the order of the file.
fn quality_indexes(root: &XmlPlace<'_>) -> Vec<QualityIndex> {
    let Some(quality) = root.find("Quality_Informations/Current_Product") else { return Vec::new() };
    quality
        .descendants()
        .filter(|place| place.name() == "QUALITY_INDEX")
        .filter_map(|place| {
            let text = place.text();
            Some(QualityIndex {
                code: place.attribute("name")?.to_owned(),
                band: place.attribute("band_id").map(band_name),
                value: text.parse().ok().filter(|value: &f64| value.is_finite()),
                text: text.to_owned(),
            })
        })
        .collect()
}
