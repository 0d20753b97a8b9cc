//! Where the pixels of a product lie on the Earth, on a ground that was chosen, and which pixels of two products show the same place.

mod choice;
mod ground;
mod image_places;
mod model;
mod same_place;

pub use choice::{GROUND_HEIGHTS_M, GroundChoice, HeightsAbove};
pub use ground::Ground;
pub use image_places::ImagePlaces;
pub use same_place::{SamePlace, pixel_ratio, same_place};
