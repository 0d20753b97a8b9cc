//! What the headers of every parameter file say: applicability, serial key, validity, band, integration lengths, origin.

use super::elements::{band, is_plain_name, lengths, lengths_text};
use super::settings::FileForm;
use crate::instrument::TdiStages;
use crate::product_files::error::ProductError;
use crate::product_files::file_headers::{FileHeaders, FileSource, root_attributes, second};
use crate::product_files::venus_geometry::VenusFileKind;
use crate::product_files::venus_geometry::file_name::NameScope;
use crate::product_files::venus_geometry::header::{applicability, bound, fixed_header, require_root, specific_header};
use crate::product_files::xml_tree::{XmlDocument, XmlPlace};
use crate::product_files::xml_writer::XmlWriter;
use crate::units::UtcInstant;

/// What is written for a validity without a bound, in header and name.
const UNBOUNDED: [[&str; 2]; 2] = [["UTC=0000-00-00T00:00:00", "00000000"], ["UTC=9999-99-99T99:99:99", "99999999"]];

/// To which sites a file applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppliesTo {
    /// One site (`S_SITE`), not a list of sites (`L_LIST`).
    pub one_site: bool,
    /// Nick name of the site or list, eight characters; `ALLSITES` and `NOTNAMED` are special.
    pub nick_name: String,
    /// Identifiers of the sites' definitions; empty for `ALLSITES`.
    pub sites: Vec<String>,
}

impl AppliesTo {
    /// All sites.
    pub fn all_sites() -> Self {
        Self { one_site: false, nick_name: "ALLSITES".to_owned(), sites: Vec::new() }
    }

    /// One site: its nick name of eight characters, and the identifier of its definition, `VE_VM01_MPL_SITDEF_S_ISRAEL03`.
    pub fn site(nick_name: &str, identifier: &str) -> Self {
        Self { one_site: true, nick_name: nick_name.to_owned(), sites: vec![identifier.to_owned()] }
    }
}

/// Who made a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileOrigin {
    /// Entity of the ground segment, `VIQ`.
    pub system: String,
    /// Program.
    pub creator: String,
    /// Its version.
    pub creator_version: String,
    /// When; files carry whole seconds.
    pub created: Option<UtcInstant>,
}

/// The headers of a parameter file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterHeader {
    /// Kind of file.
    pub kind: VenusFileKind,
    /// File class: `OPER`, `VM01`, `TEST`, ….
    pub class: String,
    /// Sites.
    pub applies_to: AppliesTo,
    /// Serial key in its series, greater is newer; at most 99999.
    pub serial: u32,
    /// First and last moment of validity, none for no bound; files carry whole seconds.
    pub validity: [Option<UtcInstant>; 2],
    /// Band; none for a file of all bands.
    pub band: Option<String>,
    /// Integration lengths; empty for a file that lists none in its headers.
    pub tdi: Vec<TdiStages>,
    /// `File_Version`, at most 9999.
    pub version: u32,
    /// `Notes`.
    pub notes: String,
    /// Who made it.
    pub origin: FileOrigin,
}

impl ParameterHeader {
    /// Its identifier, the file's name without extension:
    /// `VE_OPER_GIP_DARKCU_L_ALLSITES_00008_20171021_99991231_B01_111101`.
    pub fn identifier(&self) -> String {
        self.identifier_of_days(&[self.day(0), self.day(1)])
    }

    fn identifier_of_days(&self, days: &[String; 2]) -> String {
        let mut identifier = format!("{}{}_{}", self.before_days(), days[0], days[1]);
        if let Some(band) = &self.band {
            identifier.push('_');
            identifier.push_str(band);
        }
        if self.kind.scope() == Some(NameScope::OneBandSomeLengths) {
            identifier.push('_');
            identifier.push_str(&length_letters(&self.tdi));
        }
        identifier
    }

    fn before_days(&self) -> String {
        let list = if self.applies_to.one_site { 'S' } else { 'L' };
        let Self { class, kind, applies_to, serial, .. } = self;
        format!("VE_{class}_{}_{list}_{}_{serial:05}_", kind.code(), applies_to.nick_name)
    }

    fn day(&self, end: usize) -> String {
        match self.validity[end] {
            Some(moment) => moment.to_string().chars().take(10).filter(|letter| *letter != '-').collect(),
            None => UNBOUNDED[end][1].to_owned(),
        }
    }

    /// Reads the headers of a file that must be of one kind. Lists of consumers and extensions are passed over.
    pub(super) fn read(document: &XmlDocument, kind: VenusFileKind, form: FileForm) -> Result<Self, ProductError> {
        let root = document.root();
        require_root(&root, kind)?;
        let fixed = fixed_header(&root)?;
        let specific = specific_header(&root)?;
        let instance = specific.get("Instance_Id")?;
        let nick_name_type = instance.get("Applicability_NickName_Type")?;
        let one_site = match nick_name_type.text() {
            "S_SITE" => true,
            "L_LIST" => false,
            _ => return Err(nick_name_type.wrong("S_SITE or L_LIST")),
        };
        let period = fixed.get("Validity_Period")?;
        let validity = validity(&period)?;
        let own = instance.get("Validity_Period")?;
        if self::validity(&own)? != validity {
            return Err(own.error("", "the validity of the fixed header", &validity_text(&own)));
        }
        let scope = kind.scope().unwrap_or(NameScope::AllBands);
        let header = Self {
            kind,
            class: fixed.get("File_Class")?.filled_text()?.to_owned(),
            applies_to: AppliesTo {
                one_site,
                nick_name: instance.get("Applicability_NickName")?.filled_text()?.to_owned(),
                sites: applicability(&root)?.sites,
            },
            serial: instance.get("Serial_Key")?.whole_number()?,
            validity,
            band: match scope {
                NameScope::AllBands => None,
                _ => Some(band(&instance.get("Band_Code")?, form)?),
            },
            tdi: match scope {
                NameScope::OneBandSomeLengths => lengths(&instance.get("TDI_Configuration_Values")?, form)?,
                _ => Vec::new(),
            },
            version: fixed.get("File_Version")?.whole_number()?,
            notes: fixed.get("Notes")?.text().to_owned(),
            origin: FileOrigin {
                system: fixed.get("Source/System")?.text().to_owned(),
                creator: fixed.get("Source/Creator")?.text().to_owned(),
                creator_version: fixed.get("Source/Creator_Version")?.text().to_owned(),
                created: bound(&fixed.get("Source/Creation_Date")?)?,
            },
        };
        header.require_name(&fixed.get("File_Name")?)?;
        Ok(header)
    }

    /// Whether a name is that of its file: what the headers say, where a validity without bound has several writings.
    ///
    /// # Errors
    /// The name that it should be.
    pub fn check_name(&self, name: &str) -> Result<(), String> {
        let mut days = [self.day(0), self.day(1)];
        let before = self.before_days().len();
        let written: Vec<&str> = name.get(before..before + 17).unwrap_or_default().split('_').collect();
        for (end, day) in days.iter_mut().enumerate() {
            let is_no_bound = |text: &&&str| text.starts_with("0000") || text.starts_with("9999");
            if let Some(text) = written.get(end).filter(is_no_bound)
                && self.validity[end].is_none()
            {
                (*text).clone_into(day);
            }
        }
        let expected = self.identifier_of_days(&days);
        if name == expected { Ok(()) } else { Err(expected) }
    }

    fn require_name(&self, name: &XmlPlace<'_>) -> Result<(), ProductError> {
        self.check_name(name.text()).map_err(|expected| name.wrong(&expected))
    }

    /// Writes a whole file around its data: `organisation` after the instance's identification, `data` as the data block or, in a
    /// file that is a header alone, at the end of the specific header.
    pub(super) fn write(&self, organisation: impl FnOnce(&mut XmlWriter), data: impl FnOnce(&mut XmlWriter)) -> String {
        let mut xml = XmlWriter::new();
        let root_type = self.kind.root_type();
        let attributes = root_attributes(&root_type, self.kind.schema_version());
        if self.kind.is_header_alone() {
            xml.parent("Earth_Explorer_Header", &attributes, |xml| self.write_headers(xml, organisation, data));
        } else {
            xml.parent("Earth_Explorer_File", &attributes, |xml| {
                xml.parent("Earth_Explorer_Header", &[], |xml| self.write_headers(xml, organisation, |_| {}));
                xml.parent("Data_Block", &[], data);
            });
        }
        xml.finish()
    }

    fn write_headers(
        &self,
        xml: &mut XmlWriter,
        organisation: impl FnOnce(&mut XmlWriter),
        specific: impl FnOnce(&mut XmlWriter),
    ) {
        let headers = FileHeaders {
            name: &self.identifier(),
            description: self.kind.description(),
            notes: &self.notes,
            class: &self.class,
            file_type: self.kind.code(),
            validity: [written(self.validity[0], 0), written(self.validity[1], 1)],
            version: self.version,
            source: FileSource {
                system: &self.origin.system,
                creator: &self.origin.creator,
                creator_version: &self.origin.creator_version,
                created: written(self.origin.created, 0),
            },
        };
        headers.write(xml, |xml| {
            self.write_instance(xml);
            organisation(xml);
            let sites = &self.applies_to.sites;
            let list = "List_of_Applicable_SiteDefinition_Ids";
            if sites.is_empty() {
                xml.leaf(list, &[("count", "0")], "");
            } else {
                xml.parent(list, &[("count", &sites.len().to_string())], |xml| {
                    for (index, site) in sites.iter().enumerate() {
                        xml.leaf("Applicable_SiteDefinition_Id", &[("sn", &(index + 1).to_string())], site);
                    }
                });
            }
            specific(xml);
        });
    }

    fn write_instance(&self, xml: &mut XmlWriter) {
        xml.parent("Instance_Id", &[], |xml| {
            let nick_name_type = if self.applies_to.one_site { "S_SITE" } else { "L_LIST" };
            xml.leaf("Applicability_NickName_Type", &[], nick_name_type);
            xml.leaf("Applicability_NickName", &[], &self.applies_to.nick_name);
            xml.leaf("Serial_Key", &[], format_args!("{:05}", self.serial));
            self.write_validity(xml);
            if let Some(band) = &self.band {
                xml.leaf("Band_Code", &[], band);
            }
            if self.kind.scope() == Some(NameScope::OneBandSomeLengths) {
                xml.leaf("TDI_Configuration_Values", &[], lengths_text(&self.tdi));
            }
        });
    }

    fn write_validity(&self, xml: &mut XmlWriter) {
        xml.parent("Validity_Period", &[], |xml| {
            xml.leaf("Validity_Start", &[], written(self.validity[0], 0));
            xml.leaf("Validity_Stop", &[], written(self.validity[1], 1));
        });
    }

    /// Refuses headers that no file can carry.
    pub(super) fn require_writable(&self, form: FileForm) -> Result<(), (&'static str, String, String)> {
        let wrong = |element, needed: &str, found: String| Err((element, needed.to_owned(), found));
        if self.serial > 99_999 {
            return wrong("Serial_Key", "at most 99999", self.serial.to_string());
        }
        if self.version > 9999 {
            return wrong("File_Version", "at most 9999", self.version.to_string());
        }
        let words =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        if self.class.len() != 4 || !words(&self.class) {
            return wrong("File_Class", "four capital letters and digits", format!("\"{}\"", self.class));
        }
        let nick_name = &self.applies_to.nick_name;
        if nick_name.len() != 8 || !words(nick_name) {
            return wrong("Applicability_NickName", "eight capital letters, digits and _", format!("\"{nick_name}\""));
        }
        let scope = self.kind.scope();
        let with_band = scope.is_some_and(|scope| scope != NameScope::AllBands);
        if with_band != self.band.is_some() || self.band.as_deref().is_some_and(|band| !is_plain_name(band)) {
            let needed = if with_band { "a band of at most 32 letters, digits and _" } else { "no band" };
            return wrong("Band_Code", needed, format!("{:?}", self.band));
        }
        if (scope == Some(NameScope::OneBandSomeLengths)) == self.tdi.is_empty() {
            return wrong(
                "TDI_Configuration_Values",
                "integration lengths where the kind lists them",
                lengths_text(&self.tdi),
            );
        }
        let known = |length: &TdiStages| crate::product_files::venus_geometry::TdiSet::LENGTHS.contains(&length.0);
        if form == FileForm::InterfaceDocument && !self.tdi.iter().all(known) {
            return wrong("TDI_Configuration_Values", "01, 04, 08, 16 and 32", lengths_text(&self.tdi));
        }
        Ok(())
    }
}

/// A moment to the second as the format writes it, or its "no bound" of one end.
fn written(moment: Option<UtcInstant>, end: usize) -> String {
    match moment {
        Some(moment) => second(moment),
        None => UNBOUNDED[end][0].to_owned(),
    }
}

fn validity(period: &XmlPlace<'_>) -> Result<[Option<UtcInstant>; 2], ProductError> {
    let validity = [bound(&period.get("Validity_Start")?)?, bound(&period.get("Validity_Stop")?)?];
    match validity {
        [Some(start), Some(stop)] if start > stop => {
            Err(period.error("", "a start before its stop", &format!("{start} to {stop}")))
        }
        _ => Ok(validity),
    }
}

fn validity_text(period: &XmlPlace<'_>) -> String {
    let text = |name: &str| period.find(name).map(|place| place.text().to_owned()).unwrap_or_default();
    format!("{} to {}", text("Validity_Start"), text("Validity_Stop"))
}

/// The letters of a name for some integration lengths: the binary writing of their sum, as the interface document has it. Lengths that it cannot
/// write are listed after a T, three digits each; no file of the mission has such a name.
pub(super) fn length_letters(lengths: &[TdiStages]) -> String {
    if lengths.iter().all(|length| length.0.is_power_of_two() && length.0 <= 32) {
        let sum: u8 = lengths.iter().fold(0, |sum, length| sum | length.0);
        return format!("{sum:06b}");
    }
    lengths.iter().fold("T".to_owned(), |letters, length| format!("{letters}{:03}", length.0))
}
