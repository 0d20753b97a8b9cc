//! Direct and inverse location against outside figures: every case prints its number of points, median, maximum and bound.

pub(crate) mod case_table;
pub(crate) mod golden_scene;

mod replay_dump;

mod closure;
mod golden_points;
mod inverse_near_line_end;
mod location_grids;
mod mean_of_date_attitude;
mod peer_replays;
mod rational_polynomials;
mod sentinel2;
mod shareloc_terrain;
mod walking;
