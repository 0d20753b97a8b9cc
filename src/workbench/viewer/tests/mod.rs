//! The viewer by the accessible names of its views and chips. Tiles are 32 pixels wide, so that every image is cut.

pub(super) mod bench;
mod chips;
mod degenerate;
mod exporting;
mod linking;
mod marking;
mod moving;
mod on_ground;
