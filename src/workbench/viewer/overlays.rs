//! What stands over a picture: grid, scale, north, overview, the colour map's bar, marks, notices.

mod colour_bar;
mod corners;
mod graticule;
mod highlight;
mod ink;
mod mark_painting;
mod scale;

pub(crate) use corners::{corners, position_in_overview};
pub(crate) use graticule::grid;
pub(crate) use highlight::HighlightPicture;
pub(crate) use ink::{cross, notice};
pub(crate) use mark_painting::{drawing, followed_pins, marks};
