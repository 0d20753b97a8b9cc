//! What the user puts on pictures: pins, regions and profile lines, in lines and columns of the image.

use serde::{Deserialize, Serialize};

use super::view_state::ProductReference;
use crate::imagery::Window;

/// What a drag or a click in a picture does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Tool {
    /// A drag moves the picture.
    #[default]
    Pan,
    /// A click sets a pin.
    Pin,
    /// A drag draws a rectangle.
    Rectangle,
    /// Clicks draw a polygon; Enter or a double click closes it.
    Polygon,
    /// A drag draws the line of a profile.
    Profile,
}

impl Tool {
    /// Every tool, in the order of the tool bar.
    pub(crate) const ALL: [Self; 5] = [Self::Pan, Self::Pin, Self::Rectangle, Self::Polygon, Self::Profile];

    /// The name that is shown.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pan => "Pan",
            Self::Pin => "Pin",
            Self::Rectangle => "Rectangle",
            Self::Polygon => "Polygon",
            Self::Profile => "Profile line",
        }
    }
}

impl Tool {
    /// What the hand does with it.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Pan => "Drag the picture",
            Self::Pin => "Click a pixel to set a pin",
            Self::Rectangle => "Drag a rectangle: its pixels are measured",
            Self::Polygon => "Click the corners; Enter or a double click closes it, Escape leaves it",
            Self::Profile => "Drag a line: the values along it are plotted",
        }
    }
}

/// A marked pixel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Pin {
    /// Its number, never given again within a session.
    pub(crate) id: u32,
    /// What the user calls it.
    pub(crate) name: String,
    /// What the user remarks on it.
    #[serde(default)]
    pub(crate) note: String,
    /// Line of the pixel.
    pub(crate) line: usize,
    /// Column of the pixel.
    pub(crate) column: usize,
    /// The product that it was set on.
    pub(crate) product: ProductReference,
}

/// The outline of a region.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RegionShape {
    /// Whole pixels.
    Rectangle(Window),
    /// The corners, (line, column); the last one is joined to the first.
    Polygon(Vec<[f64; 2]>),
}

/// A region whose pixels are measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Region {
    /// Its number, never given again within a session.
    pub(crate) id: u32,
    /// What the user calls it.
    pub(crate) name: String,
    /// Its outline.
    pub(crate) shape: RegionShape,
    /// The product that it was drawn on.
    pub(crate) product: ProductReference,
}

/// The line of a profile, from a place to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ProfileLine {
    /// Where it begins, (line, column).
    pub(crate) from: [f64; 2],
    /// Where it ends.
    pub(crate) to: [f64; 2],
    /// Pixels across the line that are averaged; 1 is the line itself.
    pub(crate) width: usize,
    /// The product that it was drawn on; none in older sessions, whose line is of whatever is shown.
    #[serde(default)]
    pub(crate) product: Option<ProductReference>,
}

/// All marks of a session.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Marks {
    /// Pins, in the order they were set.
    pub(crate) pins: Vec<Pin>,
    /// Regions, in the order they were drawn.
    pub(crate) regions: Vec<Region>,
    /// The profile line.
    pub(crate) profile: Option<ProfileLine>,
    /// The pin or region that is selected, by its number.
    pub(crate) selected: Option<u32>,
    next_id: u32,
}

impl Marks {
    fn new_id(&mut self) -> u32 {
        self.next_id += 1;
        self.next_id
    }

    /// Sets a pin and selects it.
    pub(crate) fn add_pin(&mut self, product: &ProductReference, line: usize, column: usize) -> u32 {
        let id = self.new_id();
        let name = format!("Pin {id}");
        self.pins.push(Pin { id, name, note: String::new(), line, column, product: product.clone() });
        self.selected = Some(id);
        id
    }

    /// Adds a region and selects it; a polygon of fewer than three corners is none.
    pub(crate) fn add_region(&mut self, product: &ProductReference, shape: RegionShape) -> Option<u32> {
        let has_extent = match &shape {
            RegionShape::Rectangle(window) => window.pixels() > 0,
            RegionShape::Polygon(corners) => corners.len() >= 3,
        };
        if !has_extent {
            return None;
        }
        let id = self.new_id();
        let name = format!("Region {id}");
        self.regions.push(Region { id, name, shape, product: product.clone() });
        self.selected = Some(id);
        Some(id)
    }

    /// Takes a pin or a region away; says whether there was one.
    pub(crate) fn remove(&mut self, id: u32) -> bool {
        let before = self.pins.len() + self.regions.len();
        self.pins.retain(|pin| pin.id != id);
        self.regions.retain(|region| region.id != id);
        if self.selected == Some(id) {
            self.selected = None;
        }
        before != self.pins.len() + self.regions.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_line_of_an_older_session_is_read() {
        let line: ProfileLine = serde_json::from_str(r#"{"from": [1.0, 2.0], "to": [3.0, 4.5], "width": 3}"#).unwrap();
        assert_eq!(line, ProfileLine { from: [1.0, 2.0], to: [3.0, 4.5], width: 3, product: None });
    }

    #[test]
    fn numbers_are_not_given_twice_and_a_region_without_extent_is_none() {
        let product = ProductReference { path: "a.tif".into(), image: None };
        let mut marks = Marks::default();
        let first = marks.add_pin(&product, 3, 4);
        assert!(marks.remove(first) && !marks.remove(first));
        assert_eq!(marks.selected, None);
        let second = marks.add_pin(&product, 3, 4);
        assert_ne!(first, second);
        assert_eq!(marks.add_region(&product, RegionShape::Polygon(vec![[0.0, 0.0], [1.0, 1.0]])), None);
        assert_eq!(marks.add_region(&product, RegionShape::Rectangle(Window::new(1, 1, 0, 4))), None);
        let region = marks.add_region(&product, RegionShape::Rectangle(Window::new(1, 1, 2, 4)));
        assert!(region.is_some() && region != Some(second) && marks.selected == region);
    }
}
