//! Names of VENµS's auxiliary and parameter files: what an identifier says before the file is opened.
//!
//! Source: identifier types of the interface document VE-ICD-PRO-437-CNES 1.11 (`VE_Dictionary.xsd`, `VE_DictionaryProducts.xsd`).

use std::fmt;

/// The auxiliary files and parameter files that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VenusFileKind {
    /// `AUX_AOCDTA`: attitude at 10 Hz.
    Attitude,
    /// `AUX_GPSDTA`: positions and velocities at 1 Hz.
    Positions,
    /// `TEC_LINDAT`: a date for each line of one band.
    LineDates,
    /// `GIP_SENGEO`: how instrument, detector units and arrays sit in the spacecraft.
    SensorModel,
    /// `GIP_VIEDIR`: viewing directions of one band.
    ViewingDirections,
    /// `GIP_DARKCU`: dark signal of one band, with its spikes.
    DarkSignal,
    /// `GIP_RELSEN`: two-slope equalisation of one band.
    RelativeSensitivities,
    /// `GIP_OUTORD`: detectors of one band that are out of order.
    OutOfOrder,
    /// `GIP_PHGAIN`: Ak of all bands.
    PhysicalGains,
    /// `GIP_NOISMO`: noise of all bands.
    NoiseModels,
    /// `GIP_REMANE`: remanence of all bands.
    Remanence,
    /// `GIP_STRLGT`: stray light of one band.
    StrayLight,
    /// `GIP_POLART`: sensitivity of one band to polarised light.
    Polarisation,
    /// `GIP_SPECSE`: spectral sensitivities of all bands.
    SpectralSensitivities,
    /// `GIP_REFLEC`: from radiance to reflectance.
    Reflectance,
    /// `GIP_RADIOV`: how the radiometric chain is run.
    RadiometricProcessing,
    /// `GIP_PARREF`: which parameters of the geometry are refined.
    RefinedParameters,
    /// `GIP_GEOVEN`: how the geometric chain is run.
    GeometricProcessing,
}

/// What the band and the integration lengths are to the name of a parameter file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::product_files) enum NameScope {
    /// Neither: the file is for all bands.
    AllBands,
    /// One band, all integration lengths.
    OneBand,
    /// One band, the integration lengths that the name lists.
    OneBandSomeLengths,
}

impl VenusFileKind {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::Attitude,
        Self::Positions,
        Self::LineDates,
        Self::SensorModel,
        Self::ViewingDirections,
        Self::DarkSignal,
        Self::RelativeSensitivities,
        Self::OutOfOrder,
        Self::PhysicalGains,
        Self::NoiseModels,
        Self::Remanence,
        Self::StrayLight,
        Self::Polarisation,
        Self::SpectralSensitivities,
        Self::Reflectance,
        Self::RadiometricProcessing,
        Self::RefinedParameters,
        Self::GeometricProcessing,
    ];

    /// The five from which the geometry of an acquisition is made.
    pub const GEOMETRY: [Self; 5] =
        [Self::Attitude, Self::Positions, Self::LineDates, Self::SensorModel, Self::ViewingDirections];

    /// The `File_Type` of the format.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Attitude => "AUX_AOCDTA",
            Self::Positions => "AUX_GPSDTA",
            Self::LineDates => "TEC_LINDAT",
            Self::SensorModel => "GIP_SENGEO",
            Self::ViewingDirections => "GIP_VIEDIR",
            Self::DarkSignal => "GIP_DARKCU",
            Self::RelativeSensitivities => "GIP_RELSEN",
            Self::OutOfOrder => "GIP_OUTORD",
            Self::PhysicalGains => "GIP_PHGAIN",
            Self::NoiseModels => "GIP_NOISMO",
            Self::Remanence => "GIP_REMANE",
            Self::StrayLight => "GIP_STRLGT",
            Self::Polarisation => "GIP_POLART",
            Self::SpectralSensitivities => "GIP_SPECSE",
            Self::Reflectance => "GIP_REFLEC",
            Self::RadiometricProcessing => "GIP_RADIOV",
            Self::RefinedParameters => "GIP_PARREF",
            Self::GeometricProcessing => "GIP_GEOVEN",
        }
    }

    /// The six letters of the kind in its code, `DARKCU`.
    pub fn short_code(self) -> &'static str {
        self.code().get(4..).unwrap_or_default()
    }

    /// The `xsi:type` of the root element.
    pub(in crate::product_files) fn root_type(self) -> String {
        let root = if self.is_header_alone() { "Header" } else { "File" };
        format!("{}_{root}_Type", self.short_code())
    }

    /// Whether the file is a header without a data block, whose data stand in a folder beside it.
    pub(in crate::product_files) const fn is_header_alone(self) -> bool {
        matches!(self, Self::StrayLight | Self::Polarisation)
    }

    /// The `File_Description` of the format.
    pub(in crate::product_files) const fn description(self) -> &'static str {
        match self {
            Self::Attitude => "AOCSData",
            Self::Positions => "GPSData",
            Self::LineDates => "DatationLine",
            Self::SensorModel => "SensorGeometricalModel",
            Self::ViewingDirections => "ViewingDirections",
            Self::DarkSignal => "DarkCurrents",
            Self::RelativeSensitivities => "RelativeSensitivities",
            Self::OutOfOrder => "OutOfOrderDetectors",
            Self::PhysicalGains => "PhysicalGainData",
            Self::NoiseModels => "NoiseModel",
            Self::Remanence => "Remanence",
            Self::StrayLight => "StrayLightFilters",
            Self::Polarisation => "PolarizationTables",
            Self::SpectralSensitivities => "SpectralSensitivities",
            Self::Reflectance => "ReflectProcess",
            Self::RadiometricProcessing => "RadioVProcess",
            Self::RefinedParameters => "ParametersToBeRefined",
            Self::GeometricProcessing => "GeoVProcess",
        }
    }

    /// The version of the schema that written files name: that of the interface document 1.11.
    pub(in crate::product_files) const fn schema_version(self) -> &'static str {
        match self {
            Self::DarkSignal => "1.9",
            Self::StrayLight | Self::RadiometricProcessing => "1.3",
            Self::Polarisation => "1.6",
            Self::GeometricProcessing => "1.11",
            _ => "0.40",
        }
    }

    /// What the name of a parameter file says of bands; none for a file that holds no parameters.
    pub(in crate::product_files) const fn scope(self) -> Option<NameScope> {
        match self {
            Self::Attitude | Self::Positions | Self::LineDates => None,
            Self::DarkSignal | Self::RelativeSensitivities | Self::ViewingDirections => {
                Some(NameScope::OneBandSomeLengths)
            }
            Self::OutOfOrder | Self::StrayLight | Self::Polarisation => Some(NameScope::OneBand),
            _ => Some(NameScope::AllBands),
        }
    }

    fn pattern(self) -> String {
        let code = self.code();
        match self.scope() {
            None if self == Self::LineDates => format!("VE_cccc_{code}_ffffff_instance_Bnn"),
            None => format!("VE_cccc_{code}_t_nnnnnnnn_ooooo_(O|S)_VEN_(KRN|SBD)_ooooo_kkkkk_d"),
            Some(scope) => {
                let rest = match scope {
                    NameScope::AllBands => "",
                    NameScope::OneBand => "_Bnn",
                    NameScope::OneBandSomeLengths => "_Bnn_xxxx0x",
                };
                format!("VE_cccc_{code}_(S|L)_nnnnnnnn_kkkkk_yyyymmdd_yyyymmdd{rest}")
            }
        }
    }
}

/// A set of integration lengths (1, 4, 8, 16, 32 lines): its bits are the lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TdiSet(u8);

impl TdiSet {
    /// The lengths that exist.
    pub const LENGTHS: [u8; 5] = [1, 4, 8, 16, 32];

    /// From the file name's six letters, which are the binary writing of the sum of the lengths.
    pub fn from_letters(letters: &str) -> Option<Self> {
        if letters.len() != 6 || !letters.bytes().all(|letter| matches!(letter, b'0' | b'1')) {
            return None;
        }
        let bits = u8::from_str_radix(letters, 2).ok()?;
        (bits != 0 && bits & 2 == 0).then_some(Self(bits))
    }

    /// From a header's list, `01 04 08 16 32`.
    pub fn from_list(list: &str) -> Option<Self> {
        let mut bits = 0;
        for word in list.split_whitespace() {
            let length: u8 = word.parse().ok()?;
            if word.len() != 2 || !Self::LENGTHS.contains(&length) {
                return None;
            }
            bits |= length;
        }
        (bits != 0).then_some(Self(bits))
    }

    /// Whether a length is in the set.
    pub fn holds(self, length: u8) -> bool {
        Self::LENGTHS.contains(&length) && self.0 & length != 0
    }
}

impl fmt::Display for TdiSet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lengths: Vec<String> =
            Self::LENGTHS.iter().filter(|length| self.holds(**length)).map(|length| format!("{length:02}")).collect();
        formatter.write_str(&lengths.join(" "))
    }
}

/// What comes after the kind in an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VenusInstance {
    /// Of attitude and positions.
    Auxiliary {
        /// Letter of the site's type (S, C, T, M, O, P, A).
        site_type: char,
        /// Nick name of the site, eight characters.
        site: String,
        /// Absolute orbit.
        orbit: u32,
        /// The whole orbit (`O`), not only the site (`S`).
        whole_orbit: bool,
        /// Identifier of the telemetry it was made from.
        data_element: String,
    },
    /// Of line dates.
    OfProduct {
        /// Semantic code of the product (`L1VALD`, `PDTINV`, …).
        semantic: String,
        /// Instance of the product.
        instance: String,
        /// Band, `B01` to `B12`.
        band: String,
    },
    /// Of calibration parameters.
    Parameters {
        /// For one site (`S`), not for a list of sites (`L`).
        one_site: bool,
        /// Nick name of the site or of the list; `ALLSITES` and `NOTNAMED` are special.
        applies_to: String,
        /// Serial key: greater is newer.
        serial: u32,
        /// First and last day of validity as written, `yyyymmdd`; `00000000` and `99999999` are no bounds.
        validity: [String; 2],
        /// Band, of a file for one band.
        band: Option<String>,
        /// Integration lengths, of a file for some of them.
        tdi: Option<TdiSet>,
    },
}

/// An identifier taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VenusFileName {
    /// File class: `OPER`, `VM01`, `TEST`, ….
    pub class: String,
    /// Kind of file.
    pub kind: VenusFileKind,
    /// The rest.
    pub instance: VenusInstance,
}

/// A name that is none of the format.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("needed a name of the form {needed}, found \"{found}\"")]
pub struct VenusNameError {
    /// The pattern.
    pub needed: String,
    /// The name, shortened.
    pub found: String,
}

impl VenusFileName {
    /// Takes an identifier (a file name without its extension) apart.
    ///
    /// # Errors
    /// [`VenusNameError`] with the pattern of the kind that the name claims to be.
    pub fn parse(name: &str) -> Result<Self, VenusNameError> {
        let wrong =
            |needed: &str| VenusNameError { needed: needed.to_owned(), found: name.chars().take(120).collect() };
        let any_kind =
            || wrong(&format!("VE_cccc_ and one of {}", VenusFileKind::ALL.map(VenusFileKind::code).join(", ")));
        let mut rest = Cursor(name);
        rest.exactly("VE_").ok_or_else(any_kind)?;
        let class = rest.take(4, is_word).ok_or_else(any_kind)?;
        rest.exactly("_").ok_or_else(any_kind)?;
        let kind = VenusFileKind::ALL.into_iter().find(|kind| rest.exactly(kind.code()).is_some());
        let kind = kind.ok_or_else(any_kind)?;
        let instance = match kind.scope() {
            None if kind == VenusFileKind::LineDates => of_product(rest),
            None => auxiliary(rest),
            Some(scope) => parameters(rest, scope),
        };
        let instance = instance.ok_or_else(|| wrong(&kind.pattern()))?;
        Ok(Self { class: class.to_owned(), kind, instance })
    }
}

/// What is left of a name.
#[derive(Clone, Copy)]
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn exactly(&mut self, text: &str) -> Option<()> {
        self.0 = self.0.strip_prefix(text)?;
        Some(())
    }

    fn take(&mut self, length: usize, fits: impl Fn(char) -> bool) -> Option<&'a str> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        if !taken.chars().all(fits) {
            return None;
        }
        self.0 = rest;
        Some(taken)
    }

    /// An underscore, then as many characters as asked for.
    fn field(&mut self, length: usize, fits: impl Fn(char) -> bool) -> Option<&'a str> {
        self.exactly("_")?;
        self.take(length, fits)
    }

    fn digits(&mut self, length: usize) -> Option<&'a str> {
        self.field(length, |character| character.is_ascii_digit())
    }

    fn letter(&mut self, letters: &str) -> Option<char> {
        self.field(1, |character| letters.contains(character))?.chars().next()
    }

    fn end(self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}

fn is_word(character: char) -> bool {
    character.is_ascii_uppercase() || character.is_ascii_digit() || character == '_'
}

/// Whether a text is a band of VENµS, `B01` to `B12`.
pub(in crate::product_files) fn is_band(text: &str) -> bool {
    text.len() == 3
        && text.strip_prefix('B').and_then(|digits| digits.parse::<u8>().ok()).is_some_and(|n| (1..=12).contains(&n))
        && text.bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

/// Class and instance of the name of an auxiliary file of another kind with the same pattern.
pub(super) fn auxiliary_name(name: &str, code: &str) -> Option<(String, VenusInstance)> {
    let mut rest = Cursor(name);
    rest.exactly("VE_")?;
    let class = rest.take(4, is_word)?;
    rest.exactly("_")?;
    rest.exactly(code)?;
    Some((class.to_owned(), auxiliary(rest)?))
}

fn auxiliary(mut rest: Cursor<'_>) -> Option<VenusInstance> {
    let site_type = rest.letter("SCTMOPA")?;
    let site = rest.field(8, is_word)?.to_owned();
    let orbit = rest.digits(5)?.parse().ok()?;
    let whole_orbit = rest.letter("OS")? == 'O';
    rest.exactly("_")?;
    let data_element = rest.0.to_owned();
    rest.exactly("VEN")?;
    let station = rest.field(3, is_word)?;
    rest.digits(5)?;
    rest.digits(5)?;
    rest.digits(1)?;
    rest.end()?;
    matches!(station, "KRN" | "SBD").then_some(VenusInstance::Auxiliary {
        site_type,
        site,
        orbit,
        whole_orbit,
        data_element,
    })
}

fn of_product(mut rest: Cursor<'_>) -> Option<VenusInstance> {
    let semantic = rest.field(6, is_word)?.to_owned();
    rest.exactly("_")?;
    let (instance, band) = rest.0.rsplit_once('_')?;
    let fits = (1..=45).contains(&instance.len()) && instance.chars().all(is_word) && is_band(band);
    fits.then(|| VenusInstance::OfProduct { semantic, instance: instance.to_owned(), band: band.to_owned() })
}

fn parameters(mut rest: Cursor<'_>, scope: NameScope) -> Option<VenusInstance> {
    let one_site = rest.letter("SL")? == 'S';
    let applies_to = rest.field(8, is_word)?.to_owned();
    let serial = rest.digits(5)?.parse().ok()?;
    let validity = [rest.digits(8)?.to_owned(), rest.digits(8)?.to_owned()];
    let (mut band, mut tdi) = (None, None);
    if scope != NameScope::AllBands {
        band = Some(rest.field(3, is_word).filter(|band| is_band(band))?.to_owned());
    }
    if scope == NameScope::OneBandSomeLengths {
        tdi = Some(TdiSet::from_letters(rest.field(6, is_word)?)?);
    }
    rest.end()?;
    Some(VenusInstance::Parameters { one_site, applies_to, serial, validity, band, tdi })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_file_named_by_a_real_product_is_taken_apart() {
        // The form of the parameter files listed in the real header of 2019-02-04.
        let name = VenusFileName::parse("VE_OPER_GIP_VIEDIR_L_ALLSITES_00004_20171021_99991231_B01_111101").unwrap();
        assert_eq!(name.class, "OPER");
        let VenusInstance::Parameters { one_site, applies_to, serial, validity, band, tdi } = name.instance else {
            unreachable!()
        };
        assert!(!one_site);
        assert_eq!((applies_to.as_str(), serial), ("ALLSITES", 4));
        assert_eq!(validity, ["20171021", "99991231"]);
        assert_eq!(band.as_deref(), Some("B01"));
        let tdi = tdi.unwrap();
        assert!(TdiSet::LENGTHS.iter().all(|length| tdi.holds(*length)));
        assert!(!tdi.holds(2));
    }

    #[test]
    fn a_nick_name_may_hold_underscores() {
        let name = VenusFileName::parse("VE_VM01_AUX_AOCDTA_M_THE_MOON_07993_O_VEN_KRN_07993_00001_0").unwrap();
        let VenusInstance::Auxiliary { site_type, site, orbit, whole_orbit, data_element } = name.instance else {
            unreachable!()
        };
        assert_eq!((site_type, site.as_str(), orbit, whole_orbit), ('M', "THE_MOON", 7993, true));
        assert_eq!(data_element, "VEN_KRN_07993_00001_0");
        let name = VenusFileName::parse("VE_VM01_TEC_LINDAT_L1VALD_ISRAEL03_20190204_B12").unwrap();
        let expected = VenusInstance::OfProduct {
            semantic: "L1VALD".to_owned(),
            instance: "ISRAEL03_20190204".to_owned(),
            band: "B12".to_owned(),
        };
        assert_eq!(name.instance, expected);
    }

    #[test]
    fn what_is_no_name_of_the_format_is_refused_with_its_pattern() {
        for (name, pattern) in [
            ("", "VE_cccc_"),
            ("VE_OPER_GIP_CLOUDD_L_ALLSITES_00004_20171021_99991231", "VE_cccc_ and one of"),
            ("VE_OPER_GIP_DARKCU_L_ALLSITES_00004_20171021_99991231_B01", "Bnn_xxxx0x"),
            ("VE_OPER_GIP_OUTORD_L_ALLSITES_00004_20171021_99991231_B01_111101", "yyyymmdd_Bnn"),
            ("VE_OPER_GIP_VIEDIR_L_ALLSITES_00004_20171021_99991231_B13_111101", "Bnn_xxxx0x"),
            ("VE_OPER_GIP_VIEDIR_L_ALLSITES_00004_20171021_99991231_B01_111111", "Bnn_xxxx0x"),
            ("VE_OPER_GIP_SENGEO_L_ALLSITES_00004_20171021_99991231_B01", "yyyymmdd_yyyymmdd"),
            ("VE_OPER_TEC_LINDAT_L1VALD__B01", "instance_Bnn"),
            ("VE_OPER_AUX_GPSDTA_S_ISRAEL03_07993_S_VEN_XXX_07993_00001_0", "KRN|SBD"),
            ("VE_OPER_AUX_GPSDTA_S_ISRAµ03_07993", "AUX_GPSDTA"),
        ] {
            let error = VenusFileName::parse(name).unwrap_err().to_string();
            assert!(error.contains(pattern) && error.contains(name), "{error}");
        }
    }

    #[test]
    fn the_list_of_a_header_and_the_letters_of_a_name_give_the_same_set() {
        assert_eq!(TdiSet::from_letters("010001"), TdiSet::from_list(" 01 16"));
        assert_eq!(TdiSet::from_list("16 01").unwrap().to_string(), "01 16");
        for wrong in ["", "02", "1", "64", "x"] {
            assert_eq!(TdiSet::from_list(wrong), None);
        }
    }
}
