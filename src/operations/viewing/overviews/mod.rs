//! The coarse levels of a product, computed once in the background and kept in a file: the same cells as from the pixels, bit by bit.

mod building;
mod file;
mod folder;
mod layout;
mod reading;

pub use building::OverviewsBuilt;
pub use folder::OVERVIEW_FOLDER_BYTES;
pub(super) use reading::Overviews;

#[cfg(test)]
mod tests;
