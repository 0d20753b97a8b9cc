//! What the main header of a product says that no calculation uses: kept, so that a header that is read and written again still says it.

use super::private_data::FileReference;

/// Elements of the main header that this program carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedElements {
    /// `File_Version`, 1 to 9999; written into every file of the product.
    pub file_version: u32,
    /// `Web_Site_URL`: the Internet site of the ground segment.
    pub web_site: String,
    /// `Coverage_Tag` of an inventoried product: `NOMINAL`, `DATA_STRIP` or `UNKNOWN_SITE`.
    pub coverage_tag: String,
    /// Sites that an inventoried product covers beyond the one that the product names.
    pub further_sites: Vec<String>,
    /// `Toponym` of an inventoried product that belongs to no site; empty for others.
    pub toponym: String,
    /// `Used_Reference_Image`; none where none was used. An inventoried product has no place for it.
    pub reference_image: Option<String>,
    /// Quick-looks: band and header. They are named, their files are the matter of whoever writes the product.
    pub quick_looks: Vec<(String, FileReference)>,
}

impl Default for CarriedElements {
    fn default() -> Self {
        Self {
            file_version: 1,
            web_site: "http://none".to_owned(),
            coverage_tag: "NOMINAL".to_owned(),
            further_sites: Vec::new(),
            toponym: String::new(),
            reference_image: None,
            quick_looks: Vec::new(),
        }
    }
}

impl CarriedElements {
    /// Those that another product made of this one has: the web site. The rest speaks of this product alone.
    #[must_use]
    pub(super) fn of_next_level(&self) -> Self {
        Self { web_site: self.web_site.clone(), ..Self::default() }
    }

    /// What another product made of this one does not say any more, in words; empty where that is nothing.
    pub(super) fn left_behind(&self) -> Vec<String> {
        let usual = Self::default();
        let mut left = Vec::new();
        if self.file_version != usual.file_version {
            left.push(format!("file version {}", self.file_version));
        }
        if self.coverage_tag != usual.coverage_tag {
            left.push(format!("coverage tag {}", self.coverage_tag));
        }
        if !self.further_sites.is_empty() {
            left.push(format!("further sites {}", self.further_sites.join(", ")));
        }
        if !self.toponym.is_empty() {
            left.push(format!("toponym {}", self.toponym));
        }
        left.extend(self.reference_image.iter().map(|image| format!("reference image {image}")));
        if !self.quick_looks.is_empty() {
            left.push(format!("{} quick-looks", self.quick_looks.len()));
        }
        left
    }
}
