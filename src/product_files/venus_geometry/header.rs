//! What the five formats have in common: root, fixed header, applicability to sites, units that are written and must be right.

use std::path::{Path, PathBuf};

use super::file_name::{VenusFileKind, VenusFileName};
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};
use crate::units::UtcInstant;

/// The headers of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct VenusFileHeader {
    /// The file.
    pub file: PathBuf,
    /// Its identifier, `File_Name`.
    pub identifier: String,
    /// The identifier taken apart.
    pub name: VenusFileName,
    /// First and last moment of validity; none where the date is the format's "no bound" (year 0 or 9999).
    pub validity: [Option<UtcInstant>; 2],
    /// `File_Version`.
    pub version: u32,
}

impl VenusFileHeader {
    /// Whether a moment lies in the validity.
    pub fn holds_at(&self, moment: UtcInstant) -> bool {
        self.validity[0].is_none_or(|start| start <= moment) && self.validity[1].is_none_or(|stop| moment <= stop)
    }

    /// A complaint about this file.
    pub(in crate::product_files) fn error(&self, element: &str, needed: &str, found: &str) -> ProductError {
        flaw(&self.file, element, needed, found)
    }
}

/// A complaint about a file that was read before.
pub(in crate::product_files) fn flaw(file: &Path, element: &str, needed: &str, found: &str) -> ProductError {
    ProductError::Element {
        path: file.to_path_buf(),
        element: element.to_owned(),
        needed: needed.to_owned(),
        found: found.to_owned(),
    }
}

/// Requires root, kind and mission of a file that must be of one kind.
pub(in crate::product_files) fn require_root(root: &XmlPlace<'_>, kind: VenusFileKind) -> Result<(), ProductError> {
    let fixed = fixed_header(root)?;
    let written_kind = fixed.get("File_Type")?;
    if written_kind.text() != kind.code() {
        return Err(written_kind.wrong(kind.code()));
    }
    // The root's type is abstract: a valid file says which one it is, but one that does not is still understood.
    if let Some(written) = root.attribute("type")
        && written.rsplit(':').next() != Some(kind.root_type().as_str())
    {
        return Err(root.error("@type", &kind.root_type(), &format!("\"{written}\"")));
    }
    let mission = fixed.get("Mission")?;
    if mission.text() == "VENuS" { Ok(()) } else { Err(mission.wrong("VENuS")) }
}

/// Reads root and fixed header of a file that must be of one kind.
pub(in crate::product_files) fn header(
    document: &XmlDocument,
    kind: VenusFileKind,
) -> Result<VenusFileHeader, ProductError> {
    let root = document.root();
    require_root(&root, kind)?;
    let fixed = fixed_header(&root)?;
    let identifier = fixed.get("File_Name")?;
    let name = VenusFileName::parse(identifier.text()).map_err(|error| identifier.wrong(&error.needed))?;
    if name.kind != kind {
        return Err(identifier.wrong(&format!("an identifier with {}", kind.code())));
    }
    let period = fixed.get("Validity_Period")?;
    let validity = [bound(&period.get("Validity_Start")?)?, bound(&period.get("Validity_Stop")?)?];
    if let [Some(start), Some(stop)] = validity
        && start > stop
    {
        return Err(period.error("", "a start before its stop", &format!("{start} to {stop}")));
    }
    Ok(VenusFileHeader {
        file: root.file().to_path_buf(),
        identifier: identifier.text().to_owned(),
        name,
        validity,
        version: fixed.get("File_Version")?.whole_number()?,
    })
}

/// The kind that a file says it is; none for a file of another kind.
pub(in crate::product_files) fn kind(document: &XmlDocument) -> Result<VenusFileKind, ProductError> {
    let written = fixed_header(&document.root())?.get("File_Type")?;
    let kind = VenusFileKind::ALL.into_iter().find(|kind| kind.code() == written.text());
    kind.ok_or_else(|| written.wrong(&VenusFileKind::ALL.map(VenusFileKind::code).join(", ")))
}

/// The fixed header.
pub(in crate::product_files) fn fixed_header<'a>(root: &XmlPlace<'a>) -> Result<XmlPlace<'a>, ProductError> {
    match root.name() {
        "Earth_Explorer_File" => root.get("Earth_Explorer_Header/Fixed_Header"),
        // A file whose data stand beside it is its header alone.
        "Earth_Explorer_Header" => root.get("Fixed_Header"),
        other => Err(root.error("", "the root Earth_Explorer_File or Earth_Explorer_Header", other)),
    }
}

/// A bound of a validity; years 0 and 9999 are none.
pub(in crate::product_files) fn bound(place: &XmlPlace<'_>) -> Result<Option<UtcInstant>, ProductError> {
    let needed = "a date such as UTC=2019-02-04T08:34:37";
    let Some(date) = place.text().strip_prefix("UTC=") else { return Err(place.wrong(needed)) };
    if date.starts_with("0000-") || date.starts_with("9999-") {
        return Ok(None);
    }
    UtcInstant::parse(date).map(Some).map_err(|_| place.wrong(needed))
}

/// The specific header.
pub(in crate::product_files) fn specific_header<'a>(root: &XmlPlace<'a>) -> Result<XmlPlace<'a>, ProductError> {
    let below = if root.name() == "Earth_Explorer_Header" { "" } else { "Earth_Explorer_Header/" };
    root.get(&format!("{below}Variable_Header/Specific_Product_Header"))
}

/// The instance's identification in the specific header.
pub(in crate::product_files) fn instance<'a>(root: &XmlPlace<'a>) -> Result<XmlPlace<'a>, ProductError> {
    specific_header(root)?.get("Instance_Id")
}

/// An element that names a unit or a frame. The schema gives each a default, which an empty element stands for.
pub(in crate::product_files) fn written_as(block: &XmlPlace<'_>, name: &str, needed: &str) -> Result<(), ProductError> {
    let place = block.get(name)?;
    if place.text().is_empty() || place.text() == needed { Ok(()) } else { Err(place.wrong(needed)) }
}

/// An attribute that names a unit.
pub(in crate::product_files) fn attribute_is(
    place: &XmlPlace<'_>,
    name: &str,
    needed: &str,
) -> Result<(), ProductError> {
    let found = place.required_attribute(name)?;
    if found == needed { Ok(()) } else { Err(place.error(&format!("@{name}"), needed, &format!("\"{found}\""))) }
}

/// Finite numbers separated by white space.
pub(in crate::product_files) fn numbers<const N: usize>(place: &XmlPlace<'_>) -> Result<[f64; N], ProductError> {
    let wrong = || place.wrong(&format!("{N} finite numbers"));
    let mut values = [0.0; N];
    let mut words = place.text().split_whitespace();
    for value in &mut values {
        *value = words
            .next()
            .and_then(|word| word.parse().ok())
            .filter(|value: &f64| value.is_finite())
            .ok_or_else(wrong)?;
    }
    if words.next().is_some() { Err(wrong()) } else { Ok(values) }
}

/// A list of items numbered 1, 2, … by their attribute `sn`.
pub(in crate::product_files) fn numbered<'a>(
    block: &XmlPlace<'a>,
    list: &str,
    name: &'a str,
) -> Result<Vec<XmlPlace<'a>>, ProductError> {
    let items = block.counted_list(list, name)?;
    for (index, item) in items.iter().enumerate() {
        let written = item.required_attribute("sn")?;
        if written.trim().parse() != Ok(index + 1) {
            return Err(item.error("@sn", &(index + 1).to_string(), &format!("\"{written}\"")));
        }
    }
    Ok(items)
}

/// To which sites a parameter file applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applicability {
    /// Identifiers of the sites; empty for all.
    pub sites: Vec<String>,
}

impl Applicability {
    /// Whether the file applies to a site, named by its identifier (`VE_VM01_MPL_SITDEF_S_ISRAEL03`) whatever the file class in it; without a name,
    /// whether it applies to all.
    pub fn holds_for(&self, site: Option<&str>) -> bool {
        let bare = |identifier: &str| identifier.split_once("_MPL_SITDEF_").map(|(_, site)| site.to_owned());
        self.sites.is_empty()
            || site
                .and_then(bare)
                .is_some_and(|site| self.sites.iter().any(|listed| bare(listed).as_ref() == Some(&site)))
    }
}

/// Reads the applicability of a parameter file.
pub(in crate::product_files) fn applicability(root: &XmlPlace<'_>) -> Result<Applicability, ProductError> {
    let specific = specific_header(root)?;
    let listed = specific.counted_list("List_of_Applicable_SiteDefinition_Ids", "Applicable_SiteDefinition_Id")?;
    let sites: Vec<String> =
        listed.iter().map(|place| Ok(place.filled_text()?.to_owned())).collect::<Result<_, ProductError>>()?;
    let nick_name = specific.get("Instance_Id/Applicability_NickName")?;
    if sites.is_empty() != (nick_name.text() == "ALLSITES") {
        let found = format!("{} sites listed", sites.len());
        let needed = "ALLSITES with an empty list of sites, or another name with a list";
        return Err(nick_name.error("", needed, &format!("\"{}\" with {found}", nick_name.text())));
    }
    Ok(Applicability { sites })
}

/// Site and orbit that attitude or positions were taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AcquisitionIdentity {
    /// Identifier of the site's definition.
    pub site: String,
    /// Absolute orbit.
    pub orbit: u32,
}

/// Reads site and orbit.
pub(in crate::product_files) fn identity(root: &XmlPlace<'_>) -> Result<AcquisitionIdentity, ProductError> {
    let specific = specific_header(root)?;
    Ok(AcquisitionIdentity {
        site: specific.get("Related_SiteDefinition_Id")?.filled_text()?.to_owned(),
        orbit: specific.get("Instance_Id/Acquisition_Orbit_Number")?.whole_number()?,
    })
}
