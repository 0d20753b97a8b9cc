//! A made-up piece of the Earth that can be looked at anywhere: cover, heights, clouds. Nothing is stored but what is being looked at.

mod clouds;
mod cover_tile;
mod end_members;
mod fractal;
mod ground;
mod land_cover;
mod mosaic;
mod parcels;
mod relief;
mod scene_frame;
mod settings;
mod tile_cache;

pub use end_members::{END_MEMBERS, EndMembers, EndMembersError};
pub use fractal::{Fractal, FractalScratch, LatticeWindow};
pub use ground::Ground;
pub use relief::POST_CELLS;
pub use scene_frame::SceneFrame;
pub use settings::{
    CloudSettings, CoastSettings, FieldSettings, GroundSettings, ReliefSettings, SceneSettings, SceneSettingsError,
    SettlementSettings,
};

#[cfg(test)]
mod tests;
