//! The ground segment's auxiliary files of a simulated pass: attitude, positions, dates of the lines, telemetry of the camera.
//!
//! Attitude and positions are those that were measured on board: what they truly were stands in the truth's folder alone.

use nalgebra::{Rotation3, UnitQuaternion};
use serde_json::json;

use super::natural::Natural;
use crate::earth::{Epoch, epoch_after};
use crate::instrument::pushbroom::{Attitude, Orbit};
use crate::operations::error::OperationError;
use crate::product_files::venus_geometry::{
    AcquisitionIdentity, AttitudeFile, AttitudeRecord, FileOrigin, InstrumentTelemetry, LineDateFile, PositionFile,
    PositionRecord, VenusConventions, VenusFileHeader, line_microseconds,
};
use crate::product_files::venus_system::{FileReference, SystemInstance, SystemProduct, SystemProductWriter};
use crate::supervision::Supervision;
use crate::units::UtcInstant;

/// Cycles of the attitude control a second: the format has no others.
const CYCLES_HZ: f64 = 10.0;

/// Nanoseconds of a second.
const SECOND_NS: i128 = 1_000_000_000;

/// Files among the private data of a product, made and not yet written.
pub(super) struct AuxiliaryFiles {
    /// Names and contents.
    files: Vec<(String, Vec<u8>)>,
    /// Codes and references of those that the format's private data refer to.
    links: Vec<(String, FileReference)>,
}

impl AuxiliaryFiles {
    /// The files of a product of a natural scene. Bands that the format has no name for get no dates of their lines, which is said as a warning.
    ///
    /// # Errors
    /// [`OperationError::Model`] for a pass whose measurements give no record of the format, or names that it cannot write.
    pub(super) fn of(
        natural: &Natural,
        product: &SystemProduct,
        supervision: &Supervision,
    ) -> Result<Self, OperationError> {
        let pass = MeasuredPass { natural, product, conventions: VenusConventions::default() };
        let (attitude, positions) = (pass.attitude()?, pass.positions()?);
        let mut made = Self { files: Vec::new(), links: Vec::new() };
        made.add_linked("AOCS", "AUX_AOCDTA", &attitude.header.identifier, &attitude.to_text(&pass.origin(ATTITUDE)));
        made.add_linked("GPS", "AUX_GPSDTA", &positions.header.identifier, &positions.to_text(&pass.origin(POSITIONS)));
        let mut nameless = Vec::new();
        for band in &product.bands {
            match pass.line_dates(&band.name)? {
                Some(dates) => made.add(format!("{}.EEF", dates.header.identifier), dates.to_text(&pass.origin(LINES))),
                None => nameless.push(band.name.as_str()),
            }
        }
        if !nameless.is_empty() {
            let bands = nameless.join(", ");
            supervision.warn(format!("no TEC_LINDAT for {bands}: the format knows the bands B01 to B12 alone"));
        }
        let telemetry = pass.telemetry(attitude.header.validity)?;
        made.add(format!("{}.HDR", telemetry.identifier), telemetry.header_text(&pass.origin(TELEMETRY))?);
        made.add(telemetry.block_name(), telemetry.block);
        Ok(made)
    }

    /// What the product's private data say of them.
    pub(super) fn links(&self) -> Vec<(String, FileReference)> {
        self.links.clone()
    }

    /// Writes them among the private data.
    ///
    /// # Errors
    /// [`OperationError::Product`].
    pub(super) fn write(&self, writer: &mut SystemProductWriter) -> Result<(), OperationError> {
        for (name, content) in &self.files {
            writer.write_file(&writer.private_path(name), content)?;
        }
        Ok(())
    }

    fn add(&mut self, name: String, content: impl Into<Vec<u8>>) {
        self.files.push((name, content.into()));
    }

    fn add_linked(&mut self, code: &str, nature: &str, identifier: &str, text: &str) {
        let name = format!("{identifier}.EEF");
        let file = FileReference {
            nature: nature.to_owned(),
            location: Some(format!("./{name}")),
            name: identifier.to_owned(),
        };
        self.links.push((code.to_owned(), file));
        self.add(name, text);
    }
}

const ATTITUDE: &str = "attitude of a simulated pass as measured on board; thermistors and reference voltage are not simulated and stand as 0";
const POSITIONS: &str = "positions of a simulated pass as measured on board; clock, satellites, dilution and status are not simulated and stand as 0";
const LINES: &str = "dates of the lines of a simulated pass, without error";
const TELEMETRY: &str = "settings of the camera of a simulated pass, in a layout of this program: that of the mission's data block is not public";

/// A pass as the satellite measured it, for one product.
struct MeasuredPass<'a> {
    natural: &'a Natural,
    product: &'a SystemProduct,
    conventions: VenusConventions,
}

impl MeasuredPass<'_> {
    fn reference(&self) -> Epoch {
        self.natural.scene.flight().measured.reference
    }

    fn moment(&self, time_s: f64) -> Epoch {
        epoch_after(self.reference(), time_s)
    }

    /// One record a cycle. Between measurements at another rate stands the great arc from one to the next; the angular velocity is the true one.
    fn attitude(&self) -> Result<AttitudeFile, OperationError> {
        let flight = self.natural.scene.flight();
        let measured = Attitude::new(&flight.measured.attitude).map_err(|error| refused(&error))?;
        let truth = Attitude::new(&flight.truth.attitude).map_err(|error| refused(&error))?;
        let noise_rad = self.natural.truth.settings.flight.measurement.attitude_noise_urad * 1e-6;
        let [from_s, to_s] = measured.span_s();
        let [true_from_s, true_to_s] = truth.span_s();
        // A record speaks of the cycle that ends with it.
        let first = (from_s.max(true_from_s + 1.0 / CYCLES_HZ) * CYCLES_HZ).ceil() as i64;
        let last = (to_s.min(true_to_s) * CYCLES_HZ).floor() as i64;
        let record = |cycle: i64| {
            let [before_s, time_s] = [cycle - 1, cycle].map(|cycle| cycle as f64 / CYCLES_HZ);
            let [before, now] = [turn_at(&truth, before_s)?, turn_at(&truth, time_s)?];
            let rate = (before.inverse() * now).scaled_axis() * CYCLES_HZ;
            let attitude = turn_at(&measured, time_s)?;
            let record = AttitudeRecord::at(self.moment(time_s), attitude, rate.into(), &self.conventions);
            let record = record.ok_or_else(|| self.beyond_the_format("an attitude", time_s))?;
            Ok(AttitudeRecord { star_tracker_variance_rad2: noise_rad * noise_rad, ..record })
        };
        let records = (first..=last).map(record).collect::<Result<Vec<_>, OperationError>>()?;
        let ends = [first, last].map(|cycle| cycle as f64 / CYCLES_HZ);
        Ok(AttitudeFile { header: self.header("AUX_AOCDTA", ends)?, identity: self.identity(), records })
    }

    /// One record a whole second of GPS time.
    fn positions(&self) -> Result<PositionFile, OperationError> {
        let orbit = Orbit::new(&self.natural.scene.flight().measured.orbit).map_err(|error| refused(&error))?;
        let measurement = &self.natural.truth.settings.flight.measurement;
        let [from_s, to_s] = orbit.span_s();
        // The seconds of GPS and of atomic time begin together.
        let into_second = self.reference().to_tai_duration().total_nanoseconds().rem_euclid(SECOND_NS);
        let whole_s = (SECOND_NS - into_second).rem_euclid(SECOND_NS) as f64 * 1e-9;
        let (first, last) = ((from_s - whole_s).ceil() as i64, (to_s - whole_s).floor() as i64);
        let time_s = |second: i64| second as f64 + whole_s;
        let record = |second: i64| {
            let time_s = time_s(second);
            let beyond = || self.beyond_the_format("a position", time_s);
            let (position, velocity) = orbit.at(time_s).ok_or_else(beyond)?;
            let moment = self.moment(time_s);
            let record = PositionRecord::at(moment, position.into(), velocity.into(), &self.conventions);
            Ok(PositionRecord {
                position_quality_m: measurement.position_noise_m * 3.0_f64.sqrt(),
                velocity_quality_m_s: measurement.velocity_noise_m_s * 3.0_f64.sqrt(),
                ..record.ok_or_else(beyond)?
            })
        };
        let records = (first..=last).map(record).collect::<Result<Vec<_>, OperationError>>()?;
        let header = self.header("AUX_GPSDTA", [time_s(first), time_s(last)])?;
        Ok(PositionFile { header, identity: self.identity(), records })
    }

    /// The dates of a band's lines; none for a band that the format has no name for.
    fn line_dates(&self, band: &str) -> Result<Option<LineDateFile>, OperationError> {
        let (lines, line_time_s) = (self.product.lines, self.natural.scene.flight().line_time_s);
        let time_s = |line: usize| (line as f64 - 0.5 * (lines as f64 - 1.0)) * line_time_s;
        let ends = [time_s(0), time_s(lines.saturating_sub(1))];
        let identifier = self.product.identifier.line_dates(band);
        let Ok(header) = VenusFileHeader::new(&identifier, self.validity(ends)?, 1) else { return Ok(None) };
        let middles: Vec<Epoch> = (0..lines).map(|line| self.moment(time_s(line))).collect();
        let microseconds = line_microseconds(&middles, line_time_s * 1e6, &self.conventions)
            .ok_or_else(|| self.beyond_the_format("dates of lines", ends[0]))?;
        let product = [self.product.identifier.semantic(), self.product.identifier.instance_text()];
        Ok(Some(LineDateFile { header, band: band.to_owned(), product, microseconds }))
    }

    fn telemetry(&self, validity: [Option<UtcInstant>; 2]) -> Result<InstrumentTelemetry, OperationError> {
        let block = json!({
            "synthetic": true,
            "notice": format!("SYNTHETIC: {TELEMETRY}"),
            "settings": self.product.settings,
            "tdi_stages": self.product.tdi(),
        });
        Ok(InstrumentTelemetry {
            identifier: self.identifier("AUX_VSCDTA")?,
            validity,
            version: 1,
            identity: self.identity(),
            format: Some("JSON".to_owned()),
            block: format!("{block:#}\n").into_bytes(),
        })
    }

    fn identity(&self) -> AcquisitionIdentity {
        AcquisitionIdentity { site: self.product.site.clone(), orbit: self.product.orbit }
    }

    /// `VE_TEST_AUX_AOCDTA_S_SIMU0001_13000_S_VEN_KRN_13000_00001_0`: the telemetry is that of the raw product that the product names.
    fn identifier(&self, kind: &str) -> Result<String, OperationError> {
        let SystemProduct { identifier, orbit, private, .. } = self.product;
        let telemetry = private.raw_product.as_ref().map(|raw| &raw.instance);
        let Some(SystemInstance::Inventoried { data_element, .. }) = telemetry else {
            let message = format!("{identifier}: needed the inventoried product that it was made from, found none");
            return Err(OperationError::Model { message });
        };
        let (class, site) = (&identifier.class, self.product.nick_name());
        Ok(format!("VE_{class}_{kind}_S_{site}_{orbit:05}_S_{data_element}"))
    }

    fn header(&self, kind: &str, ends_s: [f64; 2]) -> Result<VenusFileHeader, OperationError> {
        VenusFileHeader::new(&self.identifier(kind)?, self.validity(ends_s)?, 1).map_err(|error| refused(&error))
    }

    /// Whole seconds, as the format has them, that enclose two moments.
    fn validity(&self, [first_s, last_s]: [f64; 2]) -> Result<[Option<UtcInstant>; 2], OperationError> {
        let milliseconds = |time_s: f64| self.moment(time_s).to_unix_milliseconds() / 1000.0;
        let instant = |seconds: f64| {
            UtcInstant::from_unix_milliseconds(seconds as i64 * 1000).map(Some).map_err(|error| refused(&error))
        };
        Ok([instant(milliseconds(first_s).floor())?, instant(milliseconds(last_s).ceil())?])
    }

    fn origin(&self, what: &str) -> FileOrigin {
        FileOrigin { created: self.product.processed, notes: format!("SYNTHETIC: {what}") }
    }

    fn beyond_the_format(&self, what: &str, time_s: f64) -> OperationError {
        let moment = crate::earth::utc_text(self.moment(time_s));
        let message = format!("auxiliary files: needed {what} that the format can date, found one at {moment}");
        OperationError::Model { message }
    }
}

fn turn_at(attitude: &Attitude, time_s: f64) -> Result<UnitQuaternion<f64>, OperationError> {
    let turn = attitude.at(time_s).map_err(|failure| refused(&format!("attitude at {time_s} s: {failure}")))?;
    Ok(UnitQuaternion::from_rotation_matrix(&Rotation3::from_matrix_unchecked(turn)))
}

fn refused(error: &dyn std::fmt::Display) -> OperationError {
    OperationError::Model { message: format!("auxiliary files: {error}") }
}
