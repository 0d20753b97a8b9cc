//! The inspector and the plots by the accessible names of their widgets.

mod bench;
mod inspecting;
mod measuring;
mod placing;
mod spectra;
