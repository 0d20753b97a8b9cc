//! Names of system products and of the files inside them.
//!
//! Source: identifier types `VE_InventoriedRawProduct_Id_Type`, `VE_SystemProduct_Id_Type`, `VE_ImageProduct_Id_Type` and
//! `VE_SystemProductTechnicalData_Id_Type` of the interface document VE-ICD-PRO-437-CNES 1.11.

use std::fmt;

/// Processing level of a system product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SystemLevel {
    /// Counts as they were inventoried, with pre- and post-scan columns (`PDTINV`).
    Inventoried,
    /// Counts of the useful columns (`L0`).
    L0,
    /// Counts with pre- and post-scan columns (`0E`).
    L0Extended,
    /// Radiometrically corrected, in sensor geometry, with masks (`1A`).
    L1A,
}

impl SystemLevel {
    /// Every level.
    pub const ALL: [Self; 4] = [Self::Inventoried, Self::L0, Self::L0Extended, Self::L1A];

    /// The header's word, `Product_Level`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Inventoried => "INVENTORIED",
            Self::L0 => "L0",
            Self::L0Extended => "L0-EXTENDED",
            Self::L1A => "L1A",
        }
    }

    /// The two characters of the identifier; none for an inventoried product, which is named otherwise.
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Inventoried => None,
            Self::L0 => Some("L0"),
            Self::L0Extended => Some("0E"),
            Self::L1A => Some("1A"),
        }
    }

    /// Whether the images hold pre- and post-scan columns.
    pub const fn has_scan_columns(self) -> bool {
        matches!(self, Self::Inventoried | Self::L0Extended)
    }

    /// Whether the images hold counts, not corrected values.
    pub const fn holds_counts(self) -> bool {
        !matches!(self, Self::L1A)
    }
}

/// What tells a product from others of its level.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum SystemInstance {
    /// An inventoried product.
    Inventoried {
        /// Absolute orbit, at most 99999.
        orbit: u32,
        /// Identifier of the telemetry, `VEN_KRN_07993_00001_0`.
        data_element: String,
    },
    /// A product of a site and a day.
    OfSite {
        /// Level, not [`SystemLevel::Inventoried`].
        level: SystemLevel,
        /// Made of simulated data (`SYNT`), not of acquired ones (`VALD`).
        synthetic: bool,
        /// Nick name of the site: 8 capitals, digits or underscores.
        site: String,
        /// Day, `yyyymmdd`.
        date: String,
    },
}

/// The identifier of a system product, `VE_TEST_VSC_0EVALD_SITE0001_20200301`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SystemIdentifier {
    /// File class: `OPER`, `VM01`, `TEST`, ….
    pub class: String,
    /// The rest.
    pub instance: SystemInstance,
}

/// A name that is no identifier of a system product.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "needed an identifier such as VE_TEST_VSC_0EVALD_SITE0001_20200301 or VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0, found \"{found}\""
)]
pub struct SystemNameError {
    /// The name, shortened.
    pub found: String,
}

impl SystemIdentifier {
    /// Takes an identifier apart.
    ///
    /// # Errors
    /// [`SystemNameError`] for a text that is none.
    pub fn parse(text: &str) -> Result<Self, SystemNameError> {
        Self::taken_apart(text).ok_or_else(|| SystemNameError { found: text.chars().take(120).collect() })
    }

    fn taken_apart(text: &str) -> Option<Self> {
        let (class, rest) = text.strip_prefix("VE_")?.split_at_checked(4)?;
        let rest = rest.strip_prefix("_VSC_")?;
        if !is_class(class) {
            return None;
        }
        let instance = if let Some(rest) = rest.strip_prefix("PDTINV_") {
            let (orbit, data_element) = rest.split_once('_')?;
            if !is_digits(orbit, 5) || !is_data_element(data_element) {
                return None;
            }
            SystemInstance::Inventoried { orbit: orbit.parse().ok()?, data_element: data_element.to_owned() }
        } else {
            let (code, rest) = rest.split_at_checked(2)?;
            let level = SystemLevel::ALL.into_iter().find(|level| level.code() == Some(code))?;
            let (validity, rest) = rest.split_at_checked(4)?;
            let (site, date) = rest.strip_prefix('_')?.split_at_checked(8)?;
            let date = date.strip_prefix('_')?;
            if !is_word(site) || !is_digits(date, 8) || !matches!(validity, "VALD" | "SYNT") {
                return None;
            }
            let (site, date) = (site.to_owned(), date.to_owned());
            SystemInstance::OfSite { level, synthetic: validity == "SYNT", site, date }
        };
        Some(Self { class: class.to_owned(), instance })
    }

    /// Level of the product.
    pub const fn level(&self) -> SystemLevel {
        match &self.instance {
            SystemInstance::Inventoried { .. } => SystemLevel::Inventoried,
            SystemInstance::OfSite { level, .. } => *level,
        }
    }

    /// The file's semantic code: `PDTINV`, `0EVALD`, `1ASYNT`.
    pub fn semantic(&self) -> String {
        match &self.instance {
            SystemInstance::Inventoried { .. } => "PDTINV".to_owned(),
            SystemInstance::OfSite { level, synthetic, .. } => {
                format!("{}{}", level.code().unwrap_or_default(), if *synthetic { "SYNT" } else { "VALD" })
            }
        }
    }

    /// What follows the semantic code: `SITE0001_20200301`, `07993_VEN_KRN_07993_00001_0`.
    pub fn instance_text(&self) -> String {
        match &self.instance {
            SystemInstance::Inventoried { orbit, data_element } => format!("{orbit:05}_{data_element}"),
            SystemInstance::OfSite { site, date, .. } => format!("{site}_{date}"),
        }
    }

    /// Name of the image of a band, or of a mask (`SAT`, `PIX`), without extension.
    pub fn image(&self, channel: &str) -> String {
        format!("VE_{}_VSC_PDTIMG_{}_{}_{channel}", self.class, self.semantic(), self.instance_text())
    }

    /// Name of the file of private data, without extension.
    pub fn private(&self) -> String {
        format!("VE_{}_TEC_{}_{}", self.class, self.semantic(), self.instance_text())
    }

    /// Name of a file of line dates, without extension.
    pub fn line_dates(&self, band: &str) -> String {
        format!("VE_{}_TEC_LINDAT_{}_{}_{band}", self.class, self.semantic(), self.instance_text())
    }

    /// The same product at another level. An inventoried product has no site in its name: `site` and `date` are taken for it. None for the
    /// way back to an inventoried product, which is named after its telemetry.
    pub fn at_level(&self, level: SystemLevel, site: &str, date: &str) -> Option<Self> {
        let synthetic = matches!(self.instance, SystemInstance::OfSite { synthetic: true, .. });
        let instance = match (level, &self.instance) {
            (SystemLevel::Inventoried, inventoried @ SystemInstance::Inventoried { .. }) => inventoried.clone(),
            (SystemLevel::Inventoried, SystemInstance::OfSite { .. }) => return None,
            _ => SystemInstance::OfSite { level, synthetic, site: site.to_owned(), date: date.to_owned() },
        };
        Some(Self { class: self.class.clone(), instance })
    }
}

impl fmt::Display for SystemIdentifier {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "VE_{}_VSC_{}_{}", self.class, self.semantic(), self.instance_text())
    }
}

/// Whether a text holds capitals, digits and underscores alone.
pub(super) fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `(OPER|TEST|SVT[0-9A-Z_]|TD[0-9A-Z_]{2}|GSOV|IOTE|VM0[1-3]|DROB)`.
fn is_class(text: &str) -> bool {
    matches!(text, "OPER" | "TEST" | "GSOV" | "IOTE" | "VM01" | "VM02" | "VM03" | "DROB")
        || (is_word(text) && (text.starts_with("SVT") || text.starts_with("TD")))
}

/// `VEN_(KRN|SBD)_ddddd_ddddd_d`.
fn is_data_element(text: &str) -> bool {
    let fields: Vec<&str> = text.split('_').collect();
    matches!(fields.as_slice(), ["VEN", "KRN" | "SBD", orbit, key, last]
        if is_digits(orbit, 5) && is_digits(key, 5) && is_digits(last, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_of_every_level_are_taken_apart_and_written_back() {
        for (text, level, semantic) in [
            ("VE_TEST_VSC_0EVALD_SITE0001_20200301", SystemLevel::L0Extended, "0EVALD"),
            ("VE_VM01_VSC_L0VALD_ISRAEL03_20190204", SystemLevel::L0, "L0VALD"),
            ("VE_TD0__VSC_1ASYNT_ISRAEL03_20190204", SystemLevel::L1A, "1ASYNT"),
            ("VE_OPER_VSC_PDTINV_07993_VEN_KRN_07993_00001_0", SystemLevel::Inventoried, "PDTINV"),
        ] {
            let identifier = SystemIdentifier::parse(text).unwrap();
            assert_eq!(identifier.to_string(), text);
            assert_eq!((identifier.level(), identifier.semantic().as_str()), (level, semantic));
        }
    }

    #[test]
    fn names_of_the_files_inside_follow_the_products() {
        let identifier = SystemIdentifier::parse("VE_TEST_VSC_1AVALD_SITE0001_20200301").unwrap();
        assert_eq!(identifier.image("B07"), "VE_TEST_VSC_PDTIMG_1AVALD_SITE0001_20200301_B07");
        assert_eq!(identifier.private(), "VE_TEST_TEC_1AVALD_SITE0001_20200301");
        assert_eq!(identifier.line_dates("B01"), "VE_TEST_TEC_LINDAT_1AVALD_SITE0001_20200301_B01");
        let raw = SystemIdentifier::parse("VE_TEST_VSC_PDTINV_07993_VEN_KRN_07993_00001_0").unwrap();
        assert_eq!(raw.image("B07"), "VE_TEST_VSC_PDTIMG_PDTINV_07993_VEN_KRN_07993_00001_0_B07");
        let text = raw.at_level(SystemLevel::L1A, "SITE0001", "20200301").unwrap().to_string();
        assert_eq!(text, "VE_TEST_VSC_1AVALD_SITE0001_20200301");
    }

    #[test]
    fn what_is_no_identifier_is_refused_and_named() {
        for text in [
            "",
            "VE_TEST",
            "VE_TEST_VSC_L1VALD_SITE0001_20200301",
            "VE_TEST_VSC_0EVALD_SITE001_20200301",
            "VE_TEST_VSC_0ENOTV_SITE0001_20200301",
            "VE_test_VSC_0EVALD_SITE0001_20200301",
            "VE_TEST_VSC_0EVALD_SITE0001_2020030",
            "VE_TEST_VSC_PDTINV_7993_VEN_KRN_07993_00001_0",
            "VE_TEST_VSC_PDTINV_07993_VEN_XXX_07993_00001_0",
            "VE_TEµT_VSC_0EVALD",
        ] {
            let error = SystemIdentifier::parse(text).unwrap_err().to_string();
            assert!(error.ends_with(&format!("\"{text}\"")), "{error}");
        }
    }
}
