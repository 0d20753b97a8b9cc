//! One file a verb: arguments to request, outcome to text.

mod demo;
mod find;
mod info;
mod ingest;
mod inspect;
mod level1;
mod locate;
mod models;
mod open;
mod simulate;
mod verify;
mod view;

pub(super) use demo::demo;
pub(super) use find::find;
#[cfg(test)]
pub(super) use find::request as find_request;
pub(super) use info::info;
pub(super) use ingest::ingest;
pub(super) use inspect::inspect;
#[cfg(test)]
pub(super) use inspect::request as inspect_request;
pub(super) use level1::level1;
#[cfg(test)]
pub(super) use level1::request as level1_request;
pub(super) use locate::locate;
#[cfg(test)]
pub(super) use locate::request as locate_request;
pub(super) use models::{init_models, show_models, validate_models};
pub(super) use open::open;
pub(super) use simulate::simulate;
pub(super) use verify::verify;
#[cfg(test)]
pub(super) use view::request as view_request;
pub(super) use view::view;
