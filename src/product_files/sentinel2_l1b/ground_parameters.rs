//! The ground processing parameters (GIPP): a folder of files, of which the datastrip names those that belong to it.

use std::path::{Path, PathBuf};

use crate::earth::{Epoch, TimeScale, seconds_between, utc_text};
use crate::product_files::acquisition_elements::moment;
use crate::product_files::error::ProductError;
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};

/// Extensions under which a parameter file may stand.
const EXTENSIONS: [&str; 4] = ["xml", "XML", "DBL", "dbl"];

/// Opens the file of a type whose name ends as asked. The datastrip's word decides which version it is; a file that says it applies to other
/// days is used, with a remark, as the peer does.
pub(super) fn open(
    datastrip: &XmlPlace<'_>,
    folder: &Path,
    kind: &str,
    ending: &str,
    reference: Epoch,
    remarks: &mut Vec<String>,
) -> Result<XmlDocument, ProductError> {
    let list = datastrip.get("Auxiliary_Data_Info/GIPP_List")?;
    let named = list
        .all("GIPP_FILENAME")
        .find(|name| name.attribute("type") == Some(kind) && name.text().ends_with(ending))
        .ok_or_else(|| {
            list.error("", &format!("an element GIPP_FILENAME of type {kind} that ends in {ending}"), "none")
        })?;
    let document = XmlDocument::read(&find(&named, folder)?)?;
    let header = document.root().get("SPECIFIC_HEADER")?;
    if let Some(version) = named.attribute("version") {
        let found = header.get("VERSION_NUMBER")?;
        if found.text() != version {
            return Err(found.wrong(&format!("version {version}, which the datastrip names")));
        }
    }
    let from = moment(&header.get("APPLICABILITY_DATE")?, TimeScale::UTC)?;
    let to = moment(&header.get("APPLICABILITY_END_DATE")?, TimeScale::UTC)?;
    if seconds_between(from, reference) < 0.0 || seconds_between(reference, to) < 0.0 {
        remarks.push(format!(
            "{} says that it applies from {} to {}; it is used because the datastrip names it",
            named.text(),
            utc_text(from),
            utc_text(to)
        ));
    }
    Ok(document)
}

fn find(named: &XmlPlace<'_>, folder: &Path) -> Result<PathBuf, ProductError> {
    let name = named.text();
    let plain = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
    if name.is_empty() || !name.chars().all(plain) {
        return Err(ProductError::UnsafeName {
            path: named.file().to_path_buf(),
            element: named.place().to_owned(),
            name: name.chars().take(120).collect(),
            why: "letters, digits, _ and - are expected",
        });
    }
    let places = [folder.to_path_buf(), folder.join(name)];
    let candidates =
        places.iter().flat_map(|place| EXTENSIONS.map(|extension| place.join(format!("{name}.{extension}"))));
    candidates.into_iter().find(|path| path.is_file()).ok_or_else(|| ProductError::Missing {
        path: folder.join(format!("{name}.xml")),
        needed: format!("the parameters that {} names ({})", named.file().display(), named.place()),
    })
}
