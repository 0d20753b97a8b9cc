//! All bands of the inspected pixel: code, radiance, reflectance; and the reasons for which samples are excluded.

use egui::{RichText, Sense, Ui, vec2};

use super::number_table::{Cell, Column, Row, show_number_table};
use crate::imagery::NoDataReason;
use crate::operations::viewing::{BandReading, Known, PixelReading};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::{self, Tokens};
use crate::workbench::plots::paint_hatch;
use crate::workbench::theme::{blend, colour};

const RADIANCE_UNIT: &str = "W m-2 sr-1 um-1";

/// What stands under the table where there is a radiance: the product holds none.
const DERIVED_RADIANCE: &str =
    "radiance: from reflectance, the solar irradiance of the instrument's model and the Sun at the image's centre";

/// Columns and rows of the table. What no band knows has no column, and its reason is said under the table.
pub(super) fn band_rows(pixel: &PixelReading) -> (Vec<Column>, Vec<Row>, Vec<String>) {
    type Reach = (&'static str, &'static str, fn(&BandReading) -> &Known<f64>);
    let quantities: [Reach; 3] = [
        ("code", "", |band| &band.code),
        ("radiance", RADIANCE_UNIT, |band| &band.radiance_w_m2_sr_um),
        ("reflectance", "", |band| &band.reflectance),
    ];
    let mut columns = vec![Column::words("band")];
    let mut shown = Vec::new();
    let mut statements = Vec::new();
    for (name, unit, of) in quantities {
        let is_known = pixel.bands.iter().any(|band| of(band).known().is_some());
        let reason = pixel.bands.iter().find_map(|band| of(band).reason());
        if is_known || name == "code" {
            columns.push(Column::numbers(name, number::unit(unit)));
            shown.push(of);
            if name == "radiance" {
                statements.push(DERIVED_RADIANCE.to_owned());
            }
        } else if let Some(reason) = reason {
            statements.push(format!("{name} not known: {reason}"));
        }
    }
    let rows = pixel.bands.iter().enumerate().map(|(place, band)| {
        let style = tokens::band(&band.band, place);
        let numbers = shown.iter().map(|of| match of(band) {
            Known::Known(value) => {
                Cell { is_quiet: !band.reasons.is_empty(), note: excluded(band), ..Cell::new(digits(band, *value)) }
            }
            Known::NotKnown(why) => Cell::absent(why.clone()),
        });
        let wavelength = band.centre_nm.map(|nm| format!("{} nm", number::significant(nm, 5, Sign::Negative)));
        let name = Cell { note: wavelength.unwrap_or_default(), ..Cell::new(band.band.clone()) };
        Row {
            name: band.band.clone(),
            symbol: Some((style.symbol, colour(style.colour), style.hollow || !band.reasons.is_empty())),
            cells: std::iter::once(name).chain(numbers).collect(),
        }
    });
    let rows = rows.collect();
    (columns, rows, statements)
}

fn excluded(band: &BandReading) -> String {
    let words: Vec<&str> = band.reasons.iter().map(|reason| reason.word()).collect();
    if words.is_empty() { String::new() } else { format!("excluded from statistics: {}", words.join(", ")) }
}

/// A value with the decimals that one code makes in it: the sample cannot tell finer.
fn digits(band: &BandReading, value: f64) -> String {
    match band.code.known().filter(|code| **code != 0.0 && code.fract() == 0.0) {
        Some(code) => number::fixed(value, number::decimals_of_step(value / code), Sign::Negative),
        None => number::significant(value, 6, Sign::Negative),
    }
}

/// The reasons that hold for some band, each with the bands.
pub(super) fn reasons(pixel: &PixelReading) -> Vec<(NoDataReason, String)> {
    NoDataReason::ALL
        .into_iter()
        .filter_map(|reason| {
            let held: Vec<&str> = pixel
                .bands
                .iter()
                .filter(|band| band.reasons.contains(&reason))
                .map(|band| band.band.as_str())
                .collect();
            let bands = match held.len() {
                0 => return None,
                n if n == pixel.bands.len() && n > 1 => "all bands".to_owned(),
                _ => held.join(", "),
            };
            Some((reason, bands))
        })
        .collect()
}

/// Draws the table.
pub(super) fn show_bands(ui: &mut Ui, tokens: &Tokens, pixel: &PixelReading) {
    let (columns, rows, statements) = band_rows(pixel);
    egui::ScrollArea::horizontal().id_salt("bands").auto_shrink([false, true]).show(ui, |ui| {
        show_number_table(ui, tokens, &columns, &rows);
    });
    for statement in statements {
        ui.add(egui::Label::new(RichText::new(statement).small().color(colour(tokens.quiet))).wrap());
    }
}

/// Draws the reasons, each with its swatch, its word and its bands.
pub(super) fn show_masks(ui: &mut Ui, tokens: &Tokens, pixel: &PixelReading) {
    let held = reasons(pixel);
    if held.is_empty() {
        ui.label(RichText::new("none").color(colour(tokens.quiet)));
    }
    for (reason, bands) in held {
        ui.horizontal(|ui| {
            show_swatch(ui, tokens, reason);
            ui.label(reason.word());
            ui.add(egui::Label::new(RichText::new(bands).small().color(colour(tokens.quiet))).truncate());
        });
    }
}

/// The colour and the hatch of a reason.
pub(super) fn show_swatch(ui: &mut Ui, tokens: &Tokens, reason: NoDataReason) {
    let (ink, hatch) = tokens::no_data(reason);
    let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, blend(ink, tokens.panel, 0.18));
    paint_hatch(painter, rect, hatch, colour(ink));
    painter.rect_stroke(rect, 0.0, egui::Stroke::new(1.0, colour(tokens.line)), egui::StrokeKind::Inside);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::viewing::Coordinates;

    fn known(value: f64) -> Known<f64> {
        Known::Known(value)
    }

    fn not(why: &str) -> Known<f64> {
        Known::NotKnown(why.to_owned())
    }

    fn pixel(bands: Vec<BandReading>) -> PixelReading {
        let coordinates = Coordinates {
            line: 0.0,
            column: 0.0,
            map: Known::NotKnown(String::new()),
            geographic: Known::NotKnown(String::new()),
            height: Known::NotKnown(String::new()),
            model: Known::NotKnown(String::new()),
            detector_column: not(""),
        };
        PixelReading { coordinates, bands }
    }

    fn reading(band: &str, code: Known<f64>, reflectance: Known<f64>, reasons: Vec<NoDataReason>) -> BandReading {
        BandReading {
            band: band.to_owned(),
            centre_nm: Some(420.0),
            width_nm: None,
            code,
            reflectance,
            radiance_w_m2_sr_um: not("the raster says nothing of its lighting"),
            reasons,
        }
    }

    #[test]
    fn values_have_the_decimals_of_one_code_and_what_no_band_knows_is_said_once() {
        let pixel = pixel(vec![
            reading("B01", known(113.0), known(0.113), vec![]),
            reading("B02", known(1023.0), known(1.023), vec![NoDataReason::Saturated]),
            reading("B03", not("no value: missing"), not("no value: missing"), vec![NoDataReason::Missing]),
        ]);
        let (columns, rows, statements) = band_rows(&pixel);
        let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
        assert_eq!(titles, ["band", "code", "reflectance"]);
        assert_eq!(statements, ["radiance not known: the raster says nothing of its lighting"]);
        let cells = |row: usize| -> Vec<&str> { rows[row].cells.iter().map(|cell| cell.text.as_str()).collect() };
        assert_eq!(cells(0), ["B01", "113", "0.113"]);
        assert_eq!(cells(1), ["B02", "1\u{202F}023", "1.023"]);
        assert_eq!(cells(2), ["B03", "–", "–"]);
        assert_eq!(rows[1].cells[2].note, "excluded from statistics: saturated");
        assert!(rows[1].symbol.unwrap().2, "an excluded sample is hollow");
    }

    #[test]
    fn reasons_name_their_bands_and_all_of_them_at_once() {
        let of = |reasons: [Vec<NoDataReason>; 2]| {
            let [first, second] = reasons;
            super::reasons(&pixel(vec![
                reading("B01", known(1.0), not(""), first),
                reading("B02", known(1.0), not(""), second),
            ]))
        };
        assert_eq!(of([vec![], vec![]]), []);
        assert_eq!(
            of([vec![NoDataReason::Cloud], vec![NoDataReason::Cloud, NoDataReason::Clipped]]),
            [(NoDataReason::Clipped, "B02".to_owned()), (NoDataReason::Cloud, "all bands".to_owned())]
        );
    }
}
