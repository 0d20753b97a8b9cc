//! Whatever says where an image looked: one entry that recognises a model by its content, finds it beside an image, and makes it ready.

mod beside;
mod choices;
mod located_image;
mod opening;
mod physical;
mod recognition;

pub use choices::{LocationModelChoices, ModelChoice};
pub use located_image::{ArrayModel, LocatedArray, LocatedImage, LocationModelKind};
pub use opening::{find_location_models, open_location_models};
