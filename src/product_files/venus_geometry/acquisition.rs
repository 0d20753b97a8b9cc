//! The description of an acquisition from its five kinds of file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hifitime::Epoch;
use serde::{Deserialize, Serialize};

use super::arrays::array;
use super::attitude::attitude;
use super::conventions::{AberrationState, VenusConventions};
use super::gathering::{Occasion, VenusGeometryFiles};
use super::header::{AcquisitionIdentity, VenusFileHeader};
use super::moments::from_microseconds;
use super::orbit::orbit;
use super::sensor_model_file::ARRAYS;
use super::series::ImageSpan;
use super::viewing_direction_file::ViewingDirectionFile;
use crate::instrument::pushbroom::{Acquisition, ArrayDescription, Corrections};
use crate::product_files::error::ProductError;
use crate::units::UtcInstant;

/// What the files leave to whoever reads them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VenusOptions {
    /// What the interface document leaves open.
    pub conventions: VenusConventions,
    /// Integration length (1, 4, 8, 16, 32) by band. A band that is not named takes the viewing directions that apply, if they are for one set of
    /// lengths.
    pub tdi: BTreeMap<String, u8>,
    /// Identifier of the site for which parameter files must apply (`VE_VM01_MPL_SITDEF_S_ISRAEL03`); none for the one that the attitude names.
    pub site: Option<String>,
    /// Longest interval between two attitudes over the image, seconds. 0.35 by default: two lost cycles.
    pub greatest_attitude_gap_s: f64,
    /// Longest interval between two positions over the image, seconds. 2 by default: one lost second.
    pub greatest_position_gap_s: f64,
    /// Longest time over the image for which the estimated attitude may rest on no star tracker, seconds. 10 by default.
    pub longest_without_star_tracker_s: f64,
}

impl Default for VenusOptions {
    fn default() -> Self {
        Self {
            conventions: VenusConventions::default(),
            tdi: BTreeMap::new(),
            site: None,
            greatest_attitude_gap_s: 0.35,
            greatest_position_gap_s: 2.0,
            longest_without_star_tracker_s: 10.0,
        }
    }
}

/// Reads an acquisition from its files, or from folders that hold them: attitude and positions (one file or more of each), line dates of the twelve
/// bands, sensor model, viewing directions of the twelve bands. Of parameter files in several versions, the one that applies at the time is taken.
///
/// Times of the result count from the first line's date. Its remarks list the files, the conventions assumed and what was found and passed over.
///
/// # Errors
/// [`ProductError`] naming file, element, what was needed and what was found: an unreadable file, one that is missing, attitude or positions that
/// do not cover the lines or have too long a gap, a quaternion that is no rotation, conventions that the files themselves contradict.
pub fn venus_acquisition(paths: &[PathBuf], options: &VenusOptions) -> Result<Acquisition, ProductError> {
    VenusGeometryFiles::read(paths)?.acquisition(options)
}

impl VenusGeometryFiles {
    /// The acquisition that the files describe together, as [`venus_acquisition`].
    ///
    /// # Errors
    /// As [`venus_acquisition`], less those of reading.
    pub fn acquisition(&self, options: &VenusOptions) -> Result<Acquisition, ProductError> {
        assemble(self, options)
    }
}

fn assemble(files: &VenusGeometryFiles, options: &VenusOptions) -> Result<Acquisition, ProductError> {
    let place = files.place.as_path();
    let identity = identity(files, place)?;
    let dates: Vec<_> = (1..=ARRAYS)
        .map(|number| {
            files.line_dates.get(&format!("B{number:02}")).ok_or(format!("line dates of B{number:02} (TEC_LINDAT)"))
        })
        .collect::<Result<_, _>>()
        .map_err(|needed| missing(place, &needed))?;
    for file in &dates {
        if file.product != dates[0].product {
            let needed = format!("lines of the product {} as for {}", dates[0].product.join(" "), dates[0].band);
            return Err(file.header.error("Reference_Product_Instance", &needed, &file.product.join(" ")));
        }
    }
    let first = dates.iter().filter_map(|file| file.microseconds.first()).min().copied().unwrap_or_default();
    let reference = from_microseconds(first, options.conventions.line_scale);
    let named_site = options.site.as_deref().unwrap_or(&identity.site);
    let site = (!named_site.ends_with("ONEORBIT")).then_some(named_site);
    let occasion = Occasion { moment: instant(reference, place)?, site, place };
    let model = occasion.choose(&files.sensor_models.iter().collect::<Vec<_>>(), "a sensor model (GIP_SENGEO)")?;

    let mut findings = Vec::new();
    let mut used: Vec<&VenusFileHeader> = vec![&model.header];
    let mut arrays = Vec::with_capacity(ARRAYS);
    for (number, dates) in (1..=ARRAYS).zip(&dates) {
        let directions = viewing_directions(&dates.band, files, &occasion, options)?;
        used.extend([&dates.header, &directions.header]);
        findings.push(format!("{}: viewing directions for integration over {} lines", dates.band, directions.tdi));
        arrays.push(array(number, reference, dates, model, directions, &options.conventions, &mut findings)?);
    }
    let image = span(reference, &arrays);
    let orbit = orbit(&files.positions, &image, options, &mut findings)?;
    let attitude = attitude(&files.attitude, &image, options, &mut findings)?;
    used.extend(files.attitude.iter().map(|file| &file.header));
    used.extend(files.positions.iter().map(|file| &file.header));
    findings.extend(
        used.iter()
            .filter(|header| !header.holds_at(occasion.moment))
            .map(|header| format!("{} is not valid at {}, by its own header", header.identifier, occasion.moment)),
    );

    let mut remarks: Vec<String> =
        used.iter().map(|header| format!("file {}, version {:04}", header.identifier, header.version)).collect();
    remarks.extend(options.conventions.statements());
    remarks.push(
        "no lever arm: the files do not say where the instrument sits, positions are taken as its own".to_owned(),
    );
    remarks.extend(findings);
    let aberration = options.conventions.aberration == AberrationState::LeftToTheModel;
    let corrections = Corrections { light_time: true, aberration, refraction: true };
    Ok(Acquisition { reference, orbit, attitude, corrections, arrays, remarks })
}

fn missing(place: &Path, needed: &str) -> ProductError {
    ProductError::Missing { path: place.to_path_buf(), needed: needed.to_owned() }
}

/// Site and orbit, which attitude and positions must share.
fn identity<'a>(files: &'a VenusGeometryFiles, place: &Path) -> Result<&'a AcquisitionIdentity, ProductError> {
    let first = files.attitude.first().ok_or_else(|| missing(place, "attitude (AUX_AOCDTA)"))?;
    if files.positions.is_empty() {
        return Err(missing(place, "positions (AUX_GPSDTA)"));
    }
    let attitudes = files.attitude.iter().map(|file| (&file.header, &file.identity));
    for (header, identity) in attitudes.chain(files.positions.iter().map(|file| (&file.header, &file.identity))) {
        let whole_orbit = identity.site.ends_with("ONEORBIT") || first.identity.site.ends_with("ONEORBIT");
        if identity.orbit != first.identity.orbit || !whole_orbit && identity.site != first.identity.site {
            let said = |identity: &AcquisitionIdentity| format!("orbit {} for {}", identity.orbit, identity.site);
            let needed = format!("{} as in {}", said(&first.identity), first.header.identifier);
            return Err(header.error(
                "Acquisition_Orbit_Number and Related_SiteDefinition_Id",
                &needed,
                &said(identity),
            ));
        }
    }
    Ok(&first.identity)
}

fn instant(moment: Epoch, place: &Path) -> Result<UtcInstant, ProductError> {
    UtcInstant::from_unix_milliseconds(moment.to_unix_milliseconds() as i64)
        .map_err(|error| super::header::flaw(place, "Time_Tag", "a date of the mission", &error.to_string()))
}

/// The viewing directions that apply to a band.
fn viewing_directions<'a>(
    band: &str,
    files: &'a VenusGeometryFiles,
    occasion: &Occasion<'_>,
    options: &VenusOptions,
) -> Result<&'a ViewingDirectionFile, ProductError> {
    let of_band = files.viewing_directions.iter().filter(|file| file.band == band);
    let mut candidates: Vec<&ViewingDirectionFile> = of_band.collect();
    let what = format!("viewing directions of {band} (GIP_VIEDIR)");
    let Some(length) = options.tdi.get(band) else {
        let chosen = occasion.choose(&candidates, &what);
        let rivals: Vec<&ViewingDirectionFile> = candidates.into_iter().filter(|file| occasion.fits(*file)).collect();
        if let Some(rival) = rivals.iter().find(|file| file.tdi != rivals[0].tdi) {
            let needed = format!("a chosen integration length of {band}");
            let found = format!("viewing directions for {} and for {}", rivals[0].tdi, rival.tdi);
            return Err(rival.header.error("TDI_Configuration_Values", &needed, &found));
        }
        return chosen;
    };
    candidates.retain(|file| file.tdi.holds(*length));
    occasion.choose(&candidates, &format!("{what} for integration over {length} lines"))
}

/// From two lines before the first to two after the last, which is how far dates reach.
fn span(reference: Epoch, arrays: &[ArrayDescription]) -> ImageSpan {
    let ends =
        |line: fn(&ArrayDescription) -> f64| arrays.iter().filter_map(move |array| array.dating.time_s(line(array)));
    ImageSpan {
        reference,
        first_s: ends(|_| -2.0).fold(f64::INFINITY, f64::min),
        last_s: ends(|array| array.size.lines as f64 + 1.0).fold(f64::NEG_INFINITY, f64::max),
    }
}
