//! Spectra as a plot: of the pixel under the pointer, of pins, and means of regions.

use crate::operations::viewing::{BandReading, PixelReading, RegionReading};
use crate::reports::figure::plot::{Drawing, PlotAxis, PlotContent, PlotPoint, PlotSeries, Spread};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{self, SeriesStyle};

/// One spectrum: where it comes from, and its bands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    /// What is looked at: `cursor`, a pin's or a region's name.
    pub(crate) name: String,
    /// Where: `line 371, column 418`.
    pub(crate) place: String,
    /// Colour, symbol and dash.
    pub(crate) style: SeriesStyle,
    /// Its bands, in the order of the raster.
    pub(crate) bands: Vec<CurveBand>,
}

/// One band of a spectrum.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct CurveBand {
    band: String,
    centre_nm: Option<f64>,
    width_nm: Option<f64>,
    value: Option<f64>,
    sigma: Option<f64>,
    excluded: Option<String>,
    unit: &'static str,
}

const REFLECTANCE: &str = "reflectance";
const CODE: &str = "code";

impl Curve {
    /// The spectrum of a pixel, in reflectance where every value that the pixel has allows it, else in codes.
    pub(crate) fn of_pixel(name: impl Into<String>, style: SeriesStyle, pixel: &PixelReading) -> Self {
        let in_reflectance =
            pixel.bands.iter().all(|band| band.code.known().is_none() || band.reflectance.known().is_some())
                && pixel.bands.iter().any(|band| band.reflectance.known().is_some());
        let (line, column) = (pixel.coordinates.line, pixel.coordinates.column);
        let whole = |value: f64| number::fixed(value, 0, Sign::Negative);
        Self {
            name: name.into(),
            place: format!("line {}, column {}", whole(line), whole(column)),
            style,
            bands: pixel.bands.iter().map(|band| CurveBand::of_reading(band, in_reflectance)).collect(),
        }
    }

    /// The mean spectrum of a region, with its standard deviations.
    pub(crate) fn of_region(name: impl Into<String>, style: SeriesStyle, reading: &RegionReading) -> Self {
        let bands = reading.channels.iter().map(|channel| CurveBand {
            band: channel.channel.clone(),
            centre_nm: channel.centre_nm,
            width_nm: channel.width_nm,
            value: channel.mean,
            sigma: channel.sigma,
            excluded: None,
            unit: if channel.unit == REFLECTANCE { REFLECTANCE } else { CODE },
        });
        let n_valid: Vec<u64> = reading.channels.iter().map(|channel| channel.n_valid).collect();
        let (least, most) = (n_valid.iter().min().copied(), n_valid.iter().max().copied());
        let n = match (least.unwrap_or(0), most.unwrap_or(0)) {
            (least, most) if least == most => number::count(most),
            (least, most) => format!("{} to {}", number::count(least), number::count(most)),
        };
        let place = format!("mean of {n} valid of {} pixels", number::count(reading.n_pixels));
        Self { name: name.into(), place, style, bands: bands.collect() }
    }

    /// The unit of its values; none where it has no value, and then it stands on any axis.
    fn unit(&self) -> Option<&'static str> {
        let mut valued = self.bands.iter().filter(|band| band.value.is_some());
        let first = valued.next()?.unit;
        Some(if valued.all(|band| band.unit == first) { first } else { CODE })
    }
}

impl CurveBand {
    fn of_reading(reading: &BandReading, in_reflectance: bool) -> Self {
        let words: Vec<&str> = reading.reasons.iter().map(|reason| reason.word()).collect();
        let value = if in_reflectance { &reading.reflectance } else { &reading.code };
        Self {
            band: reading.band.clone(),
            centre_nm: reading.centre_nm,
            width_nm: reading.width_nm,
            value: value.known().copied(),
            sigma: None,
            excluded: (!words.is_empty()).then(|| words.join(", ")),
            unit: if in_reflectance { REFLECTANCE } else { CODE },
        }
    }
}

/// The plot of spectra against wavelength; where a band has no wavelength, against the order of the bands.
///
/// Spectra in another unit than the first one are named under the plot and not drawn: an axis has one unit.
pub(crate) fn spectrum_content(curves: &[Curve], fixed_range: Option<[f64; 2]>) -> PlotContent {
    let unit = curves.iter().find_map(Curve::unit).unwrap_or(REFLECTANCE);
    let has_wavelengths = curves.iter().flat_map(|curve| &curve.bands).all(|band| band.centre_nm.is_some());
    let (drawn, left_out): (Vec<&Curve>, Vec<&Curve>) =
        curves.iter().partition(|curve| curve.unit().is_none_or(|other| other == unit));
    let mut statements = Vec::new();
    let places: Vec<String> = drawn.iter().map(|curve| format!("{}: {}", curve.name, curve.place)).collect();
    if !places.is_empty() {
        statements.push(places.join("; ") + ".");
    }
    if drawn.iter().any(|curve| curve.bands.iter().any(|band| band.excluded.is_some())) {
        statements.push("Hollow: excluded from statistics, the reason is under the pointer.".to_owned());
    }
    if drawn.iter().any(|curve| curve.bands.iter().any(|band| band.sigma.is_some())) {
        statements.push("Upright bars: ± standard deviation of the region's valid pixels (k = 1).".to_owned());
    }
    let widths = drawn.iter().any(|curve| curve.bands.iter().any(|band| band.width_nm.is_some()));
    if has_wavelengths && widths {
        statements.push("Level bars: the bands' full widths at half maximum.".to_owned());
    } else if !has_wavelengths {
        statements.push("The product gives no wavelengths: the bands stand in their order.".to_owned());
    }
    for curve in &left_out {
        let other = curve.unit().unwrap_or_default();
        statements.push(format!("{} is given in {other} and not drawn.", curve.name));
    }
    let mut y = PlotAxis::new(unit, "");
    y.range = fixed_range;
    PlotContent {
        name: "spectrum",
        title: "Spectrum".to_owned(),
        summary: summary(&drawn, unit),
        x: if has_wavelengths { PlotAxis::new("wavelength", "nm") } else { PlotAxis::new("band number", "") },
        y,
        density: None,
        series: drawn.iter().map(|curve| series(curve, has_wavelengths)).collect(),
        marks: Vec::new(),
        statements,
    }
}

fn series(curve: &Curve, has_wavelengths: bool) -> PlotSeries {
    let mut points: Vec<PlotPoint> = curve
        .bands
        .iter()
        .enumerate()
        .map(|(place, band)| PlotPoint {
            name: band.band.clone(),
            x: band.centre_nm.filter(|_| has_wavelengths).unwrap_or((place + 1) as f64),
            half_width: if has_wavelengths { band.width_nm.unwrap_or(0.0) / 2.0 } else { 0.0 },
            y: band.value,
            sigma: band.sigma,
            colour: Some(tokens::band(&band.band, place).colour),
            excluded: band.excluded.clone(),
        })
        .collect();
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    PlotSeries {
        name: curve.name.clone(),
        style: curve.style,
        drawing: Drawing::SymbolsAndLine,
        spread: Spread::Bars,
        points,
    }
}

fn summary(curves: &[&Curve], unit: &str) -> String {
    let Some(first) = curves.first() else { return "Spectrum: nothing is pointed at, pinned or drawn".to_owned() };
    let values: Vec<String> = first
        .bands
        .iter()
        .map(|band| {
            let value =
                band.value.map_or_else(|| "no value".to_owned(), |value| number::significant(value, 4, Sign::Negative));
            let excluded = band.excluded.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("{} {value}{excluded}", band.band)
        })
        .collect();
    let more = match curves.len() {
        1 => String::new(),
        n => format!("; {} more", n - 1),
    };
    format!(
        "Spectrum: {} at {}; {} bands in {unit}: {}{more}",
        first.name,
        first.place,
        first.bands.len(),
        values.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imagery::NoDataReason;
    use crate::operations::viewing::{Coordinates, Known};

    fn reading(band: &str, centre_nm: Option<f64>, code: Option<f64>, factor: Option<f64>) -> BandReading {
        let absent = || Known::NotKnown("not given".to_owned());
        BandReading {
            band: band.to_owned(),
            centre_nm,
            width_nm: centre_nm.map(|_| 40.0),
            code: code.map_or_else(absent, Known::Known),
            reflectance: code.zip(factor).map_or_else(absent, |(code, factor)| Known::Known(code * factor)),
            radiance_w_m2_sr_um: absent(),
            reasons: Vec::new(),
        }
    }

    fn pixel(bands: Vec<BandReading>) -> PixelReading {
        let absent = || Known::NotKnown("not given".to_owned());
        PixelReading {
            coordinates: Coordinates {
                line: 371.0,
                column: 418.0,
                map: Known::NotKnown(String::new()),
                geographic: Known::NotKnown(String::new()),
                height: Known::NotKnown(String::new()),
                model: Known::NotKnown(String::new()),
                detector_column: absent(),
            },
            bands,
        }
    }

    #[test]
    fn bands_stand_at_their_wavelengths_with_their_widths_in_their_colours() {
        let pixel = pixel(vec![
            reading("B10", Some(782.0), Some(300.0), Some(0.001)),
            reading("B01", Some(420.0), Some(113.0), Some(0.001)),
        ]);
        let content = spectrum_content(&[Curve::of_pixel("cursor", tokens::CURSOR_SERIES, &pixel)], None);
        let names: Vec<&str> = content.series[0].points.iter().map(|point| point.name.as_str()).collect();
        assert_eq!(names, ["B01", "B10"], "from left to right");
        let first = &content.series[0].points[0];
        assert!((first.x - 420.0).abs() < 1e-12 && (first.half_width - 20.0).abs() < 1e-12);
        assert_eq!(first.colour, Some(tokens::band("B01", 0).colour));
        assert_eq!(content.x.label(), "wavelength, nm");
        assert!(
            content.summary.contains("cursor at line 371, column 418; 2 bands in reflectance"),
            "{}",
            content.summary
        );
        assert!(content.summary.contains("B01 0.113"), "{}", content.summary);
    }

    #[test]
    fn a_masked_sample_keeps_its_value_and_says_why_it_is_excluded() {
        let mut masked = reading("B02", Some(440.0), Some(1023.0), Some(0.001));
        masked.reasons = vec![NoDataReason::Saturated, NoDataReason::Clipped];
        let missing = reading("B03", Some(490.0), None, Some(0.001));
        let content =
            spectrum_content(&[Curve::of_pixel("cursor", tokens::CURSOR_SERIES, &pixel(vec![masked, missing]))], None);
        let points = &content.series[0].points;
        assert_eq!(points[0].excluded.as_deref(), Some("saturated, clipped"));
        assert!((points[0].value().unwrap() - 1.023).abs() < 1e-12);
        assert_eq!(points[1].value(), None);
        assert!(content.statements.iter().any(|text| text.starts_with("Hollow")));
    }

    #[test]
    fn without_factors_codes_are_drawn_and_without_wavelengths_the_order_of_the_bands() {
        let plain = pixel(vec![reading("red", None, Some(7.0), None), reading("green", None, Some(9.0), None)]);
        let content = spectrum_content(&[Curve::of_pixel("cursor", tokens::CURSOR_SERIES, &plain)], None);
        assert_eq!((content.x.label().as_str(), content.y.label().as_str()), ("band number", "code"));
        assert!((content.series[0].points[1].x - 2.0).abs() < 1e-12);
    }

    #[test]
    fn a_spectrum_in_another_unit_is_named_and_not_drawn() {
        let reflectance = pixel(vec![reading("B01", Some(420.0), Some(7.0), Some(0.001))]);
        let code = pixel(vec![reading("B01", Some(420.0), Some(7.0), None)]);
        let curves = [
            Curve::of_pixel("cursor", tokens::CURSOR_SERIES, &reflectance),
            Curve::of_pixel("Pin 1", tokens::series(0), &code),
        ];
        let content = spectrum_content(&curves, None);
        assert_eq!(content.series.len(), 1);
        assert!(content.statements.iter().any(|text| text == "Pin 1 is given in code and not drawn."));
    }

    #[test]
    fn a_pixel_without_any_value_does_not_change_the_axis_of_the_others() {
        let empty = pixel(vec![reading("B01", Some(420.0), None, Some(0.001))]);
        let pin = pixel(vec![reading("B01", Some(420.0), Some(7.0), Some(0.001))]);
        let curves = [
            Curve::of_pixel("cursor", tokens::CURSOR_SERIES, &empty),
            Curve::of_pixel("Pin 1", tokens::series(0), &pin),
        ];
        let content = spectrum_content(&curves, None);
        assert_eq!((content.series.len(), content.y.label().as_str()), (2, "reflectance"));
    }

    #[test]
    fn nothing_to_show_is_said() {
        let content = spectrum_content(&[], None);
        assert!(content.series.is_empty() && content.summary.contains("nothing is pointed at"));
        let empty = pixel(vec![reading("B01", Some(420.0), None, Some(0.001))]);
        let content = spectrum_content(&[Curve::of_pixel("cursor", tokens::CURSOR_SERIES, &empty)], None);
        assert!(content.summary.contains("B01 no value"), "{}", content.summary);
    }
}
