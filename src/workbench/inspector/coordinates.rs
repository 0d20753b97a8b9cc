//! Where the inspected pixel lies, in every frame that the product knows.

use egui::{RichText, Ui};

use crate::operations::viewing::{Coordinates, Known};
use crate::reports::number::{self, Sign};
use crate::reports::tokens::Tokens;
use crate::workbench::theme::colour;

/// A line of the list: name, value or nothing, why there is none.
pub(super) struct CoordinateLine {
    /// The frame's word.
    pub(super) name: &'static str,
    /// The value with its unit; none where it is not known.
    pub(super) value: Option<String>,
    /// Said under the pointer: the reference system, or why nothing is known.
    pub(super) note: String,
}

/// The lines of the list.
pub(super) fn coordinate_lines(coordinates: &Coordinates) -> Vec<CoordinateLine> {
    let whole = |value: f64| number::fixed(value, 0, Sign::Negative);
    let known = |name, value: String, note: &str| CoordinateLine { name, value: Some(value), note: note.to_owned() };
    let unknown = |name, why: &str| CoordinateLine { name, value: None, note: why.to_owned() };
    let counted = "counted from 0; whole numbers are centres of pixels";
    let mut lines =
        vec![known("line", whole(coordinates.line), counted), known("column", whole(coordinates.column), counted)];
    match &coordinates.map {
        Known::Known(map) => {
            let system = format!("in the product's reference system, {}", map.crs);
            lines.push(known("easting", number::fixed(map.x, 1, Sign::Negative), &system));
            lines.push(known("northing", number::fixed(map.y, 1, Sign::Negative), &system));
            lines.push(known("reference", short_system(&map.crs), &map.crs));
        }
        Known::NotKnown(why) => lines.push(unknown("map", why)),
    }
    match &coordinates.geographic {
        Known::Known(place) => {
            lines.push(known("latitude", degrees(place.latitude_deg, ["N", "S"]), "WGS 84"));
            lines.push(known("longitude", degrees(place.longitude_deg, ["E", "W"]), "WGS 84"));
        }
        Known::NotKnown(why) => lines.push(unknown("geographic", why)),
    }
    match &coordinates.height {
        Known::Known(height) => {
            let value = format!("{} m", number::fixed(height.height_m, 1, Sign::Negative));
            lines.push(known("height", value, &format!("above the WGS 84 ellipsoid; {}", height.surface)));
        }
        // One reason is said once.
        Known::NotKnown(why) if coordinates.geographic.reason() == Some(why) => {}
        Known::NotKnown(why) => lines.push(unknown("height", why)),
    }
    if let Known::Known(model) = &coordinates.model {
        let told: Vec<&str> = std::iter::once(&model.name).chain(&model.remarks).map(String::as_str).collect();
        let remarks = told.join("; ");
        lines.push(known("model", model.name.clone(), &remarks));
        for table in &model.earth_orientation {
            lines.push(known("Earth orientation", table.clone(), table));
        }
    }
    lines.push(match &coordinates.detector_column {
        Known::Known(column) => known("detector column", number::fixed(*column, 2, Sign::Negative), ""),
        Known::NotKnown(why) => unknown("detector column", why),
    });
    lines
}

fn degrees(value: f64, [positive, negative]: [&str; 2]) -> String {
    let side = if value < 0.0 { negative } else { positive };
    format!("{}° {side}", number::fixed(value.abs(), 6, Sign::Negative))
}

/// A reference system as it fits a line: its code, or the name in its well-known text.
fn short_system(crs: &str) -> String {
    let named = crs.split('"').nth(1).filter(|_| crs.contains('['));
    named.unwrap_or(crs).to_owned()
}

/// Draws the list: names quiet on the left, values on the right.
pub(super) fn show_coordinates(ui: &mut Ui, tokens: &Tokens, coordinates: &Coordinates) {
    for line in coordinate_lines(coordinates) {
        let spoken = match &line.value {
            Some(value) => format!("{}: {value}", line.name),
            None => format!("{}: not known, {}", line.name, line.note),
        };
        let row = ui.horizontal(|ui| {
            ui.set_min_height(18.0);
            ui.label(RichText::new(line.name).color(colour(tokens.quiet)));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| match &line.value {
                Some(value) => ui.add(egui::Label::new(RichText::new(value).monospace()).truncate()),
                None => ui.label(RichText::new("not known").color(colour(tokens.quiet))),
            })
        });
        let response = row.response.interact(egui::Sense::hover());
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_role(egui::accesskit::Role::Row);
            node.set_label(spoken);
        });
        if !line.note.is_empty() {
            response.on_hover_text(line.note);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operations::viewing::{GeographicPosition, GroundHeight, MapPosition, PlaceModel};

    #[test]
    fn every_frame_stands_in_the_list_with_its_value_or_the_reason() {
        let coordinates = Coordinates {
            line: 371.0,
            column: 418.0,
            map: Known::Known(MapPosition { x: 699_102.5, y: 3_655_097.5, crs: "EPSG:32636".to_owned() }),
            geographic: Known::Known(GeographicPosition { latitude_deg: -33.042_1, longitude_deg: 35.5 }),
            height: Known::Known(GroundHeight { height_m: -412.34, surface: "N31E035.hgt".to_owned() }),
            model: Known::Known(PlaceModel {
                name: "physical model, DIM.XML".to_owned(),
                earth_orientation: vec!["IERS C04, until 2026-09-01".to_owned()],
                remarks: Vec::new(),
            }),
            detector_column: Known::NotKnown("the product carries no geometric model".to_owned()),
        };
        let lines = coordinate_lines(&coordinates);
        let text: Vec<String> =
            lines.iter().map(|line| format!("{} {}", line.name, line.value.as_deref().unwrap_or("?"))).collect();
        assert_eq!(
            text,
            [
                "line 371",
                "column 418",
                "easting 699\u{202F}102.5",
                "northing 3\u{202F}655\u{202F}097.5",
                "reference EPSG:32636",
                "latitude 33.042100° S",
                "longitude 35.500000° E",
                "height \u{2212}412.3 m",
                "model physical model, DIM.XML",
                "Earth orientation IERS C04, until 2026-09-01",
                "detector column ?"
            ]
        );
        assert_eq!(lines.last().unwrap().note, "the product carries no geometric model");
    }

    #[test]
    fn a_system_in_well_known_text_is_called_by_its_name() {
        assert_eq!(short_system("PROJCS[\"WGS 84 / UTM zone 36N\",GEOGCS[]]"), "WGS 84 / UTM zone 36N");
    }
}
