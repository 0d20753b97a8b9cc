//! The radiometry's workspace: are the coefficients right? Parameter sets, their curves, the chain as a row of steps, and what would be if a
//! coefficient were another.

mod centre;
mod choice;
mod column_panel;
mod controls;
mod curve_content;
mod curves;
mod desk;
mod found;
mod list;
mod pixel_panel;
mod session;
mod set_words;
mod sets;
mod steps_row;
mod thinning;
mod through_chain;
mod what_if_editor;

pub(crate) use centre::CurvesAndChain;
pub(crate) use column_panel::ColumnPanel;
pub(crate) use desk::RadiometryDesk;
pub(crate) use list::SetsAndProducts;
pub(crate) use session::RadiometrySession;
pub(crate) use sets::ask_for_set;
pub(in crate::workbench) use sets::follow_sets;
pub(crate) use through_chain::ChainState;
pub(in crate::workbench) use through_chain::follow_chains;

#[cfg(test)]
mod tests;
