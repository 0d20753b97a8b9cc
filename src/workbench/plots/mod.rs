//! Plots: what they show, on the screen and as files, from one description.

mod histogram_content;
mod picture_of_scene;
mod plot_view;
mod profile_content;
mod scatter_content;
mod scene_painter;
mod series_item;
mod software_raster;
mod spectrum_content;

pub(crate) use histogram_content::{HistogramChannel, histogram_content};
pub(crate) use picture_of_scene::scene_png;
pub(crate) use plot_view::{PlotAnswer, PlotDrag, PlotLook, PlotView, key_fits, show_key};
pub(crate) use profile_content::{ProfileCurve, mark_of, place_at, profile_content};
pub(crate) use scatter_content::{ScatterChannel, scatter_content};
pub(crate) use scene_painter::{paint_hatch, symbol_shapes};
pub(crate) use spectrum_content::{Curve, spectrum_content};
