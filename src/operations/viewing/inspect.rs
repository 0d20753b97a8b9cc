//! Query: a question about the pixels of a product, answered.

use serde::Serialize;

use super::inspect_request::{InspectRequest, Question};
use super::pixel::PixelReading;
use super::profile_reading::ProfileReading;
use super::region_reading::RegionReading;
use super::spectrum::Spectrum;
use super::viewed_product::ViewedProduct;
use crate::imagery::Window;
use crate::imagery::profile::{ProfileLine, Sampling};
use crate::operations::OperationError;
use crate::supervision::Supervision;

/// The answer to a question, of its own kind each. JSON holds it without the name of the kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum InspectAnswer {
    /// Of one pixel.
    Pixel(PixelReading),
    /// Of pixels or of a region.
    Spectra(Vec<Spectrum>),
    /// Of a line.
    Profile(ProfileReading),
    /// Of a region.
    Region(RegionReading),
}

/// Opens the product of a request and answers its question.
///
/// # Errors
/// As [`ViewedProduct::open`] and the queries.
pub fn inspect(request: &InspectRequest, supervision: &Supervision) -> Result<InspectAnswer, OperationError> {
    ViewedProduct::open(&request.path, request.image.as_deref(), supervision)?.answer(&request.question, supervision)
}

impl ViewedProduct {
    /// Answers a question.
    ///
    /// # Errors
    /// Those of the query that it is.
    pub fn answer(&self, question: &Question, supervision: &Supervision) -> Result<InspectAnswer, OperationError> {
        Ok(match question {
            Question::Pixel { line, column, ground } => {
                InspectAnswer::Pixel(self.pixel_on(*line, *column, ground, supervision)?)
            }
            Question::Spectra { pixels } => {
                let of = |&[line, column]: &[usize; 2]| self.spectrum(Window::new(line, column, 1, 1), supervision);
                InspectAnswer::Spectra(pixels.iter().map(of).collect::<Result<_, _>>()?)
            }
            Question::RegionSpectrum { region, effort } => {
                InspectAnswer::Spectra(vec![self.region_spectrum(region, *effort, supervision)?])
            }
            Question::Profile { from, to, width, channels } => {
                let line = ProfileLine { from: *from, to: *to, width: *width, sampling: Sampling::Nearest };
                InspectAnswer::Profile(self.profile(&line, channels, supervision)?)
            }
            Question::Region { region, channels, effort } => {
                InspectAnswer::Region(self.region(region, channels, *effort, supervision)?)
            }
        })
    }
}

/// A row of a table with commas: a word with a comma, a quote or an end of line stands in quotes (RFC 4180).
fn row(words: &[String]) -> String {
    let quoted = |word: &String| {
        if word.contains([',', '"', '\n', '\r']) { format!("\"{}\"", word.replace('"', "\"\"")) } else { word.clone() }
    };
    words.iter().map(quoted).collect::<Vec<String>>().join(",") + "\r\n"
}

/// A number as a table holds it; nothing where there is none.
fn number(value: Option<f64>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// The heading line of a table.
fn heading(names: &[&str]) -> String {
    row(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>())
}

impl InspectAnswer {
    /// The numbers as a table with commas, one heading line first; units stand in a column of their own.
    pub fn csv(&self) -> String {
        match self {
            Self::Pixel(pixel) => pixel_table(pixel),
            Self::Spectra(spectra) => spectra_table(spectra),
            Self::Profile(profile) => profile_table(profile),
            Self::Region(region) => region_table(region),
        }
    }
}

fn pixel_table(pixel: &PixelReading) -> String {
    let names = ["line", "column", "band", "centre_nm", "code", "reflectance", "radiance_w_m2_sr_um", "reasons"];
    let mut table = heading(&names);
    for band in &pixel.bands {
        let reasons: Vec<&str> = band.reasons.iter().map(|reason| reason.word()).collect();
        table += &row(&[
            pixel.coordinates.line.to_string(),
            pixel.coordinates.column.to_string(),
            band.band.clone(),
            number(band.centre_nm),
            number(band.code.known().copied()),
            number(band.reflectance.known().copied()),
            number(band.radiance_w_m2_sr_um.known().copied()),
            reasons.join(" "),
        ]);
    }
    table
}

fn spectra_table(spectra: &[Spectrum]) -> String {
    let place = ["line", "column", "lines", "columns"];
    let values = ["band", "centre_nm", "width_nm", "unit", "mean", "sigma", "n_valid"];
    let mut table = heading(&[&place[..], &values[..]].concat());
    for spectrum in spectra {
        let Window { line, column, lines, columns } = spectrum.window;
        for point in &spectrum.points {
            let mut words: Vec<String> = [line, column, lines, columns].map(|number| number.to_string()).into();
            words.extend([point.band.clone(), number(point.centre_nm), number(point.width_nm), point.unit.clone()]);
            words.extend([number(point.mean), number(point.sigma), point.n_valid.to_string()]);
            table += &row(&words);
        }
    }
    table
}

fn profile_table(profile: &ProfileReading) -> String {
    let mut table = heading(&["channel", "unit", "distance_px", "line", "column", "mean", "sigma", "n_valid"]);
    for channel in &profile.channels {
        for point in &channel.points {
            let mut words = vec![channel.channel.clone(), channel.unit.clone()];
            words.extend([point.distance, point.line, point.column].map(|number| number.to_string()));
            words.extend([number(point.mean), number(point.sigma), point.n_valid.to_string()]);
            table += &row(&words);
        }
    }
    table
}

fn region_table(region: &RegionReading) -> String {
    let of_whom = ["channel", "unit", "n_valid", "exactness"];
    let figures = ["min", "max", "mean", "sigma", "p02", "p25", "p50", "p75", "p98", "snr"];
    let mut table = heading(&[&of_whom[..], &figures[..]].concat());
    for channel in &region.channels {
        let mut words = vec![channel.channel.clone(), channel.unit.clone(), channel.n_valid.to_string()];
        words.push(channel.exactness.word().to_owned());
        words.extend([channel.min, channel.max, channel.mean, channel.sigma].map(number));
        let five = channel.percentiles.map(|five| [five.p02, five.p25, five.p50, five.p75, five.p98]);
        words.extend(five.map_or([None; 5], |five| five.map(Some)).map(number));
        words.push(number(channel.signal_to_noise));
        table += &row(&words);
    }
    table
}
